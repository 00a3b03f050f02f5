import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionView } from '../../shared/contract/views.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import { aLargeDeclaration } from '../builders/declaration.ts';
import {
  actOfUnit,
  changeDirectory,
  clientOf,
  decideBy,
  eventually,
  historyOf,
  linkFor,
  linksFor,
  openedBy,
  type Problem,
  pageOf,
  setOffice,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { formIn, textIn } from '../support/posted-form.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
  await setOffice(platform, { codeThresholdFen: 40_000_000 });
});
afterAll(() => platform.stop());

const comment = '本周外出培训，请代为办理';
const given = { to: 'reviewer2', comment };

async function post(account: string, path: string, body?: object) {
  const client = await clientOf(platform, account);
  return client.post<DecisionView & Problem>(path, body);
}
const transfer = (account: string, id: string, body: object = given) =>
  post(account, `/projects/${id}/decision/transfer`, body);
const mailLink = (account: string, id: string) => post(account, `/projects/${id}/decision/link`);

async function decide(id: string, decision: object) {
  const { contentHash } = await openedBy(platform, 'reviewer', id);
  return post('reviewer', `/projects/${id}/decision`, { contentHash, ...decision });
}

const eventsOf = async (id: string, action: string) =>
  (await historyOf(platform, id)).filter((event) => event.action === action);

/** A project of which the reviewer has been asked. */
async function asked(): Promise<string> {
  const { id } = await submit(platform);
  await openedBy(platform, 'reviewer', id);
  return id;
}

