import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionView, ProjectView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
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
  type Problem,
  passTime,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { opened, openStorage } from '../support/stored-items.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

/** Puts pointers into the decision that sent a project back, around the product. */
async function storeFields(id: string, fields: readonly string[]): Promise<void> {
  const storage = await openStorage(platform);
  try {
    const requests = opened(await storage.all('Projects')).filter(
      ({ pk, sk }) => pk?.S?.includes(id) && sk?.S?.startsWith('REQUEST#'),
    );
    expect(requests).toHaveLength(1);
    for (const { decisions, ...rest } of requests) {
      const [decision] = decisions?.L ?? [];
      const L = [{ M: { ...decision?.M, fields: { L: fields.map((S) => ({ S })) } } }];
      await storage.put('Projects', { ...rest, decisions: { L } });
    }
  } finally {
    storage.close();
  }
}

describe('a reviewer who returns a project', () => {
  it('opens the draft of the next revision with everything in it, and the next reviewer sees what changed', async () => {
    const { id } = await submit(platform);
    const reply = await decideBy(platform, await linkFor(platform, 'reviewer', id), {
      outcome: 'return',
      comment: '请补充第三项支出的测算依据和标准',
    });
    expect(reply.status).toBe(200);
    expect(await executionOf(platform, id)).toBe('SUCCEEDED');

    const submitter = await clientOf(platform, 'submitter');
    const draft = (await submitter.get<ProjectView>(`/projects/${id}`)).body;
    expect(draft).toMatchObject({ state: 'returned', revision: 2, declaration: aDeclaration() });
    const mail = await eventually('the mail of the return', async () =>
      (await mailsTo(platform, 'submitter')).find(({ subject }) => subject.includes('退回修改')),
    );
    expect(mail.text).toContain('请补充第三项支出的测算依据和标准');

    const declaration = { ...aDeclaration(), overview: '补充了测算依据。' };
    const saved = await submitter.put<ProjectView>(
      `/projects/${id}`,
      { declaration },
      { 'if-match': `"${draft.version}"` },
    );
    expect(saved.status).toBe(200);
    const again = await submitter.post<ProjectView>(`/projects/${id}/submit`, undefined, {
      'if-match': `"${saved.body.version}"`,
    });
    expect([again.status, again.body.state, again.body.revision]).toEqual([200, 'in-review', 2]);

    const anyone = await clientOf(platform);
    const link = await eventually('the link of the second revision', async () => {
      const links = await linksFor(platform, 'reviewer', id);
      return links.length === 2 && links[1];
    });
    const shown = (await anyone.get<DecisionView>(link)).body;
    expect(shown.project.revision).toBe(2);
    expect(shown.changes).toEqual([
      { path: '/overview', before: aDeclaration().overview, after: '补充了测算依据。' },
    ]);
    // The first link shows the decision that was made on it, whatever came after.
    const [first = ''] = await linksFor(platform, 'reviewer', id);
    expect((await anyone.get<DecisionView>(first)).body).toMatchObject({
      status: 'decided',
      decision: { outcome: 'return' },
    });
    expect((await decideBy(platform, first, { outcome: 'approve' })).body.code).toBe('already-decided');
  });

  it('may name the fields that are open; all others stay as they were handed in', async () => {
    const { id } = await submit(platform);
    const anyone = await clientOf(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    const comment = '请补充第三项支出的测算依据和标准';
    const fields = ['/plan/2', '/results'];
    expect((await anyone.post(link, { outcome: 'return', comment, fields, contentHash })).status).toBe(200);

    const submitter = await clientOf(platform, 'submitter');
    const { version } = (await submitter.get<ProjectView>(`/projects/${id}`)).body;
    const match = { 'if-match': `"${version}"` };
    const save = (changes: object) =>
      submitter.put<ProjectView & Problem>(
        `/projects/${id}`,
        { declaration: { ...aDeclaration(), ...changes } },
        match,
      );
    const outside = await save({ overview: '另写' });
    expect([outside.status, outside.body.code]).toEqual([422, 'invalid-declaration']);
    expect(outside.body.errors).toEqual([expect.objectContaining({ rule: 'frozen', path: '/overview' })]);

    const plan = aDeclaration().plan.map((line, at) =>
      at === 2 ? { ...line, basis: '4个街道×1.25万元' } : line,
    );
    expect((await save({ plan })).status).toBe(200);
  });

  it('by pointers that name no field, as an earlier release took them, opens the whole form', async () => {
    const { id } = await submit(platform);
    const anyone = await clientOf(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    const comment = '请补充第三项支出的测算依据和标准';
    const fields = ['/plan/2'];
    expect((await anyone.post(link, { outcome: 'return', comment, fields, contentHash })).status).toBe(200);
    await storeFields(id, ['/plan/99', '/title/x']);

    const submitter = await clientOf(platform, 'submitter');
    const { version } = (await submitter.get<ProjectView>(`/projects/${id}`)).body;
    const form = await submitter.get<string>(`/projects/${id}`, undefined, { accept: 'text/html' });
    expect(form.body).toContain(' name="title"');
    expect(form.body).not.toContain('/plan/99');
    const overview = '补充了测算依据。';
    const saved = await submitter.put<ProjectView>(
      `/projects/${id}`,
      { declaration: { ...aDeclaration(), overview } },
      { 'if-match': `"${version}"` },
    );
    expect([saved.status, saved.body.declaration?.overview]).toEqual([200, overview]);
    const page = new URLSearchParams({
      version: String(saved.body.version),
      form: 'project-declaration',
      title: '改过的题目',
    });
    const posted = await fetch(`${platform.product}/projects/${id}`, {
      method: 'POST',
      headers: { accept: 'text/html', authorization: `Bearer ${await platform.token('submitter')}` },
      body: page,
    });
    expect(posted.status).toBe(200);
    expect((await submitter.get<ProjectView>(`/projects/${id}`)).body.title).toBe('改过的题目');
  });

  it('must say why', async () => {
    const { id } = await submit(platform);
    const reply = await decideBy(platform, await linkFor(platform, 'reviewer', id), {
      outcome: 'return',
      comment: '再改改',
    });
    expect([reply.status, reply.body.code]).toEqual([422, 'invalid-body']);
    expect((await historyOf(platform, id)).at(-1)?.action).toBe('requested');
  });
});

describe('a unit that recalls its project', () => {
  it('gets the next revision as a draft under the same number; the request is closed, and the flow ends', async () => {
    const project = await submit(platform);
    const link = await linkFor(platform, 'reviewer', project.id);
    const submitter = await clientOf(platform, 'submitter');
    const match = { 'if-match': `"${project.version}"` };
    const reply = await submitter.post<ProjectView>(`/projects/${project.id}/recall`, undefined, match);
    expect([reply.status, reply.body.state, reply.body.revision]).toEqual([200, 'draft', 2]);
    expect(reply.body.declaration).toEqual(aDeclaration());
    const anyone = await clientOf(platform);
    expect((await anyone.get<DecisionView>(link)).body.status).toBe('closed');
    expect(await executionOf(platform, project.id)).toBe('SUCCEEDED');

    const again = await submitter.post<ProjectView>(`/projects/${project.id}/submit`, undefined, {
      'if-match': `"${reply.body.version}"`,
    });
    expect([again.status, again.body.state, again.body.revision]).toEqual([200, 'in-review', 2]);
    const second = await eventually('the link of the second revision', async () => {
      const links = await linksFor(platform, 'reviewer', project.id);
      return links.length === 2 && links[1];
    });
    expect((await decideBy(platform, second, { outcome: 'approve' })).status).toBe(200);
  });
});

describe('a unit that withdraws its project', () => {
  it('closes the open request; its link says so and decides nothing', async () => {
    const project = await submit(platform);
    const link = await linkFor(platform, 'reviewer', project.id);
    const submitter = await clientOf(platform, 'submitter');
    const reply = await submitter.post<ProjectView>(`/projects/${project.id}/withdraw`, undefined, {
      'if-match': `"${project.version}"`,
    });
    expect([reply.status, reply.body.state, reply.body.actions]).toEqual([200, 'withdrawn', []]);
    const anyone = await clientOf(platform);
    expect((await anyone.get<DecisionView>(link)).body.status).toBe('closed');
    const late = await decideBy(platform, link, { outcome: 'approve' });
    expect([late.status, late.body.code]).toEqual([409, 'request-closed']);
    expect(await executionOf(platform, project.id)).toBe('SUCCEEDED');
    await eventually('the mail that nothing is left to do', async () =>
      (await mailsTo(platform, 'reviewer')).find(
        ({ subject, text }) => subject.includes('已撤销') && text.includes(project.id),
      ),
    );
  });

  it('while the request is being made: nobody is left with an open one', async () => {
    await platform.faults({ function: 'request-decision', holdMs: 1_500, times: 1 });
    const project = await submit(platform);
    await eventually('the execution', async () =>
      (await platform.executions()).some(({ name }) => name.startsWith(project.id)),
    );
    const submitter = await clientOf(platform, 'submitter');
    const reply = await submitter.post<ProjectView>(`/projects/${project.id}/withdraw`, undefined, {
      'if-match': `"${project.version}"`,
    });
    expect(reply.status).toBe(200);
    expect(await executionOf(platform, project.id)).toBe('SUCCEEDED');
    expect((await historyOf(platform, project.id)).map(({ action }) => action)).toEqual([
      'created',
      'submitted',
      'withdrawn',
    ]);
  });
});

describe('a link that is too old', () => {
  it('does not decide any more, and has a fresh one mailed to the same person', async () => {
    const { id } = await submit(platform);
    const old = await linkFor(platform, 'reviewer', id);
    await platform.advance(8 * 24 * 60 * 60);
    const anyone = await clientOf(platform);
    expect((await anyone.get<DecisionView>(old)).body.status).toBe('expired');
    const late = await decideBy(platform, old, { outcome: 'approve' });
    expect([late.status, late.body.code]).toEqual([410, 'link-expired']);
    expect((await anyone.post(`${old}/renew`)).status).toBe(200);
    const fresh = await eventually('the fresh link', async () => {
      const links = await linksFor(platform, 'reviewer', id);
      return links.length === 2 && links[1];
    });
    expect((await decideBy(platform, fresh, { outcome: 'approve' })).status).toBe(200);
    expect((await historyOf(platform, id)).map(({ action }) => action)).toContain('link-renewed');
  });

  it('fills nobody’s mailbox: three fresh ones in ten minutes, 24 in all', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const anyone = await clientOf(platform);
    const renew = () => anyone.post(`${link}/renew`);
    let mailed = 0;
    let last = await renew();
    for (; mailed < 25 && last.body.code !== 'too-many-links'; last = await renew()) {
      if (last.status === 200) {
        mailed += 1;
        continue;
      }
      expect([last.status, last.body.code]).toEqual([429, 'too-many-requests']);
      await platform.advance(Number(last.headers.get('retry-after')));
    }
    expect(mailed).toBe(24);
    // No time is named after which there would be another one.
    expect([last.status, last.headers.has('retry-after')]).toEqual([429, false]);
  });

  it('has three fresh ones mailed at the most, however many are asked for at once', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const anyone = await clientOf(platform);
    const replies = await Promise.all(Array.from({ length: 24 }, () => anyone.post(`${link}/renew`)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(3);
    expect((await historyOf(platform, id)).filter(({ action }) => action === 'link-renewed')).toHaveLength(3);
  });
});

const decide = async (account: string, id: string, outcome: 'approve' | 'return' | 'reject') => {
  const comment = '测算依据不足，请补充说明后再报';
  const link = await linkFor(platform, account, id);
  const reply = await decideBy(platform, link, { outcome, ...(outcome === 'approve' ? {} : { comment }) });
  expect(reply.status).toBe(200);
};

const hasLapsed = async (id: string) =>
  (await historyOf(platform, id)).some(({ action }) => action === 'lapsed');

/** A project that its reviewer has approved, and that waits for its approver. */
async function atApproval(): Promise<string> {
  const { id } = await submit(platform);
  await decide('reviewer', id, 'approve');
  await linkFor(platform, 'approver', id);
  return id;
}

const toldOf = async (account: string, id: string, tag: string) =>
  (await mailsTo(platform, account)).filter(
    (mail) => mail.subject.includes(`【${tag}】`) && mail.headers['X-Countersign-Reference']?.startsWith(id),
  );
const told = (id: string, tag: string) =>
  eventually(`the reviewer to be told: ${tag}`, async () => {
    const mails = await toldOf('reviewer', id, tag);
    return mails.length > 0 && mails;
  });

describe('whoever decided at an earlier stage is told once how it went on', () => {
  it.each([
    ['approve', '已批准', '您办理过的以下项目已经批准'],
    ['reject', '未予批准', '您办理过的以下项目未获批准'],
    ['return', '已退回', '您办理过的以下项目已被后续环节退回修改'],
  ] as const)('%s at the last stage, and nobody who decided it', async (outcome, tag, says) => {
    const id = await atApproval();
    await decide('approver', id, outcome);
    const [letter] = await told(id, tag);
    expect(letter?.text).toContain(says);
    expect(letter?.text).not.toContain('/decisions/');
    await atRest(platform);
    expect(await toldOf('reviewer', id, tag)).toHaveLength(1);
    expect(await toldOf('approver', id, tag)).toEqual([]);
  });

  it('of a withdrawal, beside those who are asked, who hear of it as before', async () => {
    const id = await atApproval();
    expect((await actOfUnit(platform, id, 'withdraw')).status).toBe(200);
    const [letter] = await told(id, '已撤销');
    expect(letter?.text).toContain('您办理过的以下项目已由申报单位撤销');
    await atRest(platform);
    expect(await toldOf('reviewer', id, '已撤销')).toHaveLength(1);
    const [asked, ...more] = await toldOf('approver', id, '已撤销');
    expect([asked?.text.includes('先前的链接不再有效'), more]).toEqual([true, []]);
  });

  it('of a lapse, whoever decided before it was returned', async () => {
    const id = await atApproval();
    await decide('approver', id, 'return');
    await told(id, '已退回');
    for (let days = 0; days < 80 && !(await hasLapsed(id)); days += 4)
      await passTime(platform, 4 * 24 * 60 * 60);
    const [letter] = await told(id, '逾期失效');
    expect(letter?.text).toContain('您办理过的以下项目退回后逾期未重新提交');
    await atRest(platform);
    expect(await toldOf('reviewer', id, '逾期失效')).toHaveLength(1);
    expect(await toldOf('approver', id, '逾期失效')).toHaveLength(1);
  });
});
