import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionView, ProjectView } from '../../shared/contract/views.ts';
import { digest } from '../../shared/history/digest.ts';
import { aDeclaration } from '../builders/declaration.ts';
import {
  clientOf,
  decideBy,
  eventually,
  executionOf,
  historyOf,
  linkFor,
  mailsTo,
  type Problem,
  submit,
  verificationOf,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const actionsOf = async (id: string) => (await historyOf(platform, id)).map(({ action }) => action);

describe('a declaration that everybody approves', () => {
  it('goes from submission to approved, with every step in its history', async () => {
    const project = await submit(platform);
    expect(project).toMatchObject({
      state: 'in-review',
      stage: 'finance-review',
      revision: 1,
      unit: { id: '11530121MB1584810X' },
      requestedFen: 31_500_000,
      approvedFen: null,
      contentHash: digest(aDeclaration()),
    });

    const review = await decideBy(platform, await linkFor(platform, 'reviewer', project.id), {
      outcome: 'approve',
    });
    expect(review).toMatchObject({
      status: 200,
      body: { status: 'decided', decision: { outcome: 'approve' } },
    });
    const approval = await decideBy(platform, await linkFor(platform, 'approver', project.id), {
      outcome: 'approve',
    });
    expect(approval.status).toBe(200);

    const submitter = await clientOf(platform, 'submitter');
    const { body, headers } = await submitter.get<ProjectView>(`/projects/${project.id}`);
    expect(body).toMatchObject({ state: 'approved', stage: null, approvedFen: 31_500_000, actions: [] });
    expect(headers.get('etag')).toBe(`"${body.version}"`);

    const events = await historyOf(platform, project.id);
    expect(events.map(({ action, actor }) => `${action} ${actor.id}`)).toEqual([
      'created submitter',
      'submitted submitter',
      'requested flow',
      'decided reviewer',
      'requested flow',
      'decided approver',
      'approved approver',
    ]);
    expect(await verificationOf(platform, project.id)).toEqual({
      valid: true,
      events: 7,
      head: { seq: 7, hash: events.at(-1)?.hash },
    });
    expect(await executionOf(platform, project.id)).toBe('SUCCEEDED');
    const [mail] = await eventually('the mail of the outcome', async () => {
      const mails = (await mailsTo(platform, 'submitter')).filter(({ text }) => text.includes(project.id));
      return mails.length > 0 && mails;
    });
    expect(mail?.subject).toContain('已批准');
  });
});

describe('a double click', () => {
  it('decides once, and both are told so', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const replies = await Promise.all([1, 2].map(() => decideBy(platform, link, { outcome: 'approve' })));
    expect(replies.map(({ status, body }) => [status, body.status])).toEqual([
      [200, 'decided'],
      [200, 'decided'],
    ]);
    expect((await actionsOf(id)).filter((action) => action === 'decided')).toHaveLength(1);
  });
});

describe('the same Idempotency-Key', () => {
  it('twice at once makes one project, and gives both the same answer', async () => {
    const submitter = await clientOf(platform, 'submitter');
    const key = { 'idempotency-key': 'sent-twice' };
    const path = '/forms/project-declaration/submissions';
    const replies = await Promise.all(
      [1, 2, 3, 4].map(() => submitter.post<ProjectView>(path, aDeclaration(), key)),
    );
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
    expect(new Set(replies.map(({ headers }) => headers.get('location'))).size).toBe(1);

    const again = await submitter.post<ProjectView>(path, aDeclaration(), key);
    expect([again.status, again.body.id]).toEqual([201, replies[0]?.body.id]);
    const other = await submitter.post(path, aDeclaration({ title: '另一个项目' }), key);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-mismatch']);
  });
});

async function decide(link: string, decision: object) {
  const anyone = await clientOf(platform);
  const { contentHash } = (await anyone.get<DecisionView>(link)).body;
  return anyone.post<DecisionView & Problem>(link, { contentHash, ...decision });
}

describe('a reviewer who cuts lines', () => {
  it('leaves requested and approved apart; the approver sees the cuts, may cut further, and never raises', async () => {
    const { id } = await submit(platform);
    const review = await linkFor(platform, 'reviewer', id);
    const cuts = [{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定金额' }];
    const cut = await decide(review, { outcome: 'approve', cuts });
    expect(cut.status).toBe(200);
    expect(cut.body.decision).toMatchObject({ outcome: 'approve', cuts });

    const approval = await linkFor(platform, 'approver', id);
    const anyone = await clientOf(platform);
    const shown = (await anyone.get<DecisionView>(approval)).body;
    expect(shown.project).toMatchObject({ requestedFen: 31_500_000, approvedFen: 30_500_000 });
    expect(shown.cuts).toEqual([{ ...cuts[0], stage: 'finance-review', by: '审核人丙（示例）' }]);
    // The declaration stays as it was handed in; the cost indicator follows the cut, so nothing contradicts itself.
    expect(shown.findings.filter(({ rule }) => rule === 'R8' || rule === 'R11')).toEqual([]);

    const raised = await decide(approval, {
      outcome: 'approve',
      cuts: [{ line: 2, amountFen: 5_000_000, reason: '恢复为申报时的原来金额' }],
    });
    expect([raised.status, raised.body.code]).toEqual([422, 'invalid-body']);
    expect(raised.body.errors).toEqual([expect.objectContaining({ rule: 'R30', path: '/cuts/0/amountFen' })]);
    const further = await decide(approval, {
      outcome: 'approve',
      cuts: [{ line: 1, amountFen: 3_000_000, reason: '编印数量按上年实际减少' }],
    });
    expect(further.status).toBe(200);

    const auditor = await clientOf(platform, 'auditor');
    expect((await auditor.get<ProjectView>(`/projects/${id}`)).body).toMatchObject({
      state: 'approved',
      requestedFen: 31_500_000,
      approvedFen: 29_500_000,
    });
    const amounts = (await historyOf(platform, id)).map(({ action, approvedFen }) => [action, approvedFen]);
    expect(amounts.slice(3)).toEqual([
      ['decided', 30_500_000],
      ['requested', undefined],
      ['decided', 29_500_000],
      ['approved', 29_500_000],
    ]);
    expect(await verificationOf(platform, id)).toMatchObject({ valid: true });
  });

  it.each([
    ['a cut without a reason', { cuts: [{ line: 2, amountFen: 4_000_000, reason: '' }] }, '/cuts/0/reason'],
    ['a line that is not there', { cuts: [{ line: 7, amountFen: 1, reason: '没有这一项' }] }, '/cuts/0/line'],
    [
      'a line twice',
      { cuts: [1, 2].map((amountFen) => ({ line: 0, amountFen, reason: '与第一项支出重复核减' })) },
      '/cuts/1/line',
    ],
    [
      'a cut with a rejection',
      {
        outcome: 'reject',
        comment: '不同意安排这一项资金',
        cuts: [{ line: 0, amountFen: 1, reason: '按上年标准核减此项支出' }],
      },
      '/cuts',
    ],
    ['values that nobody asked for', { supplied: { minutesNumber: '1' } }, '/supplied/minutesNumber'],
  ])('is refused %s', async (_, decision, path) => {
    const { id } = await submit(platform);
    const reply = await decide(await linkFor(platform, 'reviewer', id), { outcome: 'approve', ...decision });
    expect([reply.status, reply.body.code]).toEqual([422, 'invalid-body']);
    expect(reply.body.errors?.map((error) => error.path)).toContain(path);
    expect((await historyOf(platform, id)).at(-1)?.action).toBe('requested');
  });
});
