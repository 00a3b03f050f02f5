import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionView, ProjectView } from '../../shared/contract/views.ts';
import {
  actOfUnit,
  atRest,
  clientOf,
  decideBy,
  eventually,
  executionOf,
  historyOf,
  linkFor,
  linksFor,
  mailsTo,
  minutesUntil,
  passTime,
  submit,
  verificationOf,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { openStorage } from '../support/stored-items.ts';

/** An ordinary Friday, 10:00 in Beijing. Time only goes forward, so the cases stand in its order. */
const FRIDAY = '2026-03-06T02:00:00.000Z';
/** A Friday before a Saturday that is worked (调休 after the May holiday), 10:00 in Beijing. */
const FRIDAY_BEFORE_WORK = '2026-05-08T02:00:00.000Z';
const HOUR = 3_600;
const DAY = 24 * HOUR;

let platform: Platform;
let data: string;
let anyone: Awaited<ReturnType<typeof clientOf>>;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'countersign-'));
  platform = await startPlatform({ data, clock: FRIDAY });
  anyone = await clientOf(platform);
});
afterAll(async () => {
  await platform.stop();
  await rm(data, { recursive: true, force: true });
});

const actionsOf = async (id: string) => (await historyOf(platform, id)).map(({ action }) => action);
const count = async (id: string, action: string) =>
  (await actionsOf(id)).filter((one) => one === action).length;
const stateOf = async (id: string) => {
  const auditor = await clientOf(platform, 'auditor');
  return (await auditor.get<ProjectView>(`/projects/${id}`)).body.state;
};
const approve = async (account: string, id: string) =>
  (await decideBy(platform, await linkFor(platform, account, id), { outcome: 'approve' })).status;

const logOfSweep = async (): Promise<string> =>
  readFile(join(platform.data, 'logs', 'sweep.ndjson'), 'utf8').catch(() => '');

const pass = (seconds: number): Promise<void> => passTime(platform, seconds);

const beijing = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  weekday: 'short',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
const dayOf = (at: string): string => beijing.format(new Date(at));

/** Nobody decides on a project that was handed in now; half a day passes at a time. */
async function waitFor(id: string, events: number): Promise<{ action: string; day: string }[]> {
  const before = (await historyOf(platform, id)).length;
  let seen = before;
  for (let half = 0; half < 40 && seen < before + events; half++) {
    await pass(DAY / 2);
    const now = (await historyOf(platform, id)).length;
    // What an event mails is on its way for a moment: it must not be overtaken by half a day.
    if (now > seen) await atRest(platform);
    seen = now;
  }
  return (await historyOf(platform, id)).slice(before).map(({ action, at }) => ({ action, day: dayOf(at) }));
}

describe('case 15, working days: a request on a Friday that nobody answers', () => {
  it('is reminded of twice on working days, then the superior is told; the project lives on', async () => {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    expect(await waitFor(id, 4)).toEqual([
      { action: 'reminded', day: 'Tue, 10/03/2026' },
      { action: 'reminded', day: 'Thu, 12/03/2026' },
      { action: 'escalated', day: 'Fri, 13/03/2026' },
      // The deadline's hour is the end of an office day: the weekly reminder is for the next one.
      { action: 'reminded', day: 'Mon, 23/03/2026' },
    ]);
    await eventually('the escalation', async () =>
      (await mailsTo(platform, 'approver')).some(({ subject }) => subject.includes('超期')),
    );
    const reminders = await eventually('the reminders', async () => {
      const mails = (await mailsTo(platform, 'reviewer')).filter(({ subject }) => subject.includes('催办'));
      return mails.length >= 3 && mails;
    });
    expect((await platform.messages()).filter(({ at }) => /^(Sat|Sun)/.test(dayOf(at)))).toEqual([]);
    // A reminder carries a fresh link, and it works.
    const link = /\/decisions\/[\w-]{43}/.exec(reminders.at(-1)?.text ?? '')?.[0] ?? '';
    expect(
      (await decideBy(platform, link, { outcome: 'reject', comment: '不同意安排这一项资金。' })).status,
    ).toBe(200);
  });

  it('before a Saturday that is worked: it counts, its Sunday does not', async () => {
    await pass((Date.parse(FRIDAY_BEFORE_WORK) - (await platform.now()).getTime()) / 1000);
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    expect(await waitFor(id, 3)).toEqual([
      { action: 'reminded', day: 'Mon, 11/05/2026' },
      { action: 'reminded', day: 'Wed, 13/05/2026' },
      { action: 'escalated', day: 'Thu, 14/05/2026' },
    ]);
    expect((await platform.messages()).filter(({ at }) => dayOf(at).startsWith('Sun'))).toEqual([]);
  });
});

