import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digest } from '../../shared/history/digest.ts';
import type { DecisionView, ProjectView } from '../../shared/project/views.ts';
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

describe('a scanner that opens every mailed link', () => {
  it('changes nothing, by GET or HEAD, 50 times, with an ordinary browser name', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const before = await historyOf(platform, id);
    const browser = {
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/153.0 Safari/537.36',
      accept: 'text/html',
    };
    const opened = await Promise.all(
      Array.from({ length: 50 }, (_, round) =>
        fetch(`${platform.product}${link}`, { method: round % 2 === 0 ? 'GET' : 'HEAD', headers: browser }),
      ),
    );
    expect(new Set(opened.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await historyOf(platform, id)).toEqual(before);
    const anyone = await clientOf(platform);
    expect((await anyone.get<DecisionView>(link)).body.status).toBe('open');

    const reply = await decideBy(platform, link, { outcome: 'approve' });
    expect(reply.status).toBe(200);
    await linkFor(platform, 'approver', id);
    expect((await actionsOf(id)).filter((action) => action === 'decided')).toHaveLength(1);
  });
});

describe('a double click', () => {
  it('decides once; the second is told that it is decided', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const replies = await Promise.all([1, 2].map(() => decideBy(platform, link, { outcome: 'approve' })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(replies.find(({ status }) => status === 409)?.body.code).toBe('already-decided');
    expect((await actionsOf(id)).filter((action) => action === 'decided')).toHaveLength(1);
  });
});

describe('twenty clients that approve and reject at once', () => {
  it('make one decision, one event, one mail; the rest get 409', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const mailsBefore = (await platform.messages()).length;
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        decideBy(
          platform,
          link,
          index % 2 === 0 ? { outcome: 'approve' } : { outcome: 'reject', comment: '不同意。' },
        ),
      ),
    );
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(19);
    const decided = (await historyOf(platform, id)).filter(({ action }) => action === 'decided');
    expect(decided).toHaveLength(1);
    const winner = replies.find(({ status }) => status === 200);
    expect(decided[0]?.outcome).toBe(winner?.body.decision?.outcome);
    expect(await verificationOf(platform, id)).toMatchObject({ valid: true });
    // Either the approver is asked or the unit is told: one mail follows, and no second one after it.
    await eventually('the mail that follows', async () => (await platform.messages()).length > mailsBefore);
    await platform.advance(1);
    await eventually('the streams at rest', async () => atRest());
    expect(await platform.messages()).toHaveLength(mailsBefore + 1);
  });
});

/** Two looks, a moment apart, at counters that move with every delivery. */
async function atRest(): Promise<boolean> {
  const before = JSON.stringify((await platform.metrics()).invocations);
  await new Promise((settle) => setTimeout(settle, 700));
  return JSON.stringify((await platform.metrics()).invocations) === before;
}

describe('the same Idempotency-Key', () => {
  it('twice at once makes one project, and gives both the same answer', async () => {
    const submitter = await clientOf(platform, 'submitter');
    const key = { 'idempotency-key': `twice-${Date.now()}` };
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
