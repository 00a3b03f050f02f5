import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeadLinkView, DecisionView, ProjectView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import {
  actOfUnit,
  clientOf,
  decideBy,
  eventually,
  executionOf,
  historyOf,
  linkFor,
  linkIn,
  linksFor,
  mailsTo,
  type Problem,
  pageOf,
  submit,
  verificationOf,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const why = '请补充第三项支出的测算依据和标准';

/** The newest link of several that somebody was mailed. */
const newestLink = (account: string, id: string, of: number): Promise<string> =>
  eventually(`link ${of} of ${account}`, async () => {
    const links = await linksFor(platform, account, id);
    return links.length === of && links.at(-1);
  });

/** The mails that ask somebody about a project. */
const asking = async (account: string, id: string) =>
  (await mailsTo(platform, account)).filter(({ text }) => text.includes('/decisions/') && text.includes(id));

/** A project that the reviewer has approved, and the approver's link, which nobody has opened. */
async function approved(more: object = {}) {
  const { id } = await submit(platform);
  const reviewer = await linkFor(platform, 'reviewer', id);
  const reply = await decideBy(platform, reviewer, { outcome: 'approve', ...more });
  expect(reply.status).toBe(200);
  const mail = await eventually('the mail to the approver', async () => (await asking('approver', id))[0]);
  return { id, reviewer, approver: linkIn(mail) };
}

const told = (account: string, tag: string, id: string) =>
  eventually(`${tag} to ${account}`, async () =>
    (await mailsTo(platform, account)).find(
      ({ subject, text }) => subject.includes(tag) && text.includes(id),
    ),
  );

async function approvedByFinance(): Promise<{ id: string; approver: string }> {
  const { id } = await submit(platform);
  const reviewer = await linkFor(platform, 'reviewer', id);
  expect((await decideBy(platform, reviewer, { outcome: 'approve', comment: '同意' })).status).toBe(200);
  return { id, approver: await linkFor(platform, 'approver', id) };
}

/** Changes what was returned, and hands it in again. */
async function handInAgain(id: string, changes: object) {
  const submitter = await clientOf(platform, 'submitter');
  const { version } = (await submitter.get<ProjectView>(`/projects/${id}`)).body;
  const declaration = { ...aDeclaration(), ...changes };
  const match = { 'if-match': `"${version}"` };
  const saved = await submitter.put<ProjectView>(`/projects/${id}`, { declaration }, match);
  const check = await pageOf(platform, 'submitter', `/projects/${id}?check=1`);
  const reply = await submitter.post<ProjectView>(`/projects/${id}/submit`, undefined, {
    'if-match': `"${saved.body.version}"`,
  });
  return { check: check.html, reply };
}

describe('a project that the approver returned', () => {
  it('goes straight back to the approver, where the return names what is changed', async () => {
    const { id, approver } = await approvedByFinance();
    const returned = await decideBy(platform, approver, {
      outcome: 'return',
      comment: why,
      fields: ['/overview'],
    });
    expect(returned.status).toBe(200);
    const { check, reply } = await handInAgain(id, { overview: '补充了测算依据。' });
    expect(check).toContain('提交后将直接送回审批。');
    expect(reply.body).toMatchObject({ state: 'in-review', stage: 'approval', revision: 2 });

    const link = await newestLink('approver', id, 2);
    const anyone = await clientOf(platform);
    const { body } = await anyone.get<DecisionView>(link);
    expect(body.changes.map(({ path }) => path)).toEqual(['/overview']);
    expect(body.earlier).toMatchObject([{ stage: 'finance-review', revision: 1, comment: '同意' }]);
    expect((await pageOf(platform, 'approver', link)).html).toContain('财务审核（第 1 次申报）');
    expect(await linksFor(platform, 'reviewer', id)).toHaveLength(1);

    const submitted = (await historyOf(platform, id)).filter(({ action }) => action === 'submitted').at(-1);
    expect(submitted).toMatchObject({
      next: 'approval',
      passedOver: [{ stage: 'finance-review', revision: 1 }],
    });
    expect((await pageOf(platform, 'submitter', `/projects/${id}/history`)).html).toContain(
      '只改了退回时指定的部分，直接送回审批；已同意的环节不再重复：财务审核（第 1 次申报）',
    );

    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
    expect(await executionOf(platform, id)).toBe('SUCCEEDED');
    expect(await verificationOf(platform, id)).toMatchObject({ valid: true });
    // The paper has the opinion of the stage that was passed over, and says of which submission it is.
    const { html } = await pageOf(platform, 'submitter', `/projects/${id}/document`);
    expect(html).toContain('（对第 1 次申报）');
    expect(html).toContain('已批准');
  });

  it('begins at the first stage where the return names nothing', async () => {
    const { id, approver } = await approvedByFinance();
    await decideBy(platform, approver, { outcome: 'return', comment: why });
    const { check, reply } = await handInAgain(id, { overview: '补充了测算依据。' });
    expect(check).toContain('退回时没有指定修改范围，提交后将从财务审核重新开始。');
    expect(reply.body).toMatchObject({ state: 'in-review', stage: 'finance-review' });
  });
});

describe('a return to the stage before', () => {
  const back = { outcome: 'return', to: 'previous-stage', comment: why };

  it('asks its people again on the same revision, with the reason; the unit has nothing to do', async () => {
    const { id, approver } = await approvedByFinance();
    const anyone = await clientOf(platform);
    const { contentHash } = (await anyone.get<DecisionView>(approver)).body;
    const { html } = await pageOf(platform, 'approver', approver);
    expect(html).toContain('退回财务审核重新办理');
    const form = { outcome: 'return-to-previous-stage', comment: why, contentHash };
    expect((await pageOf(platform, 'approver', approver, form)).status).toBe(303);
    // Twice.
    const twice = await anyone.post(approver, { ...back, contentHash });
    expect(twice.status).toBe(200);
    expect((await pageOf(platform, 'approver', approver)).html).toContain('退回上一环节');

    const again = await newestLink('reviewer', id, 2);
    const shown = (await anyone.get<DecisionView>(again)).body;
    expect(shown).toMatchObject({
      status: 'open',
      project: { revision: 1 },
      sentBack: { stage: 'approval', comment: why },
    });
    expect((await pageOf(platform, 'reviewer', again)).html).toContain('审批退回，请重新办理');
    const [asked, told] = await Promise.all([
      asking('reviewer', id),
      eventually('the mail to the unit', async () =>
        (await mailsTo(platform, 'submitter')).find(
          ({ subject, text }) => subject.includes('重新审核') && text.includes(id),
        ),
      ),
    ]);
    expect(asked.at(-1)?.text).toContain(why);
    expect(told.text).toContain('您不用做任何事');
    const submitter = await clientOf(platform, 'submitter');
    expect((await submitter.get<ProjectView>(`/projects/${id}`)).body).toMatchObject({
      state: 'in-review',
      stage: 'finance-review',
      revision: 1,
    });

    // What was shown the first time decides nothing of the second.
    const stale = await anyone.post(again, { outcome: 'approve', contentHash });
    expect([stale.status, stale.body.code]).toEqual([409, 'content-changed']);
    expect((await decideBy(platform, again, { outcome: 'approve' })).status).toBe(200);
    const last = await newestLink('approver', id, 2);
    expect((await anyone.get<DecisionView>(last)).body).not.toHaveProperty('sentBack');
    expect((await decideBy(platform, last, { outcome: 'approve' })).status).toBe(200);
    expect(await executionOf(platform, id)).toBe('SUCCEEDED');
    expect((await historyOf(platform, id)).map(({ action }) => action)).toEqual([
      ...['created', 'submitted', 'requested', 'decided', 'requested', 'decided'],
      ...['requested', 'decided', 'requested', 'decided', 'approved'],
    ]);
    expect(await verificationOf(platform, id)).toMatchObject({ valid: true });
    const timeline = (await pageOf(platform, 'submitter', `/projects/${id}/history`)).html;
    expect(timeline).toContain('审批：退回上一环节');
    expect(timeline).toContain('退回财务审核重新办理，该环节此前的决定不再有效');
  });

  it('at once with an approval is one of the two', async () => {
    const { id, approver } = await approvedByFinance();
    const anyone = await clientOf(platform);
    const { contentHash } = (await anyone.get<DecisionView>(approver)).body;
    const replies = await Promise.all([
      anyone.post(approver, { ...back, contentHash }),
      anyone.post(approver, { outcome: 'approve', contentHash }),
    ]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    const decided = (await historyOf(platform, id)).filter(({ action }) => action === 'decided');
    expect(decided).toHaveLength(2);
  });

  it('is refused at the first stage, with fields of the unit, and as anything but a return', async () => {
    const { id } = await submit(platform);
    const anyone = await clientOf(platform);
    const first = await linkFor(platform, 'reviewer', id);
    const { contentHash } = (await anyone.get<DecisionView>(first)).body;
    const post = (link: string, body: object) =>
      anyone.post<Problem & { detail?: string }>(link, { ...body, contentHash });
    const atFirst = await post(first, back);
    expect([atFirst.status, atFirst.body.detail]).toEqual([422, '这是第一个环节，只能退回申报单位']);
    expect((await pageOf(platform, 'reviewer', first)).html).not.toContain('退回上一环节');
    expect((await post(first, { outcome: 'approve' })).status).toBe(200);
    const second = await linkFor(platform, 'approver', id);
    for (const [body, path] of [
      [{ ...back, fields: ['/overview'] }, '/fields'],
      [{ outcome: 'approve', to: 'previous-stage' }, '/to'],
    ] as const) {
      const reply = await post(second, body);
      expect([reply.status, reply.body.errors?.map((one) => one.path)]).toEqual([422, [path]]);
    }
  });
});

describe('a unit that recalls after an approval', () => {
  it('may while nobody has opened it at the next stage; those who decided and who were asked are told', async () => {
    const { id, approver } = await approved();
    expect((await pageOf(platform, 'submitter', `/projects/${id}`)).html).toContain('下一环节还没有打开查看');
    const reply = await actOfUnit(platform, id, 'recall');
    expect([reply.status, reply.body.state, reply.body.revision]).toEqual([200, 'draft', 2]);
    expect(await executionOf(platform, id)).toBe('SUCCEEDED');
    const anyone = await clientOf(platform);
    expect((await anyone.get<DeadLinkView>(approver)).body).toMatchObject({
      status: 'closed',
      kind: 'recalled',
    });
    expect((await told('approver', '已撤回修改', id)).text).toContain('本次您无需再办理');
    expect((await told('reviewer', '已撤回修改', id)).text).toContain('您的决定随之作废');
    expect((await actOfUnit(platform, id, 'recall')).status).toBe(409);
    expect(await verificationOf(platform, id)).toMatchObject({ valid: true });
  });

  it('may not once it is opened there, by the link as well, nor may another unit', async () => {
    const { id, approver } = await approved();
    const stranger = await clientOf(platform, 'submitter2');
    const theirs = await stranger.post<Problem>(`/projects/${id}/recall`, undefined, { 'if-match': '"3"' });
    expect(theirs.status).toBe(404);
    const anyone = await clientOf(platform);
    const submitter = await clientOf(platform, 'submitter');
    const actions = async () => (await submitter.get<ProjectView>(`/projects/${id}`)).body.actions;
    // A scanner of mails asks whether the link is there: that is no look.
    expect((await anyone.head(approver)).status).toBe(200);
    expect(await actions()).toContain('recall');
    expect((await anyone.get<DecisionView>(approver)).body.status).toBe('open');
    expect(await actions()).toEqual(['withdraw', 'urge']);
    const reply = await actOfUnit(platform, id, 'recall');
    expect([reply.status, reply.body.code]).toEqual([409, 'already-decided']);
    expect(JSON.stringify(reply.body)).toContain('已经打开查看');
  });

  it('at once with a decision is one of the two', async () => {
    const { id, approver } = await approved();
    const submitter = await clientOf(platform, 'submitter');
    const { contentHash, version } = (await submitter.get<ProjectView>(`/projects/${id}`)).body;
    const anyone = await clientOf(platform);
    const replies = await Promise.all([
      submitter.post(`/projects/${id}/recall`, undefined, { 'if-match': `"${version}"` }),
      anyone.post(approver, { outcome: 'approve', contentHash }),
    ]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, expect.any(Number)]);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});

describe('a decision that its maker takes back', () => {
  const cuts = [{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定金额' }];

  it('opens the request again with its old deadline; whoever was told is told, and it may be decided anew', async () => {
    const { id, reviewer, approver } = await approved({ cuts });
    await told('submitter', '核减', id);
    const anyone = await clientOf(platform);
    const before = (await anyone.get<DeadLinkView>(reviewer)).body;
    expect(before).toMatchObject({ status: 'decided', takeBackUntil: expect.any(String) });
    expect((await pageOf(platform, 'reviewer', reviewer)).html).toContain('收回决定');
    expect((await pageOf(platform, 'reviewer', `${reviewer}/take-back`, {})).status).toBe(303);

    const shown = (await anyone.get<DecisionView>(reviewer)).body;
    expect(shown).toMatchObject({ status: 'open', cuts: [] });
    expect((await anyone.get<DeadLinkView>(approver)).body).toMatchObject({
      status: 'closed',
      kind: 'taken-back',
    });
    expect((await told('approver', '上一环节收回', id)).text).toContain('您现在无需办理');
    expect((await told('submitter', '核减已收回', id)).text).toContain('31.50 万元');

    // Twice, and by somebody else.
    const twice = await anyone.post<Problem>(`${reviewer}/take-back`);
    expect([twice.status, twice.body.code]).toEqual([409, 'not-in-this-state']);
    const asked = (await asking('approver', id)).length;
    expect((await decideBy(platform, reviewer, { outcome: 'approve' })).status).toBe(200);
    const again = await eventually(
      'the approver asked again',
      async () => (await asking('approver', id))[asked],
    );
    // The first link is one of the request that is open now, and works as well.
    expect((await anyone.get<DecisionView>(approver)).body.status).toBe('open');
    expect((await decideBy(platform, linkIn(again), { outcome: 'approve' })).status).toBe(200);
    expect(await executionOf(platform, id)).toBe('SUCCEEDED');
    const events = await historyOf(platform, id);
    expect(events.map(({ action }) => action)).toEqual([
      ...['created', 'submitted', 'requested', 'decided', 'requested', 'taken-back'],
      ...['decided', 'requested', 'decided', 'approved'],
    ]);
    expect(events.at(-1)).toMatchObject({ approvedFen: 31_500_000 });
    expect(await verificationOf(platform, id)).toMatchObject({ valid: true });
    const timeline = (await pageOf(platform, 'submitter', `/projects/${id}/history`)).html;
    expect(timeline).toContain('财务审核收回决定，重新办理');
    expect(timeline).toContain('按上年执行数核定金额');
  });

  it('signed in as well; not once the next has opened it, after ten minutes, or when it has taken effect', async () => {
    const reviewer = await clientOf(platform, 'reviewer');
    const first = await approved();
    const taken = await reviewer.post<DecisionView>(`/projects/${first.id}/decision/take-back`);
    expect([taken.status, taken.body.status]).toEqual([200, 'open']);

    const anyone = await clientOf(platform);
    const second = await approved();
    await anyone.get(second.approver);
    const opened = await reviewer.post<Problem>(`/projects/${second.id}/decision/take-back`);
    expect([opened.status, opened.body.code]).toEqual([409, 'already-decided']);
    expect((await pageOf(platform, 'reviewer', second.reviewer)).html).not.toContain('收回决定');

    const ended = await decideBy(platform, second.approver, { outcome: 'approve' });
    expect(ended.status).toBe(200);
    const final = async (link: string) => (await anyone.get<DeadLinkView>(link)).body.final;
    expect([await final(second.approver), await final(second.reviewer)]).toEqual([true, undefined]);
    const end = await anyone.post<Problem>(`${second.approver}/take-back`);
    expect([end.status, JSON.stringify(end.body)]).toEqual([
      409,
      expect.stringContaining('这项决定已经生效'),
    ]);
    expect(
      (await (await clientOf(platform, 'approver2')).post(`/projects/${second.id}/decision/take-back`))
        .status,
    ).toBe(404);

    const third = await approved();
    await platform.advance(10 * 60);
    const late = await reviewer.post<Problem>(`/projects/${third.id}/decision/take-back`);
    expect([late.status, JSON.stringify(late.body)]).toEqual([409, expect.stringContaining('超过 10 分钟')]);
  });

  it('at once with the next one’s decision is one of the two', async () => {
    const { id, reviewer, approver } = await approved();
    const anyone = await clientOf(platform);
    const { contentHash } = (
      await (await clientOf(platform, 'submitter')).get<ProjectView>(`/projects/${id}`)
    ).body;
    const replies = await Promise.all([
      anyone.post(`${reviewer}/take-back`),
      anyone.post(approver, { outcome: 'approve', contentHash }),
    ]);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const actions = (await historyOf(platform, id)).map(({ action }) => action);
    expect(actions.filter((action) => action === 'taken-back' || action === 'approved')).toHaveLength(1);
  });
});