describe('case 15, working days: a reminder that comes late, because nothing ran when it was due', () => {
  it('does not go out on a Sunday, but on the Monday', async () => {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    const weekday = () => platform.now().then((at) => dayOf(at.toISOString()).slice(0, 3));
    // The reminder is due on the second working day; the platform finds itself on the Sunday after.
    let days = 5;
    for (
      let at = (await platform.now()).getTime();
      !dayOf(new Date(at + days * DAY * 1000).toISOString()).startsWith('Sun');
    )
      days += 1;
    await pass(days * DAY);
    await pass(6 * 60);
    expect(await weekday()).toBe('Sun');
    expect(await count(id, 'reminded')).toBe(0);
    await pass(DAY);
    expect(await weekday()).toBe('Mon');
    await eventually('the reminder', async () => (await count(id, 'reminded')) === 1);
  });
});

describe('case 7, race: fifty clients that approve, return and reject one request at once', () => {
  it('make one decision, one event, one notification; whoever decided otherwise gets 409', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    await atRest(platform);
    const mailsBefore = (await platform.messages()).length;
    const contradictory = [
      { outcome: 'approve' },
      { outcome: 'reject', comment: '不同意安排这一项资金。' },
      { outcome: 'return', comment: '请补充第三项支出的测算依据和标准' },
    ];
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        anyone.post<DecisionView & { code?: string }>(link, { ...contradictory[index % 3], contentHash }),
      ),
    );
    const first = replies.findIndex(({ status }) => status === 200);
    expect(replies.map(({ status }) => status)).toEqual(
      replies.map((_, index) => (index % 3 === first % 3 ? 200 : 409)),
    );
    const refused = replies.filter(({ status }) => status === 409);
    expect(new Set(refused.map(({ body }) => body.code))).toEqual(new Set(['already-decided']));
    const decided = (await historyOf(platform, id)).filter(({ action }) => action === 'decided');
    expect(decided).toHaveLength(1);
    const winner = replies.find(({ status }) => status === 200)?.body.decision?.outcome;
    expect(decided[0]?.outcome).toBe(winner);
    expect(await verificationOf(platform, id)).toMatchObject({ valid: true });
    // Either the approver is asked or the unit is told: one mail follows, and no second one after it.
    await eventually('the mail that follows', async () => (await platform.messages()).length > mailsBefore);
    await atRest(platform);
    expect(await platform.messages()).toHaveLength(mailsBefore + 1);
  });
});

describe('case 8, lost callback: a wait whose answer was lost', () => {
  it('is ended by sweep, minutes after the decision', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    await platform.faults({ call: 'SendTaskSuccess', times: 1, mode: 'lose' });
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
    await pass(6 * 60);
    expect(await approve('approver', id)).toBe(200);
    expect(await executionOf(platform, id)).toBe('SUCCEEDED');
    expect(await verificationOf(platform, id)).toMatchObject({ valid: true, events: 7 });
  });

  it('and that nobody ever answers times out, asks the record again, and still takes the decision', async () => {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    const transitions = (await platform.metrics()).stateTransitions;
    // Longer than the state waits (30 days).
    await pass(31 * DAY);
    await eventually('the time-out', async () => (await platform.metrics()).stateTransitions > transitions);
    await atRest(platform);
    expect(await count(id, 'requested')).toBe(1);
    const link = await eventually('a link that is not too old', async () => {
      const links = await linksFor(platform, 'reviewer', id);
      const newest = links.at(-1) ?? '';
      return (await anyone.get<DecisionView>(newest)).body.status === 'open' && newest;
    });
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
    expect(await approve('approver', id)).toBe(200);
    expect(await executionOf(platform, id)).toBe('SUCCEEDED');
  });

  it('because its execution died: the log says so, which is alarmed, and the flow goes on from the record', async () => {
    await platform.faults({ function: 'request-decision', when: 'before', times: 1_000 });
    const { id } = await submit(platform);
    await minutesUntil(platform, 'the dead execution', async () => {
      const own = (await platform.executions()).filter(({ name }) => name.startsWith(id));
      return own.some(({ status }) => status === 'FAILED');
    });
    await platform.faults({ clear: true });
    await minutesUntil(platform, 'the restart', async () => {
      return (await logOfSweep())
        .split('\n')
        .some((line) => line.includes('FLOW_RESTARTED') && line.includes(id));
    });
    expect(await approve('reviewer', id)).toBe(200);
    expect(await approve('approver', id)).toBe(200);
    expect(await executionOf(platform, id)).toBe('SUCCEEDED');
  });
});

