import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeskItem, ProjectView } from '../../shared/contract/views.ts';
import {
  actOfUnit,
  atRest,
  clientOf,
  decideBy,
  eventually,
  historyOf,
  linkFor,
  mailsTo,
  passTime,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { textIn } from '../support/posted-form.ts';

/** A Wednesday morning in Beijing. */
const CLOCK = '2026-03-18T02:00:00.000Z';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ clock: CLOCK });
});
afterAll(() => platform.stop());

interface Refused {
  readonly code: string;
  readonly detail?: string;
}

const urge = async (id: string, account = 'submitter') =>
  (await clientOf(platform, account)).post<ProjectView & Refused>(`/projects/${id}/urge`);

/** As a page posts it. */
async function press(id: string, fields: Record<string, string>) {
  const authorization = `Bearer ${await platform.token('submitter')}`;
  const answer = await fetch(`${platform.product}/projects/${id}/urge`, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization, accept: 'text/html' },
    body: new URLSearchParams(fields),
  });
  return { status: answer.status, location: answer.headers.get('location'), html: await answer.text() };
}

const pageOf = async (account: string, path: string): Promise<string> => {
  const authorization = `Bearer ${await platform.token(account)}`;
  const headers = { authorization, accept: 'text/html' };
  return (await fetch(`${platform.product}${path}`, { headers })).text();
};

const at = (beijing: string): Date => new Date(`${beijing}:00+08:00`);
async function leapTo(beijing: string): Promise<void> {
  await passTime(platform, (at(beijing).getTime() - (await platform.now()).getTime()) / 1000);
}

async function asked(): Promise<string> {
  const { id } = await submit(platform);
  await linkFor(platform, 'reviewer', id);
  return id;
}

const urgedIn = async (id: string) =>
  (await historyOf(platform, id)).filter(({ action }) => action === 'urged');

describe('a unit that urges', () => {
  let id: string;
  beforeAll(async () => {
    id = await asked();
  });

  it('is seen on the desk of whoever has it, on its own, and in the history', async () => {
    const { status, body } = await urge(id);
    expect([status, body.actions.includes('urge')]).toEqual([200, true]);
    expect(await urgedIn(id)).toMatchObject([
      {
        ...{ stage: 'finance-review', revision: 1, actor: { id: 'submitter' } },
        assignees: [{ id: 'reviewer' }],
      },
    ]);
    const reviewer = await clientOf(platform, 'reviewer');
    const [item] = (await reviewer.get<{ items: DeskItem[] }>('/')).body.items;
    expect(item).toMatchObject({ project: id, urgedAt: expect.stringMatching(/^2026-03-18T02:/) });
    expect(await pageOf('reviewer', '/')).toContain('单位已催办 · 3月18日');
    expect(await pageOf('submitter', '/?tab=mine')).toContain('3月18日已催办');
    expect(await pageOf('submitter', `/projects/${id}`)).toContain('上次催办：2026年3月18日');
    expect(await pageOf('submitter', `/projects/${id}/history`)).toContain('单位催办财务审核');
    await atRest(platform);
    expect(await mailsTo(platform, 'reviewer')).toHaveLength(1);
  });

  it('does so once a working day: 429, with the seconds until the next morning', async () => {
    const { status, headers, body } = await urge(id);
    expect([status, body.code]).toEqual([429, 'too-soon-to-urge']);
    expect(body.detail).toContain('2026年3月19日 09:00 起可以催办');
    const seconds = (at('2026-03-19T09:00').getTime() - (await platform.now()).getTime()) / 1000;
    expect(Math.abs(Number(headers.get('retry-after')) - seconds)).toBeLessThan(30);
    const page = await press(id, {
      seen: (await urgedIn(id))[0]?.at ?? '',
    });
    expect([page.status, page.html.includes('每个工作日可以催办一次')]).toEqual([429, true]);
    // The pages offer no button that would be refused, and say from when on there is one.
    const project = await pageOf('submitter', `/projects/${id}`);
    expect(project).toContain('今天已催办过。2026年3月19日 09:00 起可以催办。');
    const desk = await pageOf('submitter', '/?tab=mine');
    expect(textIn(desk)).toContain('3月18日已催办；3月19日周四 09:00 起可以催办');
    for (const html of [project, desk]) expect(html).not.toMatch(/>催办/);
    expect(await urgedIn(id)).toHaveLength(1);
  });

  it('cannot after hours, and can on the next working day', async () => {
    await leapTo('2026-03-18T20:00');
    const other = await asked();
    const late = await urge(other);
    expect([late.status, late.body.detail]).toEqual([
      429,
      expect.stringContaining('2026年3月19日 09:00 起可以催办'),
    ]);
    expect(await pageOf('submitter', `/projects/${other}`)).toContain(
      '现在不是办公时间。2026年3月19日 09:00 起可以催办。',
    );
    await leapTo('2026-03-19T09:01');
    for (const path of ['/?tab=mine', `/projects/${other}`])
      expect(await pageOf('submitter', path)).toMatch(/<button type="submit">催办/);
    expect((await urge(id)).status).toBe(200);
    expect((await urge(other)).status).toBe(200);
    expect(await urgedIn(id)).toHaveLength(2);
  });

  it('is told of in the next mail about it', async () => {
    // The reminder of the second working day.
    await leapTo('2026-03-20T09:05');
    const mail = await eventually('the reminder', async () =>
      (await mailsTo(platform, 'reviewer')).find(
        ({ subject, text }) => subject.includes('催办') && text.includes('单位已催办'),
      ),
    );
    expect(mail.text).toContain('单位已催办：2026年3月19日');
    expect(mail.html).toContain('2026年3月19日');
  });

  it('cannot at a weekend', async () => {
    await leapTo('2026-03-21T10:00');
    const { status, body } = await urge(id);
    expect([status, body.detail]).toEqual([429, expect.stringContaining('2026年3月23日 09:00 起可以催办')]);
    await leapTo('2026-03-23T09:30');
  });
});

