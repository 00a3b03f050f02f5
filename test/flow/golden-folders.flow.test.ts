import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { restoreBackup } from '../../infra/local/serve/restore-backup.ts';
import type { DecisionView, ProjectView } from '../../shared/contract/views.ts';
import {
  actOfUnit,
  clientOf,
  decideBy,
  eventually,
  executionOf,
  submit,
  verificationOf,
} from '../support/client.ts';
import { checkout, type Platform, startPlatform } from '../support/platform.ts';

// One folder for each landed version: what its data folder held with a project in each state, and what was mailed then.
// See support/take-golden-folder.ts.
const golden = join(checkout, 'test', 'fixtures', 'golden', 'folders');

const states: Readonly<Record<string, string>> = {
  draft: 'draft',
  atReview: 'in-review',
  atApproval: 'in-review',
  approved: 'approved',
  returned: 'returned',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
};

interface Taken {
  readonly projects: Readonly<Record<string, string>>;
  readonly links: { readonly atReview: string; readonly atApproval: string };
}

it('there is a folder of several landed versions', () => {
  expect(readdirSync(golden).length).toBeGreaterThanOrEqual(3);
});

describe.each(readdirSync(golden))('a data folder of %s', (version) => {
  const taken: Taken = JSON.parse(readFileSync(join(golden, version, 'taken.json'), 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'golden-'));
  let platform: Platform;
  beforeAll(async () => {
    const data = join(folder, 'data');
    const { takenAt } = restoreBackup(join(golden, version, 'data.backup'), data);
    // Time there goes on from when it was taken: a link lives for a week.
    // The earliest versions went by real time, and kept none.
    const clock = join(data, 'clock');
    const offset = existsSync(clock) ? Number(readFileSync(clock, 'utf8')) : 0;
    writeFileSync(clock, String(offset + Date.parse(takenAt) - Date.now()));
    platform = await startPlatform({ data });
  });
  afterAll(async () => {
    await platform?.stop();
    rmSync(folder, { recursive: true });
  });

  it('opens, and each project reads as it stood', async () => {
    const submitter = await clientOf(platform, 'submitter');
    for (const [name, id] of Object.entries(taken.projects)) {
      const { status, body } = await submitter.get<ProjectView>(`/projects/${id}`);
      expect([name, status, body.state]).toEqual([name, 200, states[name]]);
      expect(body.declaration).toMatchObject({ budgetYear: expect.any(Number) });
    }
  });

  it('a link that was mailed then decides, and the flow goes on to the end', async () => {
    const { atReview } = taken.projects;
    const reviewed = await decideBy(platform, taken.links.atReview, { outcome: 'approve' });
    expect(reviewed).toMatchObject({ status: 200, body: { status: 'decided' } });
    const approved = await decideBy(platform, taken.links.atApproval, { outcome: 'approve' });
    expect(approved).toMatchObject({ status: 200, body: { status: 'decided' } });
    const { atApproval = '' } = taken.projects;
    expect(await executionOf(platform, atApproval)).toBe('SUCCEEDED');
    const approver = await clientOf(platform, 'approver');
    await eventually('the request of the next stage', async () => {
      const { status, body } = await approver.get<DecisionView>(`/projects/${atReview}/decision`);
      return status === 200 && body.status === 'open';
    });
  });

  it('every history verifies, of then and with what was added', async () => {
    for (const [name, id] of Object.entries(taken.projects))
      expect([name, await verificationOf(platform, id)]).toEqual([
        name,
        expect.objectContaining({ valid: true }),
      ]);
  });

  it('a returned project is handed in again, a new one as well, and both are on the desk', async () => {
    const submitter = await clientOf(platform, 'submitter');
    expect(await actOfUnit(platform, taken.projects.returned ?? '', 'submit')).toMatchObject({ status: 200 });
    const { id } = await submit(platform);
    const { items } = (await submitter.get<{ items: { project: string }[] }>('/?tab=mine&limit=50')).body;
    expect(items.map(({ project }) => project)).toEqual(
      expect.arrayContaining([id, taken.projects.atReview]),
    );
  });
});