/** Everything in which something could still wait for a project. */
async function pendingOf(id: string): Promise<string[]> {
  const storage = await openStorage(platform);
  const open = (await storage.all('Projects')).filter(
    (item) => item.pk?.S === `P#${id}` && item.sk?.S?.startsWith('REQUEST#') && item.status?.S === 'open',
  );
  storage.close();
  const running = (await platform.executions()).filter(
    ({ name, status }) => name.startsWith(id) && status === 'RUNNING',
  );
  const desks = await Promise.all(
    ['reviewer', 'reviewer2', 'approver', 'approver2'].map(async (account) => {
      const client = await clientOf(platform, account);
      const { items } = (await client.get<{ items: { project: string }[] }>('/')).body;
      return items.some(({ project }) => project === id) ? [`desk of ${account}`] : [];
    }),
  );
  return [...open.map(() => 'request'), ...running.map(({ name }) => `execution ${name}`), ...desks.flat()];
}

describe('case 9, dead waiter: a project whose flow has ended', () => {
  const byReviewer = (decision: { outcome: string; comment: string }) => async (id: string) => {
    const reply = await decideBy(platform, await linkFor(platform, 'reviewer', id), decision);
    expect(reply.status).toBe(200);
  };
  const byUnit = (act: 'withdraw' | 'recall') => async (id: string) => {
    await linkFor(platform, 'reviewer', id);
    expect((await actOfUnit(platform, id, act)).status).toBe(200);
  };
  it.each([
    ['rejected', 'decided', byReviewer({ outcome: 'reject', comment: '不符合资金使用的规定。' })],
    ['returned', 'decided', byReviewer({ outcome: 'return', comment: '请补充第三项支出的测算依据和标准' })],
    ['withdrawn', 'closed', byUnit('withdraw')],
    ['draft', 'closed', byUnit('recall')],
  ] as const)('as %s has nothing pending anywhere, and its link says %s', async (state, status, end) => {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    expect(await pendingOf(id)).toEqual(['request', expect.stringMatching(/^execution/), 'desk of reviewer']);
    await end(id);
    expect(await executionOf(platform, id)).toBe('SUCCEEDED');
    expect(await stateOf(id)).toBe(state);
    expect(await pendingOf(id)).toEqual([]);
    const link = await linkFor(platform, 'reviewer', id);
    expect((await anyone.get<DecisionView>(link)).body.status).toBe(status);
    const late = await decideBy(platform, link, { outcome: 'approve' });
    expect([late.status, late.body.code]).toEqual([
      409,
      status === 'decided' ? 'already-decided' : 'request-closed',
    ]);
  });

  it('has nothing pending for an older revision either, where the next one came at once', async () => {
    // The end of the first revision's wait is on its way while the unit already hands in the second.
    await platform.faults({ function: 'advance-flow', holdMs: 1_500, times: 1 });
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    await platform.faults({ function: 'advance-flow', holdMs: 1_500, times: 1 });
    expect((await actOfUnit(platform, id, 'recall')).status).toBe(200);
    expect((await actOfUnit(platform, id, 'submit')).status).toBe(200);
    await eventually('the link of the second revision', async () => {
      const links = await linksFor(platform, 'reviewer', id);
      return links.length === 2 && links;
    });
    const transitions = await eventually('the end of the first revision’s execution', async () => {
      const first = (await platform.executions()).find(({ name }) => name === `${id}-r1-a1`);
      return first?.status === 'SUCCEEDED' && (await platform.metrics()).stateTransitions;
    });
    await atRest(platform);
    // It does not go round and round until the second revision is decided.
    expect((await platform.metrics()).stateTransitions - transitions).toBeLessThan(5);
  });
});