describe('a button', () => {
  it('that is pressed twice urges once, and each goes on to the page that says so', async () => {
    const id = await asked();
    const fields = { seen: '', from: 'desk' };
    const answers = await Promise.all([press(id, fields), press(id, fields)]);
    for (const { status, location } of answers)
      expect([status, location]).toEqual([303, '/?tab=mine&notice=urged']);
    expect(await press(id, { seen: '' })).toMatchObject({
      ...{ status: 303, location: `/projects/${id}?notice=urged` },
    });
    expect(await urgedIn(id)).toHaveLength(1);
    expect(await pageOf('submitter', '/?tab=mine&notice=urged')).toContain(
      '办理人会在工作台和下一封邮件中看到',
    );
    expect(await pageOf('submitter', `/projects/${id}?notice=urged`)).toContain('已催办。');
  });
});

describe('is refused', () => {
  it('to everybody but the unit', async () => {
    const id = await asked();
    expect((await urge(id, 'submitter2')).status).toBe(404);
    for (const account of ['reviewer', 'approver', 'auditor', 'administrator'])
      expect((await urge(id, account)).status).toBe(403);
    const anyone = await clientOf(platform);
    expect((await anyone.post(`/projects/${id}/urge`)).status).toBe(401);
    expect(await urgedIn(id)).toEqual([]);
  });

  it('with 409 where nothing is in review', async () => {
    const submitter = await clientOf(platform, 'submitter');
    const draft = await submitter.post<ProjectView>('/projects', {
      form: 'project-declaration',
      declaration: {},
    });
    expect(draft.body.actions).not.toContain('urge');
    const [returned, rejected, withdrawn, recalled, approved] = [
      await asked(),
      await asked(),
      await asked(),
      await asked(),
      await asked(),
    ];
    const comment = '请补充第三项支出的测算依据和标准';
    await decideBy(platform, await linkFor(platform, 'reviewer', returned), { outcome: 'return', comment });
    await decideBy(platform, await linkFor(platform, 'reviewer', rejected), { outcome: 'reject', comment });
    await actOfUnit(platform, withdrawn, 'withdraw');
    await actOfUnit(platform, recalled, 'recall');
    for (const account of ['reviewer', 'approver'])
      await decideBy(platform, await linkFor(platform, account, approved), { outcome: 'approve' });
    for (const id of [draft.body.id, returned, rejected, withdrawn, recalled, approved]) {
      const { status, body } = await urge(id);
      expect([id, status, body.code]).toEqual([id, 409, 'not-in-this-state']);
      expect(await urgedIn(id)).toEqual([]);
    }
  });
});
