import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DecisionView, ProjectView } from '../../shared/contract/views.ts';
import { hashToken, mintToken } from '../../shared/store/token.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import { aDeclaration } from '../builders/declaration.ts';
import {
  actOfUnit,
  changeDirectory,
  clientOf,
  decideBy,
  eventually,
  historyOf,
  holding,
  linkFor,
  linksFor,
  mailsTo,
  minutesUntil,
  type Problem,
  submit,
  verificationOf,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { linesOf, openStorage, type Storage } from '../support/stored-items.ts';

const DECLARING = '11530121MB1584810X';
const FINANCE = '11530121MB100023X0';

let platform: Platform;
let storage: Storage;
let anyone: Awaited<ReturnType<typeof clientOf>>;
let sample: Directory;
beforeAll(async () => {
  platform = await startPlatform();
  storage = await openStorage(platform);
  anyone = await clientOf(platform);
  const administrator = await clientOf(platform, 'administrator');
  sample = (await administrator.get<Directory>('/directory')).body;
});
afterAll(async () => {
  storage.close();
  await platform.stop();
});

/** The sample directory with these changes. */
const given = (...changes: ((directory: Directory) => Directory)[]): Promise<void> =>
  changeDirectory(platform, () => changes.reduce((directory, change) => change(directory), sample));
beforeEach(() => given());

const person =
  (id: string, change: Partial<Directory['people'][number]>) =>
  (directory: Directory): Directory => ({
    ...directory,
    people: directory.people.map((one) => (one.id === id ? { ...one, ...change } : one)),
  });

const away = (id: string) => person(id, { absences: [{ from: '2020-01-01', to: '2099-12-31' }] });

async function giveTo(id: string, to: string, stage = 'finance-review') {
  const administrator = await clientOf(platform, 'administrator');
  return administrator.post<Problem>(`/projects/${id}/reassignment`, {
    stage,
    to,
    comment: '岗位调整，改由他人办理',
  });
}

/** How often somebody was asked about a project: of others the sweep may ask whoever holds a post in the test at hand. */
const asked = async (account: string, id: string): Promise<number> =>
  (await mailsTo(platform, account)).filter(
    ({ text, headers }) =>
      text.includes('/decisions/') && headers['X-Countersign-Reference']?.startsWith(id) === true,
  ).length;
const decisionsOf = async (id: string) =>
  (await historyOf(platform, id)).filter(({ action }) => action === 'decided');

/** The project as submitted by one person after a colleague of the same unit has worked on its draft. */
async function submittedByOneEditedByAnother(
  ...holders: Parameters<typeof holding>[1][]
): Promise<ProjectView> {
  await given(person('submitter2', { unit: DECLARING }));
  const [submitter, colleague] = await Promise.all(
    ['submitter', 'submitter2'].map((account) => clientOf(platform, account)),
  );
  const begun = await submitter?.post<ProjectView>('/projects', {
    form: 'project-declaration',
    declaration: aDeclaration(),
  });
  const id = begun?.body.id ?? '';
  const declaration = { ...aDeclaration(), overview: '同事补充了一句。' };
  const saved = await colleague?.put<ProjectView>(
    `/projects/${id}`,
    { declaration },
    { 'if-match': `"${begun?.body.version}"` },
  );
  expect(saved?.status).toBe(200);
  // The colleague has moved to the finance bureau since, and holds the reviewer's post.
  await given(
    person('submitter2', { unit: FINANCE }),
    holding(
      'reviewer',
      ...(holders.length > 0 ? holders : [{ holder: 'submitter2', delegates: ['reviewer2'] }]),
    ),
  );
  const submitted = await actOfUnit(platform, id, 'submit');
  expect(submitted.status).toBe(200);
  return submitted.body;
}

describe('case 5, self-approval on all routes: whoever created, edited or submitted the declaration', () => {
  it('is not asked: the delegate is', async () => {
    const { id } = await submittedByOneEditedByAnother();
    const link = await linkFor(platform, 'reviewer2', id);
    expect([await asked('reviewer2', id), await asked('submitter2', id)]).toEqual([1, 0]);
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
  });

  it('cannot be given it by an administrator, who has no way around', async () => {
    const { id } = await submittedByOneEditedByAnother();
    await linkFor(platform, 'reviewer2', id);
    for (const maker of ['submitter', 'submitter2']) {
      const reply = await giveTo(id, maker);
      expect([reply.status, reply.body.code]).toEqual([403, 'own-project']);
    }
    expect((await historyOf(platform, id)).map(({ action }) => action)).not.toContain('reassigned');
  });

  it('is refused with a colleague’s link, by page and by API', async () => {
    const { id } = await submittedByOneEditedByAnother();
    const link = await linkFor(platform, 'reviewer2', id);
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    for (const maker of ['submitter', 'submitter2']) {
      const client = await clientOf(platform, maker);
      const reply = await client.post(link, { outcome: 'approve', contentHash });
      expect([reply.status, reply.body.code]).toEqual([403, 'other-person']);
    }
    expect(await decisionsOf(id)).toEqual([]);
  });

  it('is refused by a link of their own, were there one by a mistake of the routing', async () => {
    const { id } = await submittedByOneEditedByAnother();
    await linkFor(platform, 'reviewer2', id);
    const [stored] = (await storage.all('Projects')).filter(
      (item) => item.sk?.S === 'LINK' && item.projectId?.S === id,
    );
    for (const maker of ['submitter', 'submitter2']) {
      const token = mintToken();
      const assignee = { M: { id: { S: maker }, name: { S: maker } } };
      await storage.put('Projects', { ...stored, pk: { S: `L#${hashToken(token)}` }, assignee });
      const { contentHash } = (await anyone.get<DecisionView>(await linkFor(platform, 'reviewer2', id))).body;
      expect((await anyone.get(`/decisions/${token}`)).body.code).toBe('own-project');
      const reply = await anyone.post(`/decisions/${token}`, { outcome: 'approve', contentHash });
      expect([reply.status, reply.body.code]).toEqual([403, 'own-project']);
      expect((await anyone.post(`/decisions/${token}/renew`)).body.code).toBe('own-project');
    }
    expect(await decisionsOf(id)).toEqual([]);
  });

  it('of an earlier revision, is not asked on the next one either', async () => {
    const { id } = await submittedByOneEditedByAnother();
    const first = await linkFor(platform, 'reviewer2', id);
    await decideBy(platform, first, { outcome: 'return', comment: '请补充第三项支出的测算依据和标准' });
    // The second revision is the submitter's alone.
    expect((await actOfUnit(platform, id, 'submit')).status).toBe(200);
    await eventually('the link of the second revision', async () => {
      const links = await linksFor(platform, 'reviewer2', id);
      return links.length === 2 && links;
    });
    expect(await asked('submitter2', id)).toBe(0);
    expect((await giveTo(id, 'submitter2')).body.code).toBe('own-project');
  });

  it('is not asked where the flow is resumed', async () => {
    await platform.faults({ function: 'request-decision', when: 'before', times: 1_000 });
    const { id } = await submittedByOneEditedByAnother();
    // Eight retries, at the most a minute apart; then the execution has failed, and sweep is told.
    await minutesUntil(platform, 'the failed execution', async () => {
      const own = (await platform.executions()).filter(({ name }) => name.startsWith(id));
      return own.some(({ status }) => status === 'FAILED');
    });
    await platform.faults({ clear: true });
    const link = await minutesUntil(platform, 'the link after the resumption', async () => {
      const links = await linksFor(platform, 'reviewer2', id).catch(() => []);
      return links[0];
    });
    expect((await platform.executions()).filter(({ name }) => name.startsWith(id)).length).toBeGreaterThan(1);
    expect(await asked('submitter2', id)).toBe(0);
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
  });

  it('and nobody else eligible left: the administrators are told, never silently nobody', async () => {
    await given(holding('reviewer', { holder: 'submitter' }));
    const { id } = await submit(platform);
    await eventually('the administrators', async () =>
      (await mailsTo(platform, 'administrator')).some(
        ({ subject, text }) => subject.includes('无人可办') && text.includes(id),
      ),
    );
    expect(await asked('submitter', id)).toBe(0);
    expect((await giveTo(id, 'nobody')).body.code).toBe('unknown-person');
    // Whom nobody gave the post decides nothing: the directory says who stands in, and that is an event.
    expect((await giveTo(id, 'reviewer2')).body.code).toBe('not-a-holder');
    await given(holding('reviewer', { holder: 'submitter', delegates: ['reviewer2'] }));
    expect((await giveTo(id, 'reviewer2')).status).toBe(200);
    const link = await linkFor(platform, 'reviewer2', id);
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
  });

  it('or asked, and of the declaring unit since: the link is refused', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    await given(person('reviewer', { unit: DECLARING }));
    const reply = await anyone.post(link, { outcome: 'approve', contentHash });
    expect([reply.status, reply.body.code]).toEqual([403, 'own-project']);
    expect((await anyone.get(link)).body.code).toBe('own-project');
  });
});