describe('a request is handed over by whoever is asked', () => {
  it('to somebody else of the post or a delegate, who is asked then; the desk says to whom', async () => {
    const id = await asked();
    const refused = async (to: string) => (await transfer('reviewer', id, { to, comment })).body.code;
    expect(await refused('reviewer')).toBe('to-oneself');
    expect(await refused('approver')).toBe('not-a-holder');
    expect(await refused('nobody')).toBe('unknown-person');
    const form = { to: 'reviewer2', why: comment };
    const answer = await pageOf(platform, 'reviewer', `/projects/${id}/decision/transfer`, form);
    expect([answer.status, answer.location]).toEqual([303, '/?notice=transferred&to=reviewer2']);
    const { assignee } = await openedBy(platform, 'reviewer2', id);
    expect(assignee.id).toBe('reviewer2');
    const desk = textIn((await pageOf(platform, 'reviewer', answer.location ?? '')).html);
    expect(desk).toContain(`已转办给 ${assignee.name} 对方会收到邮件`);
    // Nobody but those who decide learns a name by an address; an id that is none names nobody.
    for (const [account, path] of [
      ['submitter', '/?notice=transferred&to=reviewer2'],
      ['reviewer', '/?notice=transferred&to=nobody'],
    ] as const) {
      const shown = textIn((await pageOf(platform, account, path)).html);
      expect([account, shown.includes('已转办 对方'), shown.includes('已转办给')]).toEqual([
        account,
        true,
        false,
      ]);
    }
    expect((await transfer('reviewer', id)).body.code).toBe('reassigned');
    const [event] = await eventsOf(id, 'reassigned');
    expect(event).toMatchObject({ comment, actor: { id: 'reviewer', role: 'reviewer' } });
  });

  it('from a page that stays as it was typed, and open since it was opened, where that is refused', async () => {
    const id = await asked();
    const path = `/projects/${id}/decision`;
    const shown = (await pageOf(platform, 'reviewer', path)).html;
    const first = formIn(shown, 'why');
    const { openedAt = '' } = formIn(shown, 'openedAt');
    await platform.advance(20);
    const short = { ...first, to: 'reviewer2', why: '出差' };
    const refused = await pageOf(platform, 'reviewer', `${path}/transfer`, short);
    expect(refused.status).toBe(422);
    // What is sent next is another call.
    expect(formIn(refused.html, 'why')).toEqual({ ...short, idempotencyKey: expect.any(String) });
    expect(refused.html).toContain('id="why-found"');
    expect((formIn(refused.html, 'openedAt').openedAt ?? '') <= openedAt).toBe(true);
    const wrong = await pageOf(platform, 'reviewer', `${path}/transfer`, {
      ...first,
      to: 'approver',
      why: comment,
    });
    expect([wrong.status, wrong.html.includes('id="to-found"')]).toEqual([422, true]);
    // Somebody who went away since the page was opened.
    const away = { absences: [{ from: '2020-01-01', to: '2999-12-31' }] };
    const withAbsences = (change: object) => (directory: Directory) => ({
      ...directory,
      people: directory.people.map((one) => (one.id === 'reviewer2' ? { ...one, ...change } : one)),
    });
    await changeDirectory(platform, withAbsences(away));
    const gone = await pageOf(platform, 'reviewer', `${path}/transfer`, {
      ...first,
      to: 'reviewer2',
      why: comment,
    });
    expect(gone.status).toBe(422);
    expect(gone.html).toMatch(/id="to-found".*?此人今天外出/s);
    // Nobody else is chosen in their place, and the reason stays.
    expect([formIn(gone.html, 'why').to, formIn(gone.html, 'why').why]).toEqual(['', comment]);
    await changeDirectory(platform, withAbsences({ absences: [] }));
    expect(await eventsOf(id, 'reassigned')).toEqual([]);
  });

  it('behind the mailed link as well, which then says so', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const anyone = await clientOf(platform);
    const other = await post('reviewer2', `${link}/transfer`, given);
    expect([other.status, other.body.code]).toEqual([403, 'other-person']);
    const page = await fetch(`${platform.product}${link}`, { headers: { accept: 'text/html' } });
    const fields = { ...formIn(await page.text(), 'why'), to: 'reviewer2', why: comment };
    const answer = await fetch(`${platform.product}${link}/transfer`, {
      ...{ method: 'POST', redirect: 'manual', headers: { accept: 'text/html' } },
      body: new URLSearchParams(fields),
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, link]);
    expect((await anyone.get(link)).body).toMatchObject({ status: 'reassigned', kind: 'reassigned' });
    expect((await openedBy(platform, 'reviewer2', id)).assignee.id).toBe('reviewer2');
    expect(await eventsOf(id, 'reassigned')).toMatchObject([
      { comment, actor: { id: 'reviewer', via: 'link' } },
    ]);
    const again = await anyone.post<Problem>(`${link}/transfer`, given);
    expect([again.status, again.body.code]).toEqual([409, 'reassigned']);
  });

  it('but not by a link that alone would decide nothing', async () => {
    const { id } = await submit(platform, 'submitter', aLargeDeclaration());
    const link = await linkFor(platform, 'reviewer', id);
    const anyone = await clientOf(platform);
    const refused = await anyone.post<Problem>(`${link}/transfer`, given);
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    expect(refused.body).toMatchObject({ detail: expect.stringContaining('请登录后转办') });
    const page = await fetch(`${platform.product}${link}`, { headers: { accept: 'text/html' } });
    expect(await page.text()).not.toContain('name="why"');
    expect((await transfer('reviewer', id)).status).toBe(200);
    const old = await submit(platform);
    const expired = await linkFor(platform, 'reviewer', old.id);
    await platform.advance(8 * 24 * 60 * 60);
    const late = await anyone.post<Problem>(`${expired}/transfer`, given);
    expect([late.status, late.body.code]).toEqual([410, 'link-expired']);
  });
});