describe('case 11, terminal status: a rejection at the first stage', () => {
  it('closes the whole case: the approver is never asked, and nothing follows', async () => {
    const asked = (await mailsTo(platform, 'approver')).length;
    const { id } = await submit(platform);
    const reply = await decideBy(platform, await linkFor(platform, 'reviewer', id), {
      outcome: 'reject',
      comment: '不符合资金使用的规定。',
    });
    expect(reply.status).toBe(200);
    expect(await executionOf(platform, id)).toBe('SUCCEEDED');
    await pass(6 * 60);
    await atRest(platform);
    expect(await stateOf(id)).toBe('rejected');
    expect(await actionsOf(id)).toEqual(['created', 'submitted', 'requested', 'decided', 'rejected']);
    expect(await mailsTo(platform, 'approver')).toHaveLength(asked);
    for (const act of ['withdraw', 'recall', 'submit'] as const) {
      expect((await actOfUnit(platform, id, act)).status).toBe(409);
    }
  });
});

describe('case 12, notification completeness: every stage and every outcome', () => {
  /** The mails of a project's outcomes: those that ask carry a link. */
  const told = async (account: string, id: string) =>
    (await mailsTo(platform, account))
      .filter(({ text }) => text.includes(id) && !text.includes('/decisions/'))
      .map(({ subject }) => /^【(.+?)】/.exec(subject)?.[1]);

  it('sends its mail, once: each request, the cut, the approval', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    const cuts = [{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定金额' }];
    await anyone.post(link, { outcome: 'approve', contentHash, cuts });
    expect(await approve('approver', id)).toBe(200);
    await eventually('the approval', async () => (await told('submitter', id)).includes('已批准'));
    await atRest(platform);
    expect([await linksFor(platform, 'reviewer', id), await linksFor(platform, 'approver', id)]).toEqual([
      [expect.any(String)],
      [expect.any(String)],
    ]);
    expect((await told('submitter', id)).sort()).toEqual(['已批准', '核减'].sort());
  });

  it.each([
    ['return', '退回修改'],
    ['reject', '未予批准'],
  ])('sends its mail, once: %s, with the reason', async (outcome, tag) => {
    const { id } = await submit(platform);
    const comment = '请补充第三项支出的测算依据和标准';
    await decideBy(platform, await linkFor(platform, 'reviewer', id), { outcome, comment });
    await eventually('the mail', async () => (await told('submitter', id)).length > 0);
    await atRest(platform);
    expect(await told('submitter', id)).toEqual([tag]);
    const mail = (await mailsTo(platform, 'submitter')).find(({ text }) => text.includes(id));
    expect(mail?.text).toContain(comment);
    expect(mail?.html).toContain(comment);
  });

  it.each([
    ['withdraw', '已撤销'],
    ['recall', '已撤回修改'],
  ] as const)('sends its mail, once, to those who were asked: %s', async (act, tag) => {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    await actOfUnit(platform, id, act);
    await eventually('the mail', async () => (await told('reviewer', id)).length > 0);
    await atRest(platform);
    expect(await told('reviewer', id)).toEqual([tag]);
  });
});

describe('case 18, redelivery: every stream record delivered 200 times more, in another order', () => {
  it('has one effect', async () => {
    await atRest(platform);
    const before = (await platform.messages()).length;
    await platform.faults({ stream: { redeliver: 200, shuffle: true } });
    const { id } = await submit(platform);
    expect(await approve('reviewer', id)).toBe(200);
    expect(await approve('approver', id)).toBe(200);
    expect(await executionOf(platform, id)).toBe('SUCCEEDED');
    await eventually('the last mail', async () =>
      (await mailsTo(platform, 'submitter')).some(({ text }) => text.includes(id)),
    );
    await atRest(platform);
    await platform.faults({ clear: true });
    expect(await verificationOf(platform, id)).toMatchObject({ valid: true, events: 7 });
    // To the reviewer, to the approver, to the unit, and to the reviewer how it ended.
    expect(await platform.messages()).toHaveLength(before + 4);
    expect((await platform.executions()).filter(({ name }) => name.startsWith(id))).toHaveLength(1);
  });
});