describe('case 6, self-approval by group: a post whose holders include those who made the declaration', () => {
  it('is asked without them', async () => {
    const { id } = await submittedByOneEditedByAnother(
      { holder: 'submitter' },
      { holder: 'submitter2' },
      { holder: 'reviewer' },
    );
    await linkFor(platform, 'reviewer', id);
    const requested = (await historyOf(platform, id)).find(({ action }) => action === 'requested');
    expect(requested?.assignees?.map((one) => one.id)).toEqual(['reviewer']);
    expect([await asked('submitter', id), await asked('submitter2', id)]).toEqual([0, 0]);
  });

  it('and whose delegates do: neither are they', async () => {
    await given(
      holding('reviewer', { holder: 'reviewer', delegates: ['submitter', 'reviewer2'] }),
      away('reviewer'),
    );
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer2', id);
    const requested = (await historyOf(platform, id)).find(({ action }) => action === 'requested');
    expect(requested?.assignees?.map((one) => one.id)).toEqual(['reviewer2']);
    expect(await asked('submitter', id)).toBe(0);
  });
});

describe('case 13, delegation at routing: a reviewer who is away', () => {
  it('is not asked: the delegate is, the event names both, and both count as having decided', async () => {
    await given(
      away('reviewer'),
      holding('approver', { holder: 'reviewer', delegates: ['reviewer2', 'approver2'] }),
    );
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer2', id);
    expect(await asked('reviewer', id)).toBe(0);
    expect((await anyone.get<DecisionView>(link)).body.assignee).toEqual({
      id: 'reviewer2',
      name: '审核人丁（示例）',
      onBehalfOf: '审核人丙（示例）',
    });
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
    const events = await historyOf(platform, id);
    const both = { id: 'reviewer2', onBehalfOf: '审核人丙（示例）', onBehalfOfId: 'reviewer' };
    expect(events.find(({ action }) => action === 'requested')?.assignees).toMatchObject([both]);
    expect(events.find(({ action }) => action === 'decided')?.actor).toMatchObject(both);

    // Both hold the next stage's post as well, and the reviewer may be back: neither is asked, neither may be given it.
    await linkFor(platform, 'approver2', id);
    for (const one of ['reviewer', 'reviewer2']) {
      expect((await giveTo(id, one, 'approval')).body.code).toBe('own-project');
      expect((await linksFor(platform, 'approver2', id)).length).toBe(1);
    }
  });
});

