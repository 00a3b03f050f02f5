import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProjectView } from '../../shared/contract/views.ts';
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
      const mails = await mailsTo(platform, 'submitter');
      return mails.length > 0 && mails;
    });
    expect(mail?.subject).toContain('已批准');
    expect(mail?.text).toContain(project.id);
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
