import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionView } from '../../shared/contract/views.ts';
import { aLargeDeclaration } from '../builders/declaration.ts';
import {
  clientOf,
  eventually,
  historyOf,
  linkFor,
  mailsTo,
  openedBy,
  type Problem,
  setOffice,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { formIn, textIn } from '../support/posted-form.ts';

const ofTheOffice = ['请补充测算依据和上年执行数', '依据充分，同意所请'];

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
  await setOffice(platform, { codeThresholdFen: 40_000_000, opinions: ofTheOffice });
});
afterAll(() => platform.stop());

const signedIn = (account: string) => clientOf(platform, account);

const asked = (account: string, id: string) => openedBy(platform, account, id);

async function decide(account: string, id: string, decision: object) {
  const { contentHash } = await asked(account, id);
  const client = await signedIn(account);
  return client.post<DecisionView & Problem>(`/projects/${id}/decision`, { contentHash, ...decision });
}

const posted = (account: string, path: string, fields: Record<string, string> | URLSearchParams) =>
  platform.token(account).then((token) =>
    fetch(`${platform.product}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'text/html',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams(fields),
    }),
  );

const page = async (account: string, path: string): Promise<string> => {
  const authorization = `Bearer ${await platform.token(account)}`;
  return (
    await fetch(`${platform.product}${path}`, { headers: { authorization, accept: 'text/html' } })
  ).text();
};

describe('whoever is asked decides signed in', () => {
  it('on the same request as behind the link, which then says so', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const anyone = await clientOf(platform);
    expect(await asked('reviewer', id)).toEqual((await anyone.get<DecisionView>(link)).body);
    const { status, body } = await decide('reviewer', id, { outcome: 'approve' });
    expect([status, body.status]).toEqual([200, 'decided']);
    expect((await anyone.get<DecisionView>(link)).body).toMatchObject({ kind: 'decided-by-you' });
    expect((await decide('approver', id, { outcome: 'approve' })).status).toBe(200);
    const decided = (await historyOf(platform, id)).filter(({ action }) => action === 'decided');
    expect(decided.map(({ actor, proof }) => [actor.id, actor.role, actor.via, proof])).toEqual([
      ['reviewer', 'reviewer', 'bearer', 'session'],
      ['approver', 'approver', 'bearer', 'session'],
    ]);
  });

  it('and nobody else: a request that asks others is not there', async () => {
    const { id } = await submit(platform);
    await asked('reviewer', id);
    for (const account of ['submitter', 'submitter2', 'reviewer2', 'approver', 'auditor', 'administrator']) {
      const client = await signedIn(account);
      const shown = await client.get<Problem>(`/projects/${id}/decision`);
      expect([account, shown.status, shown.body.code]).toEqual([account, 404, 'not-found']);
      const tried = await client.post(`/projects/${id}/decision`, {
        outcome: 'approve',
        contentHash: 'a'.repeat(64),
      });
      expect([account, tried.status]).toEqual([account, 404]);
      expect((await client.post(`/projects/${id}/decision/link`)).status).toBe(404);
    }
    const stranger = await clientOf(platform);
    expect((await stranger.get(`/projects/${id}/decision`)).status).toBe(401);
  });

  it('once, and on what was shown', async () => {
    const { id } = await submit(platform);
    expect(
      (await decide('reviewer', id, { outcome: 'approve', contentHash: 'a'.repeat(64) })).body.code,
    ).toBe('content-changed');
    expect((await decide('reviewer', id, { outcome: 'return' })).status).toBe(422);
    const { contentHash } = await asked('reviewer', id);
    const reviewer = await signedIn('reviewer');
    const decision = { outcome: 'reject', comment: '与上年已批准的项目重复申报', contentHash };
    expect((await reviewer.post(`/projects/${id}/decision`, decision)).status).toBe(200);
    // Just the same is what was decided; anything else comes too late.
    expect((await reviewer.post(`/projects/${id}/decision`, decision)).status).toBe(200);
    const other = { ...decision, comment: '与本年已批准的项目重复申报' };
    const again = await reviewer.post(`/projects/${id}/decision`, other);
    expect([again.status, again.body.code]).toEqual([409, 'already-decided']);
  });

  it('with a code from the mailbox above the threshold, which holds with nobody else’s sign-in', async () => {
    const { id } = await submit(platform, 'submitter', aLargeDeclaration());
    const first = await decide('reviewer', id, { outcome: 'approve' });
    expect([first.status, first.body.code]).toEqual([403, 'code-required']);
    const code = await eventually('the code', async () =>
      (await mailsTo(platform, 'reviewer'))
        .flatMap(({ text }) => /您的验证码是 (\d{6})/.exec(text)?.[1] ?? [])
        .at(-1),
    );
    const link = await linkFor(platform, 'reviewer', id);
    const anyone = await clientOf(platform);
    const { contentHash } = await asked('reviewer', id);
    const elsewhere = await anyone.post<Problem>(link, { outcome: 'approve', contentHash, code });
    expect(elsewhere.body.code).toBe('wrong-code');
    expect((await decide('reviewer', id, { outcome: 'approve', code })).status).toBe(200);
    const decided = (await historyOf(platform, id)).find(({ action }) => action === 'decided');
    expect(decided?.proof).toBe('session-and-code');
  });

  it('and when they opened it is in the event: as they say, where that can be, else as it was shown', async () => {
    const [said, shown, never] = [await submit(platform), await submit(platform), await submit(platform)];
    const { contentHash } = await asked('reviewer', said.id);
    const requested = (await historyOf(platform, said.id)).find(({ action }) => action === 'requested');
    const requestedAt = requested?.at ?? '';
    const reviewer = await signedIn('reviewer');
    const post = (id: string, openedAt?: string) =>
      reviewer.post<Problem>(`/projects/${id}/decision`, {
        ...{ outcome: 'approve', contentHash },
        ...(openedAt === undefined ? {} : { openedAt }),
      });
    const before = new Date(Date.parse(requestedAt) - 1).toISOString();
    const later = new Date((await platform.now()).getTime() + 60_000).toISOString();
    for (const wrong of ['2000-01-01T00:00:00.000Z', before, later]) {
      const { status, body } = await post(said.id, wrong);
      expect([wrong, status, body.errors?.[0]?.path]).toEqual([wrong, 422, '/openedAt']);
    }
    const opened = async (id: string) =>
      (await historyOf(platform, id)).find(({ action }) => action === 'decided')?.openedAt;
    expect((await post(said.id, requestedAt)).status).toBe(200);
    expect(await opened(said.id)).toBe(requestedAt);
    await asked('reviewer', shown.id);
    expect((await post(shown.id)).status).toBe(200);
    expect(await opened(shown.id)).toMatch(/^\d{4}-.*Z$/);
    await eventually('the third', async () => (await post(never.id)).status === 200);
    expect(await opened(never.id)).toBeUndefined();
  });

  it('on a page that stands open since it was opened, however often it is shown again', async () => {
    const { id } = await submit(platform);
    await asked('reviewer', id);
    const path = `/projects/${id}/decision`;
    const openedIn = (html: string) => /name="openedAt" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const first = formIn(await page('reviewer', path), 'openedAt');
    await platform.advance(40);
    const refused = await posted('reviewer', path, { ...first, outcome: 'return', comment: '太短' });
    expect([refused.status, openedIn(await refused.text())]).toEqual([422, first.openedAt]);
    const stale = await posted('reviewer', path, {
      ...first,
      outcome: 'approve',
      contentHash: 'a'.repeat(64),
    });
    const html = await stale.text();
    // What it shows now was not shown before.
    expect([stale.status, openedIn(html) > (first.openedAt ?? '')]).toEqual([409, true]);
    const made = await posted('reviewer', path, { ...first, outcome: 'approve' });
    expect(made.status).toBe(303);
    const decided = (await historyOf(platform, id)).find(({ action }) => action === 'decided');
    expect(decided?.openedAt).toBe(first.openedAt);
    expect(textIn(await page('auditor', `/projects/${id}/history`))).toMatch(/打开 [45]\d 秒后决定/);
  });

  it('and has the link mailed again', async () => {
    const { id } = await submit(platform);
    await asked('reviewer', id);
    const reviewer = await signedIn('reviewer');
    const { status } = await reviewer.post(`/projects/${id}/decision/link`);
    expect(status).toBe(202);
    await eventually('the fresh link', async () =>
      (await historyOf(platform, id)).some(({ action }) => action === 'link-renewed'),
    );
  });

  it('on a page that leads to the next one', async () => {
    const [one, two] = [await submit(platform), await submit(platform)];
    await asked('reviewer', two.id);
    const { contentHash } = await asked('reviewer', one.id);
    expect(await page('reviewer', '/')).toContain(`/projects/${one.id}/decision`);
    const answer = await posted('reviewer', `/projects/${one.id}/decision`, {
      outcome: 'approve',
      contentHash,
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/projects/${one.id}/decision`]);
    const shown = await page('reviewer', `/projects/${one.id}/decision`);
    expect(shown).toMatch(/下一件（还剩 \d+ 件）/);
    const [, next] = /href="(\/projects\/[^"]+\/decision)"/.exec(shown) ?? [];
    expect(next).not.toBe(`/projects/${one.id}/decision`);
    const back = await posted('reviewer', `/projects/${two.id}/decision/link`, {});
    expect(back.headers.get('location')).toBe(`/projects/${two.id}/decision?notice=mailed`);
    expect(await page('reviewer', `/projects/${two.id}/decision?notice=mailed`)).toContain(
      '办理链接已发到您的邮箱',
    );
  });
});