describe('case 14, departed approver: a person whom the directory does not name any more', () => {
  const without =
    (id: string) =>
    (directory: Directory): Directory => ({
      ...directory,
      people: directory.people.filter((one) => one.id !== id),
    });

  it('has decided what they decided: the events are the same bytes, and verify', async () => {
    const { id } = await submit(platform);
    const first = await linkFor(platform, 'reviewer', id);
    expect((await decideBy(platform, first, { outcome: 'approve' })).status).toBe(200);
    const last = await linkFor(platform, 'approver', id);
    expect((await decideBy(platform, last, { outcome: 'approve' })).status).toBe(200);
    const bytes = async () =>
      createHash('sha256')
        .update(linesOf((await storage.all('History')).filter(({ chain }) => chain?.S === id)))
        .digest('hex');
    const before = { bytes: await bytes(), shown: (await anyone.get<DecisionView>(first)).body.decision };

    await given(holding('reviewer', { holder: 'reviewer2' }), holding('approver', { holder: 'approver2' }));
    await given(
      holding('reviewer', { holder: 'reviewer2' }),
      holding('approver', { holder: 'approver2' }),
      without('reviewer'),
      without('approver'),
    );
    expect(await bytes()).toBe(before.bytes);
    // Whoever has left reads no more than that and when it was decided.
    const { by, at, outcome } = before.shown ?? {};
    expect((await anyone.get<DecisionView>(first)).body.decision).toEqual({ by, at, outcome });
    expect(by).toBe('审核人丙（示例）');
    expect(await verificationOf(platform, id)).toMatchObject({ valid: true });
  });

  it('does not decide by a link that is still open; an administrator gives the request to somebody else', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    await given(holding('reviewer', { holder: 'reviewer2' }), without('reviewer'));

    const reply = await anyone.post(link, { outcome: 'approve', contentHash });
    expect([reply.status, reply.body.code]).toEqual([403, 'no-longer-listed']);
    expect((await anyone.post(`${link}/renew`)).body.code).toBe('no-longer-listed');
    const page = await fetch(`${platform.product}${link}`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(403);
    expect(await page.text()).toContain('您已不在人员名录中');
    expect(await decisionsOf(id)).toEqual([]);

    expect((await giveTo(id, 'reviewer2')).status).toBe(200);
    const next = await linkFor(platform, 'reviewer2', id);
    expect((await decideBy(platform, next, { outcome: 'approve' })).status).toBe(200);
  });
});