describe('handing over, and mailing the link again', () => {
  /** What becomes of a project before, and how both are refused then. */
  const states: readonly (readonly [string, (id: string) => Promise<unknown>, string, string])[] = [
    ['was approved here', (id) => decide(id, { outcome: 'approve' }), 'request-closed', 'already-decided'],
    ['was returned', (id) => decide(id, { outcome: 'return', comment }), 'request-closed', 'already-decided'],
    ['was rejected', (id) => decide(id, { outcome: 'reject', comment }), 'request-closed', 'already-decided'],
    [
      'was approved',
      async (id) => {
        await decide(id, { outcome: 'approve' });
        await decideBy(platform, await linkFor(platform, 'approver', id), { outcome: 'approve' });
      },
      ...(['request-closed', 'already-decided'] as const),
    ],
    ['was recalled', (id) => actOfUnit(platform, id, 'recall'), 'request-closed', 'request-closed'],
    ['was withdrawn', (id) => actOfUnit(platform, id, 'withdraw'), 'request-closed', 'request-closed'],
    ['was handed over', (id) => transfer('reviewer', id), 'reassigned', 'reassigned'],
  ];

  it.each(states)('do nothing to a project that %s', async (_, become, toTransfer, toMail) => {
    const id = await asked();
    await become(id);
    const before = await historyOf(platform, id);
    expect((await transfer('reviewer', id)).body.code).toBe(toTransfer);
    expect((await mailLink('reviewer', id)).body.code).toBe(toMail);
    const after = await historyOf(platform, id);
    const made = (events: typeof before) =>
      events.filter(({ action }) => action === 'reassigned' || action === 'link-renewed').length;
    expect(made(after)).toBe(made(before));
  });

  it('are for whoever is asked alone', async () => {
    const id = await asked();
    for (const account of ['submitter', 'submitter2', 'reviewer2', 'approver', 'auditor', 'administrator'])
      for (const { status, body } of [await transfer(account, id), await mailLink(account, id)])
        expect([account, status, body.code]).toEqual([account, 404, 'not-found']);
    const stranger = await clientOf(platform);
    expect((await stranger.post(`/projects/${id}/decision/transfer`, given)).status).toBe(401);
    expect((await stranger.post(`/projects/${id}/decision/link`)).status).toBe(401);
  });

  it('twice at once: given once; mailed by two links, of which each opens it', async () => {
    const id = await asked();
    const renewed = await Promise.all([mailLink('reviewer', id), mailLink('reviewer', id)]);
    expect(renewed.map(({ status }) => status)).toEqual([202, 202]);
    expect(await eventsOf(id, 'link-renewed')).toHaveLength(2);
    const links = await eventually('three links', async () => {
      const own = await linksFor(platform, 'reviewer', id);
      return own.length === 3 && own;
    });
    const anyone = await clientOf(platform);
    for (const link of links) expect((await anyone.get<DecisionView>(link)).body.status).toBe('open');
    const both = await Promise.all([transfer('reviewer', id), transfer('reviewer', id)]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await eventsOf(id, 'reassigned')).toHaveLength(1);
    for (const link of links) expect((await anyone.get<DecisionView>(link)).body.status).toBe('reassigned');
  });

  it('at once with a decision: handing over is one of the two, a mailed link changes nothing of it', async () => {
    const id = await asked();
    const { contentHash } = await openedBy(platform, 'reviewer', id);
    const [handed, made] = await Promise.all([
      transfer('reviewer', id),
      post('reviewer', `/projects/${id}/decision`, { outcome: 'return', comment, contentHash }),
    ]);
    const [decided, reassigned] = [await eventsOf(id, 'decided'), await eventsOf(id, 'reassigned')];
    expect([handed.status === 200, made.status === 200]).toEqual([
      reassigned.length === 1,
      decided.length === 1,
    ]);
    expect(decided.length + reassigned.length).toBe(1);
    const other = await asked();
    const [, done] = await Promise.all([
      mailLink('reviewer', other),
      decide(other, { outcome: 'return', comment }),
    ]);
    expect(done.status).toBe(200);
    expect(await eventsOf(other, 'decided')).toHaveLength(1);
  });
});
