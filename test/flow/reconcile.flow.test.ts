import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionView, ProjectView } from '../../shared/contract/views.ts';
import { sentKey, sentSeqOf } from '../../shared/project/keys.ts';
import {
  clientOf,
  decideBy,
  eventually,
  historyOf,
  linkFor,
  linksFor,
  passTime,
  submit,
  verificationOf,
} from '../support/client.ts';
import { runScript } from '../support/office-server.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { openStorage, type Storage, type StoredItem } from '../support/stored-items.ts';

let platform: Platform;
let storage: Storage;
beforeAll(async () => {
  platform = await startPlatform();
  storage = await openStorage(platform);
});
afterAll(async () => {
  storage.close();
  await platform.stop();
});

/** `npm run reconcile` on the platform's tables. */
async function reconcile(...args: string[]) {
  const log = await readFile(`${platform.data}/logs/dynamodb.log`, 'utf8');
  const endpoint = log.match(/http:\/\/127(?:\.\d+){3}:\d+/g)?.at(-1) ?? '';
  return runScript(
    'infra/reconcile.ts',
    ['--projects', 'Projects', '--history', 'History', '--lang', 'en', ...args],
    {
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_REGION: 'local',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
  );
}

const keyOf = ({ pk, sk }: StoredItem): string => `${pk?.S} ${sk?.S}`;

/** Puts the table of projects back to a moment, as a restore does: what came since is gone. */
async function putBack(moment: readonly StoredItem[], stays: (key: string) => boolean): Promise<void> {
  const had = new Set(moment.map(keyOf));
  for (const item of await storage.all('Projects'))
    if (!had.has(keyOf(item)) && !stays(keyOf(item))) await storage.remove('Projects', item);
  for (const item of moment) await storage.put('Projects', item);
}

const approve = async (account: string, id: string, link?: string) => {
  const reply = await decideBy(platform, link ?? (await linkFor(platform, account, id)), {
    outcome: 'approve',
  });
  expect([reply.status, reply.body.code]).toEqual([200, undefined]);
};

const stateOf = async (id: string) =>
  (await (await clientOf(platform, 'submitter')).get<ProjectView>(`/projects/${id}`)).body;

const openAt = (id: string, account: string) =>
  eventually(`a request to ${account}`, async () => {
    const client = await clientOf(platform, account);
    const { status, body } = await client.get<DecisionView>(`/projects/${id}/decision`);
    return status === 200 && body.status === 'open' && body;
  });

/** The newest execution of a project that has ended. */
const endOf = (id: string, attempt: number) =>
  eventually(`the end of ${id}, attempt ${attempt}`, async () => {
    const own = (await platform.executions()).find(({ name }) => name === `${id}-r1-a${attempt}`);
    return own && own.status !== 'RUNNING' && own.status;
  });

describe('tables of which one is of an earlier moment', () => {
  let approved: string;
  let returned: string;
  let cut: string;
  let mailed: string;
  let moment: StoredItem[];

  beforeAll(async () => {
    approved = (await submit(platform)).id;
    returned = (await submit(platform)).id;
    cut = (await submit(platform)).id;
    for (const id of [approved, returned, cut]) await linkFor(platform, 'reviewer', id);
    // Whatever of it is still under way would be written after the restore.
    await eventually('all three mails are marked', async () => {
      const marks = (await storage.all('Projects')).filter(({ sk }) => sentSeqOf(sk?.S ?? '') !== null);
      return [approved, returned, cut].every(
        (id) => marks.filter(({ pk }) => pk?.S === `P#${id}`).length >= 1,
      );
    });
    moment = await storage.all('Projects');

    await approve('reviewer', approved);
    mailed = await linkFor(platform, 'approver', approved);
    const link = await linkFor(platform, 'reviewer', returned);
    expect(
      (await decideBy(platform, link, { outcome: 'return', comment: '请补充各项支出的测算依据' })).status,
    ).toBe(200);
    const reviewer = await clientOf(platform, 'reviewer');
    const { contentHash } = await openAt(cut, 'reviewer');
    const cuts = [{ line: 0, amountFen: 100, reason: '压缩规模，按实际需要安排' }];
    const decided = await reviewer.post(`/projects/${cut}/decision`, {
      outcome: 'approve',
      cuts,
      contentHash,
    });
    expect(decided.status).toBe(200);
    await linkFor(platform, 'approver', cut);
    await eventually('the executions wait', async () => {
      const events = await historyOf(platform, cut);
      return events.at(-1)?.action === 'requested';
    });
    // The links are kept: whoever was mailed one since holds it.
    await putBack(moment, (key) => key.startsWith('L#'));
  });

  it('are compared without a write: what could be moved on, and what is lost', async () => {
    const before = await storage.all('Projects');
    const { code, output } = await reconcile();
    expect(output).toContain(`${approved}  behind, and can be moved on: events 4 to 5`);
    expect(output).toContain(`${returned}  behind, and can be moved on: events 4 to 5`);
    expect(output).toContain(`${cut}  cannot be moved on, lost: event 4: what the event binds by its hash`);
    expect(output).toMatch(/0 moved on, 2 could be, 1 left to people/);
    expect(code).toBe(1);
    const records = (items: StoredItem[]) => items.filter(({ sk }) => sk?.S === 'PROJECT');
    expect(records(await storage.all('Projects'))).toEqual(records(before));
  });

  it('are moved on by their events: the link that was mailed since decides, and the execution succeeds', async () => {
    const { code, output } = await reconcile('--repair');
    expect(output).toMatch(/2 moved on, 0 could be, 1 left to people/);
    expect(code).toBe(1);

    expect(await stateOf(approved)).toMatchObject({ state: 'in-review', stage: 'approval' });
    await passTime(platform, 6 * 60);
    await approve('approver', approved, mailed);
    expect(await stateOf(approved)).toMatchObject({ state: 'approved' });
    expect(await endOf(approved, 101)).toBe('SUCCEEDED');
    expect(await verificationOf(platform, approved)).toMatchObject({ valid: true, events: 7 });
  });

  it('give a returned project its draft back, which is handed in again', async () => {
    const { state, revision, version, declaration } = await stateOf(returned);
    expect({ state, revision }).toEqual({ state: 'returned', revision: 2 });
    // No page of the time that was lost meets its own number.
    expect(version).toBeGreaterThan(100);
    const submitter = await clientOf(platform, 'submitter');
    expect(declaration).toMatchObject({ budgetYear: expect.any(Number) });
    const again = await submitter.post(`/projects/${returned}/submit`, undefined, {
      'if-match': `"${version}"`,
    });
    expect(again.status).toBe(200);
    await eventually('the second request', async () => {
      const events = await historyOf(platform, returned);
      return events.filter(({ action }) => action === 'requested').length === 2;
    });
  });

  it('are then whole, but for what was lost', async () => {
    const { output } = await reconcile();
    expect(output).toMatch(/0 moved on, 0 could be, 1 left to people/);
  });
});

describe('a table of which the links are gone as well', () => {
  it('has whoever is asked mailed a fresh one, which decides', async () => {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    await eventually('its mail is marked', async () =>
      (await storage.all('Projects')).some((item) => keyOf(item) === `P#${id} ${sentKey(id, 3).sk}`),
    );
    const moment = await storage.all('Projects');
    await approve('reviewer', id);
    const [gone = ''] = await linksFor(platform, 'approver', id);
    await putBack(moment, () => false);
    await reconcile('--repair');
    const anyone = await clientOf(platform);
    expect((await anyone.get(gone)).status).toBe(404);
    await passTime(platform, 6 * 60);
    const fresh = await linkFor(platform, 'approver', id);
    expect(fresh).not.toBe(gone);
    await approve('approver', id, fresh);
    expect(await endOf(id, 101)).toBe('SUCCEEDED');
  });
});