describe('an administrator who bends the directory', () => {
  const also =
    (id: string, email: string) =>
    (directory: Directory): Directory => ({
      ...directory,
      people: [...directory.people, { id, name: '示例人员（示例）', email, unit: FINANCE }],
    });
  const open = async () => {
    const { id } = await submit(platform);
    return { id, link: await linkFor(platform, 'reviewer', id) };
  };

  it('lets the author approve under no second id with a mailbox that was the author’s, in whatever writing', async () => {
    const { id } = await open();
    await given(
      person('submitter', { email: 'elsewhere@countersign.example' }),
      also('second', 'Submitter@countersign.example'),
      holding('reviewer', { holder: 'reviewer', delegates: ['second'] }),
    );
    expect((await giveTo(id, 'second')).body.code).toBe('own-project');
  });

  it('nor under a mailbox that was the author’s in between, when it is somebody else’s again', async () => {
    const { link } = await open();
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    await given(
      person('reviewer', { email: 'submitter@countersign.example' }),
      person('submitter', { email: 'elsewhere@countersign.example' }),
    );
    await given();
    const reply = await anyone.post(link, { outcome: 'approve', contentHash });
    expect([reply.status, reply.body.code]).toEqual([403, 'own-project']);
  });

  it('gives a request neither to themself nor to whoever has no post of the stage', async () => {
    // Before there is a project: whoever changes a post while it is under way decides nothing in it anyhow.
    await given(holding('reviewer', { holder: 'reviewer', delegates: ['administrator'] }));
    const { id } = await open();
    const own = await giveTo(id, 'administrator');
    expect([own.status, own.body.code]).toEqual([403, 'to-oneself']);
    const stranger = await giveTo(id, 'auditor');
    expect([stranger.status, stranger.body.code]).toEqual([422, 'not-a-holder']);
  });

  it('lets no mailbox decide at two stages under two ids', async () => {
    const { id, link } = await open();
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
    const last = await linkFor(platform, 'approver', id);
    const { contentHash } = (await anyone.get<DecisionView>(last)).body;
    await given(
      person('reviewer', { email: 'elsewhere@countersign.example' }),
      person('approver', { email: 'reviewer@countersign.example' }),
    );
    const reply = await anyone.post(last, { outcome: 'approve', contentHash });
    expect([reply.status, reply.body.code]).toEqual([403, 'own-project']);
  });
});