describe('canned opinions', () => {
  const own = async (account: string): Promise<readonly string[]> =>
    (await (await signedIn(account)).get<{ opinions: string[] }>('/me')).body.opinions;
  const commentOf = async (id: string) =>
    (await historyOf(platform, id)).findLast(({ action }) => action === 'decided')?.comment;

  it('of the office are its settings, with an event of the rules; one’s own stand on one’s own page', async () => {
    const administrator = await signedIn('administrator');
    const { body } = await administrator.get<{ opinions: string[] }>('/settings');
    expect(body.opinions).toEqual(ofTheOffice);
    expect(await page('administrator', '/settings')).toContain(ofTheOffice.join('\n'));
    const changes = await (await signedIn('auditor')).get<{ events: { detailsHash: string }[] }>(
      '/history?chain=rules&action=settings-changed',
    );
    const { detailsHash } = changes.body.events[0] ?? {};
    expect((await (await signedIn('auditor')).get(`/history/details/${detailsHash}`)).body).toMatchObject({
      opinions: ofTheOffice,
    });
    const tooMany = await administrator.put<Problem>(
      '/settings',
      { opinions: Array.from({ length: 21 }, (_, at) => `意见 ${at}`) },
      { 'if-match': (await administrator.get('/settings')).headers.get('etag') ?? '' },
    );
    expect([tooMany.status, tooMany.body.errors?.[0]?.path]).toEqual([422, '/opinions']);
    expect((await (await signedIn('reviewer')).get('/settings')).status).toBe(403);

    const put = async (opinions: string) =>
      posted('reviewer', '/me/opinions', {
        ...formIn(await page('reviewer', '/me'), 'opinions'),
        opinions,
      });
    const refused = await put(`同意\n${'审'.repeat(201)}`);
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining('第 2 条：不能超过 200 字'),
    ]);
    expect(await own('reviewer')).toEqual([]);
    const saved = await put('同意\n\n请按批复执行');
    expect([saved.status, saved.headers.get('location')]).toEqual([303, '/me?notice=opinions']);
    expect(await page('reviewer', '/me?notice=opinions')).toContain('常用意见已保存。');
    expect(await own('reviewer')).toEqual(['同意', '请按批复执行']);
    expect(await own('approver')).toEqual([]);

    const reviewer = await signedIn('reviewer');
    const me = await reviewer.get<object>('/me');
    const match = { 'if-match': me.headers.get('etag') ?? '' };
    const fewer = await reviewer.put('/me', { ...me.body, opinions: ['请按批复执行'] }, match);
    expect([fewer.status, fewer.body]).toEqual([
      200,
      expect.objectContaining({ opinions: ['请按批复执行'] }),
    ]);
    // What was read before brings nothing back, and what is left out stays.
    expect((await reviewer.put('/me', me.body, match)).status).toBe(412);
    const { opinions: _, ...rest } = { opinions: [], ...me.body };
    const anew = { 'if-match': fewer.headers.get('etag') ?? '' };
    expect((await reviewer.put('/me', rest, anew)).status).toBe(200);
    expect(await own('reviewer')).toEqual(['请按批复执行']);
  });

  it('are offered behind the link and signed in, and taken where nothing is typed', async () => {
    const [one, two] = [await submit(platform), await submit(platform)];
    const link = await linkFor(platform, 'reviewer', one.id);
    for (const html of [
      await (await fetch(`${platform.product}${link}`, { headers: { accept: 'text/html' } })).text(),
      await page('reviewer', `/projects/${one.id}/decision`),
    ])
      for (const text of [...ofTheOffice, '请按批复执行']) expect(html).toContain(`<option value="${text}">`);
    const { contentHash } = await asked('reviewer', one.id);
    const send = (id: string, fields: Record<string, string>) =>
      posted('reviewer', `/projects/${id}/decision`, { contentHash, ...fields });
    // A reason that is none stays refused, and what was chosen stays chosen.
    const short = await send(one.id, { outcome: 'return', canned: '同意' });
    expect([short.status, await short.text()]).toEqual([422, expect.stringContaining('至少 10 个字')]);
    const [office = ''] = ofTheOffice;
    expect((await send(one.id, { outcome: 'return', canned: office, comment: ' ' })).status).toBe(303);
    expect(await commentOf(one.id)).toBe(office);
    const kept = { outcome: 'approve', canned: office, comment: '同意，请按进度支付', keep: 'yes' };
    expect(
      (await send(two.id, { ...kept, contentHash: (await asked('reviewer', two.id)).contentHash })).status,
    ).toBe(303);
    expect(await commentOf(two.id)).toBe('同意，请按进度支付');
    expect(await own('reviewer')).toEqual(['同意，请按进度支付', '请按批复执行']);
  });

  it('go with each of several', async () => {
    const [one, two] = [await submit(platform), await submit(platform)];
    await asked('reviewer', one.id);
    const { contentHash } = await asked('reviewer', two.id);
    const chosen = new URLSearchParams([
      ['project', one.id],
      ['project', two.id],
    ]);
    const summary = await (await posted('reviewer', '/decisions', chosen)).text();
    expect(summary).toContain('<option value="依据充分，同意所请">');
    for (const { id } of [one, two]) chosen.append(`contentHash.${id}`, contentHash);
    chosen.append('canned', '依据充分，同意所请');
    chosen.append('intent', 'approve');
    expect(await (await posted('reviewer', '/decisions', chosen)).text()).toContain('已同意 2 件');
    expect([await commentOf(one.id), await commentOf(two.id)]).toEqual([
      '依据充分，同意所请',
      '依据充分，同意所请',
    ]);
  });
});
