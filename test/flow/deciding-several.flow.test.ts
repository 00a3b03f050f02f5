import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionResult, DecisionView, ProjectView } from '../../shared/contract/views.ts';
import { aLargeDeclaration } from '../builders/declaration.ts';
import {
  actOfUnit,
  changeDirectory,
  clientOf,
  decideBy,
  eventually,
  historyOf,
  holding,
  linkFor,
  onDeskOf,
  openedBy,
  type Problem,
  pageOf,
  setOffice,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { textIn } from '../support/posted-form.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
  await setOffice(platform, { codeThresholdFen: 40_000_000 });
});
afterAll(() => platform.stop());

const approving = (project: string, contentHash: string | null) => ({
  project,
  outcome: 'approve',
  contentHash,
});

async function approveTogether(account: string, ...decisions: object[]): Promise<DecisionResult[]> {
  const client = await clientOf(platform, account);
  const { body } = await client.post<{ results: DecisionResult[] }>('/decisions', { decisions });
  return body.results;
}

/** The reviewer decides one that is opened for it. */
async function decide(id: string, decision: object) {
  const { contentHash } = await openedBy(platform, 'reviewer', id);
  const reviewer = await clientOf(platform, 'reviewer');
  return reviewer.post<DecisionView & Problem>(`/projects/${id}/decision`, { contentHash, ...decision });
}

/** What the desk posts, and what it shows then. */
const chosen = (...ids: string[]) => new URLSearchParams(ids.map((id) => ['project', id]));
const pressed = async (fields: URLSearchParams): Promise<string> =>
  (await pageOf(platform, 'reviewer', '/decisions', fields)).html;
const timelineOf = async (id: string): Promise<string> =>
  textIn((await pageOf(platform, 'auditor', `/projects/${id}/history`)).html);

const decisionsOf = async (id: string) =>
  (await historyOf(platform, id)).filter(({ action }) => action === 'decided');

const returned = { outcome: 'return', comment: '请补充租车费用的测算依据' };
const rejected = { outcome: 'reject', comment: '与上年已批准的项目重复申报' };

/** Returned and handed in again with a change that nobody has opened: there is something to read. */
async function handedInAgain(): Promise<ProjectView> {
  const { id } = await submit(platform);
  expect((await decide(id, returned)).status).toBe(200);
  const submitter = await clientOf(platform, 'submitter');
  const { body, headers } = await submitter.get<ProjectView>(`/projects/${id}`);
  const saved = await submitter.put(
    `/projects/${id}`,
    { declaration: { ...body.declaration, overview: '全区一般灾害隐患点的排查、监测与避险演练。' } },
    { 'if-match': headers.get('etag') ?? '' },
  );
  const match = { 'if-match': saved.headers.get('etag') ?? '' };
  const again = await submitter.post<ProjectView>(`/projects/${id}/submit`, undefined, match);
  expect(again.status).toBe(200);
  await onDeskOf(platform, 'reviewer', id);
  return again.body;
}

/** How many decisions auditors are shown as made in a batch, unread. */
async function flagged(): Promise<number> {
  const auditor = await clientOf(platform, 'auditor');
  const { flags } = (await auditor.get<{ flags: Record<string, number> }>('/history/overview')).body;
  return flags.together ?? 0;
}

