import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DecisionView, ProjectView } from '../../shared/contract/views.ts';
import { minuteOf } from '../../shared/values/when.ts';
import { aDeclaration } from '../builders/declaration.ts';
import {
  approveThrough,
  clientOf,
  eventually,
  historyOf,
  linkFor,
  mailsTo,
  type Problem,
  type Reply,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());
// Everything is counted by ten minutes or an hour: each test begins with nothing used.
beforeEach(async () => {
  const now = (await platform.now()).getTime();
  await platform.advance(Math.ceil((3_600_000 - (now % 3_600_000)) / 1000));
});

const SUBMISSIONS = '/forms/project-declaration/submissions';

const times = <T>(count: number, act: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)));
const refused = <T>(replies: readonly Reply<T>[]): Reply<T>[] =>
  replies.filter(({ status }) => status === 429);

/** Lets the time pass that a refusal names; then the same call succeeds. */
async function waitAsTold({ headers }: Reply<unknown>): Promise<void> {
  const seconds = Number(headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  await platform.advance(seconds);
}

/** Posts as a page without a script does: the answer, and when it says that one can go on. */
async function postPage(path: string, fields: Record<string, string>) {
  const response = await fetch(`${platform.product}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      accept: 'text/html',
      authorization: `Bearer ${await platform.token('submitter')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(fields).toString(),
  });
  const seconds = Number(response.headers.get('retry-after') ?? '0');
  const until = minuteOf(new Date((await platform.now()).getTime() + seconds * 1000).toISOString(), 'zh');
  return { status: response.status, html: await response.text(), seconds, until };
}

describe('submitting', () => {
  it('of 40 at once thirty pass; of the others nothing happened, and each can be sent again when told', async () => {
    const submitter = await clientOf(platform, 'submitter');
    const key = (index: number) => ({ 'idempotency-key': `wave-${index}` });
    const replies = await times(40, (index) =>
      submitter.post<ProjectView & Problem>(SUBMISSIONS, aDeclaration(), key(index)),
    );
    const passed = replies.filter(({ status }) => status === 201);
    expect(passed).toHaveLength(30);
    expect(refused(replies).map(({ body }) => body.code)).toEqual(Array(10).fill('too-many-requests'));
    const mails = await eventually('thirty mails', async () => {
      const all = await mailsTo(platform, 'reviewer');
      return all.length >= 30 && all;
    });
    expect(mails).toHaveLength(30);

    // What was accepted is found again by its key: it is not counted, and not refused.
    const first = replies.findIndex(({ status }) => status === 201);
    const again = await submitter.post<ProjectView>(SUBMISSIONS, aDeclaration(), key(first));
    expect([again.status, again.body.id]).toEqual([201, replies[first]?.body.id]);
    // Others of the unit and elsewhere go on.
    const other = await clientOf(platform, 'submitter2');
    expect((await other.post('/projects', { form: 'project-declaration', declaration: {} })).status).toBe(
      201,
    );

    const [one] = refused(replies);
    if (!one) throw new Error('None was refused');
    await waitAsTold(one);
    const client = await clientOf(platform, 'submitter');
    const sent = await client.post<ProjectView>(SUBMISSIONS, aDeclaration(), key(replies.indexOf(one)));
    expect(sent.status).toBe(201);
    expect(passed.map(({ body }) => body.id)).not.toContain(sent.body.id);
  });

  it('of a page of drafts counts each, and answers each for itself; on its page it is said when one can go on', async () => {
    const submitter = await clientOf(platform, 'submitter');
    const drafts = await times(20, async () => {
      const body = { form: 'project-declaration', declaration: aDeclaration() };
      const { id, version } = (await submitter.post<ProjectView>('/projects', body)).body;
      return { id, version };
    });
    await times(15, () => submitter.post(SUBMISSIONS, aDeclaration()));
    const { results } = (
      await submitter.post<{ results: { status: number; code?: string; detail?: string }[] }>(
        '/drafts/submissions',
        { drafts },
      )
    ).body;
    expect(results.map(({ status }) => status)).toEqual([...Array(15).fill(200), ...Array(5).fill(429)]);
    expect(results.at(-1)).toMatchObject({
      code: 'too-many-requests',
      detail: expect.stringContaining('起可以继续'),
    });

    const { id = '', version = 0 } = drafts.at(-1) ?? {};
    const sent = await postPage(`/projects/${id}/submit`, { version: String(version) });
    expect(sent.status).toBe(429);
    expect(sent.html).toContain(`10 分钟内最多提交申报 30 次。北京时间 ${sent.until} 起可以继续。`);
    const stored = (await submitter.get<ProjectView>(`/projects/${id}`)).body;
    expect([stored.state, stored.version]).toEqual(['draft', version]);
    await platform.advance(sent.seconds);
    expect((await postPage(`/projects/${id}/submit`, { version: String(version) })).status).toBe(303);
  });

  it('does not count what does not hold', async () => {
    const submitter = await clientOf(platform, 'submitter');
    const wrong = await times(35, () => submitter.post(SUBMISSIONS, { title: '不完整' }));
    expect(new Set(wrong.map(({ status }) => status))).toEqual(new Set([422]));
    expect((await submitter.post(SUBMISSIONS, aDeclaration())).status).toBe(201);
  });
});

describe('everything else that costs others something', () => {
  it('sixty drafts in ten minutes', async () => {
    const submitter = await clientOf(platform, 'submitter');
    const begin = () => submitter.post('/projects', { form: 'project-declaration', declaration: {} });
    const [one, ...others] = refused(await times(62, begin));
    expect(others).toHaveLength(1);
    if (!one) throw new Error('None was refused');
    // Nothing that was typed is lost.
    const typed = await postPage('/projects', { form: 'project-declaration', title: '刚刚填写的标题' });
    expect(typed.status).toBe(429);
    expect(typed.html).toContain('value="刚刚填写的标题"');
    expect(typed.html).toContain(`北京时间 ${typed.until} 起可以继续。`);
    await waitAsTold(one);
    const later = await clientOf(platform, 'submitter');
    expect((await later.post('/projects', { form: 'project-declaration', declaration: {} })).status).toBe(
      201,
    );
  });

  it('sixty exports in ten minutes, of whatever kind; the pages of one that has begun are none', async () => {
    const { id } = await submit(platform);
    const auditor = await clientOf(platform, 'auditor');
    const first = await auditor.get('/history?format=ndjson&limit=1&order=oldest');
    const next = /<([^>]*)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const one = `/projects/${id}/history?format=csv`;
    // One that is not counted would be one refusal less.
    const others = ['/history?format=csv', `/projects/${id}/evidence`];
    const replies = await times(61, (index) => auditor.get(others[index] ?? one));
    const over = refused(replies);
    expect(over).toHaveLength(2);
    expect((await auditor.get(next)).status).toBe(200);
    await waitAsTold(over[0] ?? first);
    expect((await (await clientOf(platform, 'auditor')).get(one)).status).toBe(200);
  });

  it('thirty unmaskings in an hour: personal data is looked at, not collected', async () => {
    const { id } = await submit(platform);
    const auditor = await clientOf(platform, 'auditor');
    const comment = '核对支出项目的领款人姓名';
    const over = refused(await times(32, () => auditor.post(`/projects/${id}/unmask`, { comment })));
    expect(over).toHaveLength(2);
    // Also where it goes along with evidence; which is not counted as an export then.
    const evidence = `/projects/${id}/evidence`;
    const inFull = { contents: 'yes', reason: comment };
    expect((await auditor.post(evidence, inFull)).status).toBe(429);
    expect((await auditor.get(evidence)).status).toBe(200);
    const [one] = over;
    if (!one) throw new Error('None was refused');
    await waitAsTold(one);
    expect((await (await clientOf(platform, 'auditor')).post(evidence, inFull)).status).toBe(200);
  });

  it('120 verifications in ten minutes', async () => {
    const id = await approveThrough(platform);
    const auditor = await clientOf(platform, 'auditor');
    // Verifications are appended to one chain: a few at a time.
    const statuses: number[] = [];
    for (let round = 0; round < 31; round++)
      for (const { status } of await times(4, () => auditor.get(`/projects/${id}/history/verification`)))
        statuses.push(status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(120);
    expect(statuses.filter((status) => status === 429)).toHaveLength(4);
  });

  it('one objection to a cut', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const anyone = await clientOf(platform);
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    const cuts = [{ line: 2, amountFen: 4_000_000, reason: '按上年标准核减此项支出' }];
    expect((await anyone.post(link, { outcome: 'approve', contentHash, cuts })).status).toBe(200);
    const submitter = await clientOf(platform, 'submitter');
    const objecting = () =>
      submitter.post<ProjectView & Problem>(`/projects/${id}/objection`, {
        comment: '活动场次不能减少，请再核',
      });
    expect((await submitter.get<ProjectView>(`/projects/${id}`)).body.actions).toContain('object');
    const replies = await times(12, objecting);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(11).fill(409)]);
    expect(replies.find(({ status }) => status === 409)?.body.code).toBe('already-objected');
    expect((await submitter.get<ProjectView>(`/projects/${id}`)).body.actions).not.toContain('object');
    expect((await historyOf(platform, id)).filter(({ action }) => action === 'objected')).toHaveLength(1);
  });
});
