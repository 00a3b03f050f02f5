import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProjectView } from '../../shared/contract/views.ts';
import {
  clientOf,
  decideBy,
  eventually,
  executionOf,
  historyOf,
  linkFor,
  linksFor,
  submit,
  verificationOf,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
// What one project meets is nothing to the next.
afterEach(() => platform.faults({ clear: true }));
afterAll(() => platform.stop());

const count = async (id: string, action: string) =>
  (await historyOf(platform, id)).filter((event) => event.action === action).length;

async function approved(id: string): Promise<void> {
  const auditor = await clientOf(platform, 'auditor');
  await eventually(
    'approved',
    async () => (await auditor.get<ProjectView>(`/projects/${id}`)).body.state === 'approved',
  );
  expect(await executionOf(platform, id)).toBe('SUCCEEDED');
  expect(await verificationOf(platform, id)).toMatchObject({ valid: true, events: 7 });
}

describe('a platform that is killed while a decision is awaited', () => {
  it('goes on after a restart: the link works, the flow ends', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    await platform.kill();
    platform = await startPlatform({ data: platform.data, port: platform.port });
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
    expect(
      (await decideBy(platform, await linkFor(platform, 'approver', id), { outcome: 'approve' })).status,
    ).toBe(200);
    await approved(id);
  });
});

describe('request-decision that fails after its commit', () => {
  it('is retried with a new token; one event, one mail, and the decision ends the wait', async () => {
    await platform.faults({ function: 'request-decision', when: 'after', times: 1 });
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
    expect(
      (await decideBy(platform, await linkFor(platform, 'approver', id), { outcome: 'approve' })).status,
    ).toBe(200);
    await approved(id);
    expect(await count(id, 'requested')).toBe(2);
    expect(await linksFor(platform, 'reviewer', id)).toHaveLength(1);
  });

  it('with a decision that lands before the retry: the retry ends its own wait', async () => {
    // The first call commits and is reported as failed; the second is held back until the decision has landed.
    await platform.faults({ function: 'request-decision', when: 'after', times: 1 });
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    await platform.faults({ function: 'request-decision', holdMs: 4_000, times: 1 });
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
    expect(
      (await decideBy(platform, await linkFor(platform, 'approver', id), { outcome: 'approve' })).status,
    ).toBe(200);
    await approved(id);
  });
});

describe('a submission whose execution was never started', () => {
  it('is started by sweep', async () => {
    await platform.faults({ call: 'StartExecution', times: 1, mode: 'lose' });
    const { id } = await submit(platform);
    await platform.advance(6 * 60);
    expect(await linkFor(platform, 'reviewer', id)).toMatch(/^\/decisions\//);
  });
});

describe('a mail that was never sent', () => {
  it('is sent by sweep', async () => {
    await platform.faults({ function: 'send-mail', when: 'before', times: 1_000 });
    const { id } = await submit(platform);
    await eventually('the request', async () => (await count(id, 'requested')) === 1);
    await platform.advance(6 * 60);
    expect(await linkFor(platform, 'reviewer', id)).toMatch(/^\/decisions\//);
  });
});