describe('several are approved together', () => {
  it('each by itself: what cannot be is named, and undoes none of the others', async () => {
    const [good, stale, gone] = [await submit(platform), await submit(platform), await submit(platform)];
    const changed = await handedInAgain();
    await onDeskOf(platform, 'reviewer', good.id, stale.id, gone.id);
    expect((await decide(gone.id, { outcome: 'approve' })).status).toBe(200);
    const results = await approveTogether(
      'reviewer',
      approving(good.id, good.contentHash),
      approving(stale.id, 'a'.repeat(64)),
      approving(gone.id, 'a'.repeat(64)),
      approving(changed.id, changed.contentHash),
      approving('2021-0000-0000', 'a'.repeat(64)),
    );
    expect(results.map((one) => [one.project, one.status, one.code])).toEqual([
      [good.id, 200, undefined],
      [stale.id, 409, 'content-changed'],
      [gone.id, 409, 'already-decided'],
      [changed.id, 409, 'read-first'],
      ['2021-0000-0000', 404, 'not-found'],
    ]);
    const decided = (await decisionsOf(good.id)).at(-1);
    expect(decided).toMatchObject({ outcome: 'approve', together: 5 });
    // Nobody had opened it: that is a red flag, and the timeline says so.
    expect(decided).not.toHaveProperty('openedAt');
    await eventually('the red flag', async () => (await flagged()) > 0);
    expect(await timelineOf(good.id)).toContain('没有打开 · 与另 4 件一并同意');
  });

  it('with what its reader has opened: that is no longer unread, and when it was is in the event', async () => {
    const { id } = await handedInAgain();
    const before = await platform.now();
    const { contentHash, changes } = await openedBy(platform, 'reviewer', id);
    expect(changes).toHaveLength(1);
    const after = await platform.now();
    await openedBy(platform, 'reviewer', id);
    const text = await pressed(chosen(id));
    expect(text).toContain('将同意 1 件');
    expect(await approveTogether('reviewer', approving(id, contentHash))).toEqual([
      { project: id, status: 200 },
    ]);
    const openedAt = (await decisionsOf(id)).at(-1)?.openedAt ?? '';
    expect([before.toISOString() <= openedAt, openedAt <= after.toISOString()]).toEqual([true, true]);
    expect(await timelineOf(id)).toMatch(/打开.+后决定 · 从清单中同意/);
  });

  it('after a summary that is true: what cannot be approved is named with its own reason, and adds nothing', async () => {
    const [good, decided, withdrawn] = [
      await submit(platform),
      await submit(platform),
      await submit(platform),
    ];
    const large = await submit(platform, 'submitter', aLargeDeclaration());
    const changed = await handedInAgain();
    await onDeskOf(platform, 'reviewer', good.id, decided.id, withdrawn.id, large.id);
    await decide(decided.id, { outcome: 'approve' });
    await actOfUnit(platform, withdrawn.id, 'withdraw');
    const ids = [good.id, decided.id, withdrawn.id, large.id, changed.id, '2021-0000-0000'];
    const html = await pressed(chosen(...ids));
    const text = textIn(html);
    expect(text).toContain('将同意 1 件，合计 31.50 万元');
    expect(text).toContain('确认同意 1 件');
    expect([...html.matchAll(/name="project" value="([^"]+)"/g)].map(([, id]) => id)).toEqual([good.id]);
    const told = (id: string, why: string, amount: string) =>
      expect(text).toMatch(new RegExp(`${good.title} [^·]+ · ${id} ${why}[^·]* ${amount} 万元`));
    expect(text).toContain('2 件须单独打开');
    told(large.id, '金额达到须用验证码确认的限额', '41\\.50');
    told(changed.id, '与上次申报相比有修改', '31\\.50');
    expect(text).toContain('3 件现在不能办理');
    told(decided.id, '已经作出决定', '31\\.50');
    told(withdrawn.id, '这项办理已经结束', '31\\.50');
    expect(text).toMatch(/2021-0000-0000 (?!.*万元)/);
    // None of them: nothing is offered.
    const none = await pressed(chosen(decided.id, large.id));
    expect(textIn(none)).toContain('所选各件都不能成批同意');
    expect(none).not.toContain('name="intent"');
  });

  it('approvals only, fifty at most', async () => {
    const reviewer = await clientOf(platform, 'reviewer');
    const one = { project: '2021-0000-0000', outcome: 'reject', contentHash: 'a'.repeat(64) };
    expect((await reviewer.post('/decisions', { decisions: [one] })).status).toBe(422);
    expect((await reviewer.post('/decisions', { decisions: [] })).status).toBe(422);
    const many = Array.from({ length: 51 }, () => ({ ...one, outcome: 'approve' }));
    expect((await reviewer.post('/decisions', { decisions: many })).status).toBe(422);
  });

  it('from the desk: a summary first, which decides nothing', async () => {
    const [one, two] = [await submit(platform), await submit(platform)];
    await openedBy(platform, 'reviewer', one.id);
    const { contentHash } = await openedBy(platform, 'reviewer', two.id);
    const fields = chosen(one.id, two.id);
    expect(await pressed(fields)).toContain('将同意 2 件，合计 63.00 万元');
    expect((await openedBy(platform, 'reviewer', one.id)).status).toBe('open');
    fields.append(`contentHash.${one.id}`, contentHash);
    fields.append(`contentHash.${two.id}`, contentHash);
    fields.append('intent', 'approve');
    const done = textIn(await pressed(fields));
    expect(done).toContain('已同意 2 件，合计 63.00 万元');
    for (const { id } of [one, two]) expect(done).toMatch(new RegExp(`${one.title} .* · ${id} 31\\.50 万元`));
    // The same again: nothing is recorded twice, and each is told what it came to.
    expect(textIn(await pressed(fields))).toContain('已同意 2 件，合计 63.00 万元');
    // Anything else comes too late, and says why.
    fields.set('comment', '同意，请按进度支付');
    const again = textIn(await pressed(fields));
    expect(again).toContain('没有同意任何一件 · 2 件没有记录');
    expect(again).toMatch(new RegExp(`${one.title} .* · ${one.id} 已经作出决定.* 31\\.50 万元`));
    expect(await decisionsOf(two.id)).toHaveLength(1);
  });
});

describe('a batch', () => {
  /** What becomes of a project before its reviewer's batch; the hash is that of what was handed in. */
  const states: readonly (readonly [string, (id: string) => Promise<unknown>, string])[] = [
    ['is at the next stage', (id) => decide(id, { outcome: 'approve', comment: '同意' }), 'already-decided'],
    ['was returned', (id) => decide(id, returned), 'already-decided'],
    ['was rejected', (id) => decide(id, rejected), 'already-decided'],
    [
      'was approved',
      async (id) => {
        await decide(id, { outcome: 'approve', comment: '同意' });
        await decideBy(platform, await linkFor(platform, 'approver', id), { outcome: 'approve' });
      },
      'already-decided',
    ],
    ['was recalled', (id) => actOfUnit(platform, id, 'recall'), 'request-closed'],
    ['was withdrawn', (id) => actOfUnit(platform, id, 'withdraw'), 'request-closed'],
    [
      'was handed over',
      async (id) => {
        const reviewer = await clientOf(platform, 'reviewer');
        const given = { to: 'reviewer2', comment: '本周外出培训，请代为办理' };
        expect((await reviewer.post(`/projects/${id}/decision/transfer`, given)).status).toBe(200);
      },
      'reassigned',
    ],
  ];

  it.each(states)('decides nothing on a project that %s', async (_, become, code) => {
    const { id, contentHash } = await submit(platform);
    await onDeskOf(platform, 'reviewer', id);
    await become(id);
    const before = await decisionsOf(id);
    const [result] = await approveTogether('reviewer', approving(id, contentHash));
    expect(result).toMatchObject({ project: id, status: 409, code });
    expect(await decisionsOf(id)).toEqual(before);
  });

  it('of somebody who is not asked decides nothing, and says no more than that there is nothing', async () => {
    const { id, contentHash } = await submit(platform);
    await onDeskOf(platform, 'reviewer', id);
    for (const account of ['submitter', 'submitter2', 'reviewer2', 'approver', 'auditor', 'administrator']) {
      const results = await approveTogether(account, approving(id, contentHash));
      expect([account, results]).toEqual([
        account,
        [expect.objectContaining({ project: id, status: 404, code: 'not-found' })],
      ]);
    }
    expect(await decisionsOf(id)).toEqual([]);
  });

  it('that names a project twice decides it once; sent twice at once as well', async () => {
    const [one, two] = [await submit(platform), await submit(platform)];
    await onDeskOf(platform, 'reviewer', one.id, two.id);
    const twice = approving(one.id, one.contentHash);
    await approveTogether('reviewer', twice, twice);
    expect(await decisionsOf(one.id)).toHaveLength(1);
    // Another unit's: this file uses up what one account may hand in within its ten minutes.
    const three = await submit(platform, 'submitter2');
    await onDeskOf(platform, 'reviewer', three.id);
    const saying = (comment: string) => ({ ...approving(three.id, three.contentHash), comment });
    const told = await approveTogether('reviewer', saying('同意，按进度支付'), saying('同意，按合同支付'));
    expect(told.map(({ status }) => status)).toEqual([200, 409]);
    expect(await decisionsOf(three.id)).toHaveLength(1);
    const batch = () => approveTogether('reviewer', approving(two.id, two.contentHash));
    const statuses = (await Promise.all([batch(), batch()])).flat().map(({ status }) => status);
    expect(statuses).toEqual([200, 200]);
    expect(await decisionsOf(two.id)).toHaveLength(1);
  });

  it('at once with a return, a recall or a handing over is one of the two', async () => {
    const given = { to: 'reviewer2', comment: '本周外出培训，请代为办理' };
    const reviewer = await clientOf(platform, 'reviewer');
    const opposites: readonly (readonly [string, (one: ProjectView) => Promise<{ status: number }>])[] = [
      [
        'return',
        ({ id, contentHash }) => reviewer.post(`/projects/${id}/decision`, { ...returned, contentHash }),
      ],
      ['recall', ({ id }) => actOfUnit(platform, id, 'recall')],
      ['handing over', ({ id }) => reviewer.post(`/projects/${id}/decision/transfer`, given)],
    ];
    for (const [name, opposite] of opposites) {
      const project = await submit(platform);
      await openedBy(platform, 'reviewer', project.id);
      const [[batch], other] = await Promise.all([
        approveTogether('reviewer', approving(project.id, project.contentHash)),
        opposite(project),
      ]);
      const decided = await decisionsOf(project.id);
      const approved = decided.filter(({ outcome }) => outcome === 'approve');
      expect([name, approved.length]).toEqual([name, batch?.status === 200 ? 1 : 0]);
      // A recall may follow what nobody at the next stage has opened.
      if (name === 'recall') continue;
      expect([name, [batch?.status === 200, other.status === 200].filter(Boolean)]).toEqual([name, [true]]);
    }
  });
});

it('what a colleague has opened is unread all the same', async () => {
  await changeDirectory(platform, holding('reviewer', { holder: 'reviewer' }, { holder: 'reviewer2' }));
  const { id, contentHash } = await handedInAgain();
  await openedBy(platform, 'reviewer2', id);
  const [unread] = await approveTogether('reviewer', approving(id, contentHash));
  expect(unread).toMatchObject({ status: 409, code: 'read-first' });
  const [read] = await approveTogether('reviewer2', approving(id, contentHash));
  expect(read).toEqual({ project: id, status: 200 });
});
