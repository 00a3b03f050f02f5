import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { OwnChoices } from '../../shared/contract/routes/me.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { Directory, Person } from '../../shared/workflow/directory.ts';
import {
  changeDirectory,
  clientOf,
  decideBy,
  eventually,
  historyOf,
  linkFor,
  linksFor,
  mailsTo,
  minutesUntil,
  type Problem,
  passTime,
  submit,
} from '../support/client.ts';
import { PlainBrowser, signedIn, signIn } from '../support/plain-browser.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { formIn, textIn } from '../support/posted-form.ts';

type Client = Awaited<ReturnType<typeof clientOf>>;
interface Me extends OwnChoices {
  readonly person: { readonly id: string; readonly unit: { readonly id: string } } | null;
  readonly roles: readonly string[];
  readonly posts: readonly { readonly post: string; readonly as: string }[];
  readonly standsInFor: readonly { readonly id: string }[];
  readonly sessions: readonly { readonly current: boolean }[];
}
interface Decided {
  readonly decisions: readonly {
    readonly project: string;
    readonly title: string;
    readonly outcome: string;
  }[];
  readonly next: string | null;
}

// The platform's day is a Wednesday, 2026-03-18 in Beijing.
const FINANCE = '11530121MB100023X0';
const DECLARING = '11530121MB1584810X';

let platform: Platform;
let administrator: Client;
let reviewer: Client;
let original: Directory;
/** Days in Beijing, counted from the platform's today. */
let day: (from: number) => string;

beforeAll(async () => {
  platform = await startPlatform();
  administrator = await clientOf(platform, 'administrator');
  reviewer = await clientOf(platform, 'reviewer');
  original = (await administrator.get<Directory>('/directory')).body;
  const today = (await platform.now()).getTime() + 8 * 3_600_000;
  day = (from) => new Date(today + from * 86_400_000).toISOString().slice(0, 10);
});
afterAll(() => platform.stop());
afterEach(() => changeDirectory(platform, () => original));

const open = async (client: Client) => {
  const { body, headers } = await client.get<Me>('/me');
  return { me: body, match: { 'if-match': headers.get('etag') ?? '' } };
};
/** What somebody chose, with something of it said otherwise. */
const choose = async (client: Client, change: Partial<OwnChoices>) => {
  const { me, match } = await open(client);
  const { language, mail, followsUnit, absences } = { ...me, ...change };
  return client.put<Me & Problem>('/me', { language, mail, followsUnit, absences }, match);
};
const personOf = async (id: string) => (await administrator.get<Person>(`/directory/people/${id}`)).body;
const changesOf = async () => {
  const auditor = await clientOf(platform, 'auditor');
  const path = '/history?chain=rules&action=directory-changed';
  return (await auditor.get<{ events: HistoryEvent[] }>(path)).body.events;
};
const withPerson = (id: string, change: Partial<Person>): Promise<void> =>
  changeDirectory(platform, (now) => ({
    ...now,
    people: now.people.map((one) => (one.id === id ? { ...one, ...change } : one)),
  }));
const rerouted = async (id: string) =>
  (await historyOf(platform, id)).filter(({ action }) => action === 'rerouted');
/** Once the schedule has looked twice at what changed. */
const followed = (id: string, times: number) =>
  minutesUntil(platform, 'the request to follow the office', async () => {
    const events = await rerouted(id);
    return events.length === times && events.at(-1);
  });

describe('for a program', () => {
  it('says what holds where nothing was chosen, with roles, posts and for whom one stands in', async () => {
    await withPerson('approver', { absences: [{ from: day(9), to: day(9), delegate: 'reviewer2' }] });
    const { me } = await open(await clientOf(platform, 'reviewer2'));
    expect(me).toMatchObject({
      person: { id: 'reviewer2', unit: { id: FINANCE } },
      language: 'zh',
      mail: 'each',
      followsUnit: false,
      absences: [],
      roles: ['reviewer'],
      posts: [{ unit: { id: FINANCE }, post: 'reviewer', as: 'delegate' }],
      standsInFor: [{ id: 'approver' }],
      sessions: [],
    });
  });

  it('changes each choice, as an event of the person, and writes what is different and nothing else', async () => {
    const before = (await changesOf()).length;
    const absences = [{ from: day(3), to: day(5), delegate: 'reviewer2' }];
    const changes: Partial<OwnChoices>[] = [
      { language: 'en' },
      { mail: 'daily' },
      { followsUnit: true },
      { absences },
      { absences: [] },
    ];
    for (const change of changes) {
      const { status, body } = await choose(reviewer, change);
      expect([status, body]).toEqual([200, expect.objectContaining(change)]);
    }
    expect(await personOf('reviewer')).toEqual({
      ...original.people.find(({ id }) => id === 'reviewer'),
      lang: 'en',
      mail: 'daily',
      followsUnit: true,
    });
    const events = await changesOf();
    expect(events).toHaveLength(before + 5);
    expect(events[0]?.actor).toMatchObject({ id: 'reviewer', role: 'reviewer', via: 'bearer' });
    // What is there already is no change, and what GET shows can be sent back whole.
    const { me, match } = await open(reviewer);
    expect((await reviewer.put('/me', me, match)).status).toBe(200);
    expect(await changesOf()).toHaveLength(before + 5);
  });

  it('takes `followsUnit` as it is where it is left out', async () => {
    await choose(reviewer, { followsUnit: true });
    const { match } = await open(reviewer);
    const reply = await reviewer.put<Me>('/me', { language: 'zh', mail: 'each', absences: [] }, match);
    expect([reply.status, reply.body.followsUnit]).toEqual([200, true]);
  });

  it('wants the version that was read', async () => {
    const { me, match } = await open(reviewer);
    const without = await reviewer.put('/me', me);
    expect([without.status, without.body.code]).toEqual([428, 'version-required']);
    await withPerson('reviewer', { name: '审核人（示例）' });
    const stale = await reviewer.put('/me', { ...me, mail: 'daily' }, match);
    expect([stale.status, stale.body.code]).toEqual([412, 'stale-version']);
    expect((await personOf('reviewer')).mail).toBeUndefined();
  });

  it.each<[string, (today: typeof day) => OwnChoices['absences'], string]>([
    ['ends before it begins', (on) => [{ from: on(3), to: on(2) }], '/absences/0/to'],
    ['begins before today', (on) => [{ from: on(-1), to: on(2) }], '/absences/0/from'],
    [
      'is delegated to oneself',
      (on) => [{ from: on(1), to: on(2), delegate: 'reviewer' }],
      '/absences/0/delegate',
    ],
    [
      'is delegated to nobody we know',
      (on) => [{ from: on(1), to: on(2), delegate: 'no-one' }],
      '/absences/0/delegate',
    ],
    ['closes a circle', (on) => [{ from: on(4), to: on(6), delegate: 'approver' }], '/absences'],
  ])('refuses an absence that %s', async (_, absences, path) => {
    await withPerson('approver', { absences: [{ from: day(5), to: day(9), delegate: 'reviewer' }] });
    const reply = await choose(reviewer, { absences: absences(day) });
    expect([reply.status, reply.body.errors?.map((one) => one.path)]).toEqual([422, [path]]);
    expect((await personOf('reviewer')).absences).toBeUndefined();
  });

  it('lets an absence that is under way end or go on, and one that is over be', async () => {
    const [over, underWay] = [
      { from: day(-9), to: day(-8) },
      { from: day(-3), to: day(3), delegate: 'reviewer2' },
    ];
    await withPerson('reviewer', { absences: [over, underWay] });
    const longer = { ...underWay, to: day(5) };
    expect((await choose(reviewer, { absences: [over, longer] })).status).toBe(200);
    expect((await choose(reviewer, { absences: [over, { ...longer, to: day(-2) }] })).status).toBe(422);
    expect((await choose(reviewer, { absences: [over, { ...longer, to: day(-1) }] })).status).toBe(200);
    expect((await choose(reviewer, { absences: [{ ...over, to: day(1) }] })).status).toBe(422);
    expect((await choose(reviewer, { absences: [] })).status).toBe(200);
  });

  it('changes nobody else, and nothing else of oneself', async () => {
    const before = await personOf('reviewer2');
    const { me, match } = await open(reviewer);
    const person = { id: 'reviewer2', email: 'elsewhere@countersign.example', unit: { id: DECLARING } };
    const posts = [{ unit: { id: FINANCE }, post: 'approver', as: 'holder' }];
    const reply = await reviewer.put<Me>(
      '/me',
      { ...me, person, posts, roles: ['administrator'], mail: 'daily' },
      match,
    );
    expect([reply.status, reply.body.person?.id, reply.body.roles]).toEqual([200, 'reviewer', ['reviewer']]);
    expect(await personOf('reviewer2')).toEqual(before);
    expect((await personOf('reviewer')).email).toBe('reviewer@countersign.example');
    for (const more of [{ unit: DECLARING }, { email: 'a@b.example' }, { name: 'x' }]) {
      const again = await open(reviewer);
      const { language, mail, absences } = again.me;
      const refused = await reviewer.put('/me', { language, mail, absences, ...more }, again.match);
      expect([refused.status, refused.body.code]).toEqual([422, 'invalid-body']);
    }
    expect((await reviewer.put('/directory/people/reviewer2', before, { 'if-match': '"x"' })).status).toBe(
      403,
    );
  });

  it('knows nobody whom the directory does not know', async () => {
    await changeDirectory(platform, (now) => ({
      ...now,
      people: now.people.filter(({ id }) => id !== 'auditor'),
    }));
    const auditor = await clientOf(platform, 'auditor');
    const { body, headers } = await auditor.get<Me>('/me');
    expect([body.person, body.roles, headers.get('etag')]).toEqual([null, ['auditor'], null]);
    const { language, mail, absences } = body;
    const refused = await auditor.put('/me', { language, mail, absences }, { 'if-match': '"x"' });
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
  });
});

describe('an absence of one’s own', () => {
  it('moves what waits to the delegate, and back; whoever said it of themselves decides as before', async () => {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    await choose(reviewer, { absences: [{ from: day(0), to: day(30), delegate: 'approver2' }] });
    expect(await followed(id, 1)).toMatchObject({
      joined: [{ id: 'approver2', onBehalfOfId: 'reviewer' }],
      left: [{ id: 'reviewer' }],
    });
    await linkFor(platform, 'approver2', id);
    await choose(reviewer, { absences: [] });
    expect(await followed(id, 2)).toMatchObject({ joined: [{ id: 'reviewer' }] });
    const again = await eventually('a fresh link', async () => {
      const links = await linksFor(platform, 'reviewer', id);
      return links.length === 2 && links.at(-1);
    });
    expect((await decideBy(platform, again, { outcome: 'approve' })).status).toBe(200);
    const decided = (await historyOf(platform, id)).find(({ action }) => action === 'decided');
    expect(decided).toMatchObject({ actor: { id: 'reviewer' } });
    expect(decided).not.toHaveProperty('marks');
  });

  it('gives nobody a project whose own unit one is of', async () => {
    await withPerson('reviewer', { unit: DECLARING });
    const { id } = await submit(platform);
    // Excluded, the holder is not asked: the post's own delegate is.
    await linkFor(platform, 'reviewer2', id);
    await choose(reviewer, { absences: [{ from: day(0), to: day(30), delegate: 'approver2' }] });
    for (let looks = 0; looks < 3; looks++) await passTime(platform, 60);
    expect(await rerouted(id)).toEqual([]);
    expect((await mailsTo(platform, 'approver2')).filter(({ text }) => text.includes(id))).toEqual([]);
  });

  it('and a delegate who decided in somebody’s place keeps whoever named them from deciding after', async () => {
    const approver = await clientOf(platform, 'approver');
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    // The reviewer is away and names the approver, who is away as well and names a third.
    await choose(approver, { absences: [{ from: day(0), to: day(0), delegate: 'reviewer2' }] });
    await choose(reviewer, { absences: [{ from: day(0), to: day(30), delegate: 'approver' }] });
    expect(await followed(id, 1)).toMatchObject({ joined: [{ id: 'reviewer2', onBehalfOfId: 'reviewer' }] });
    const link = await linkFor(platform, 'reviewer2', id);
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
    await linkFor(platform, 'approver2', id);
    // The approver holds the post and is there again, but chose who decided before.
    await choose(approver, { absences: [] });
    for (let looks = 0; looks < 3; looks++) await passTime(platform, 60);
    expect(await rerouted(id)).toHaveLength(1);
  });
});

describe('the language of one’s own', () => {
  it('is that of the next mail, and of a browser that was told none', async () => {
    await choose(reviewer, { language: 'en' });
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    const mail = (await mailsTo(platform, 'reviewer')).findLast(({ text }) => text.includes('/decisions/'));
    expect(mail?.subject).toContain('For review');
    const english = await signedIn(platform.product, 'reviewer');
    expect((await english.open(`${platform.product}/`)).html).toContain('<html lang="en">');
    const told = new PlainBrowser(({ hostname }) => hostname === 'localhost');
    await told.open(`${platform.product}/health?lang=zh`);
    await signIn(told, platform.product, 'reviewer');
    expect((await told.open(`${platform.product}/`)).html).toContain('<html lang="zh-CN">');
  });
});

describe('on its page', () => {
  const at = (path = '/me') => `${platform.product}${path}`;

  it('is reached by one’s name, and shows what is known of one', async () => {
    const browser = await signedIn(platform.product, 'reviewer2');
    await signedIn(platform.product, 'reviewer2');
    const desk = await browser.open(at('/'));
    expect(/<a href="\/me">.*审核人丁（示例）<\/a>/s.test(desk.html)).toBe(true);
    const { status, html } = await browser.open(at());
    const text = textIn(html);
    expect(status).toBe(200);
    for (const said of [
      'reviewer2@countersign.example',
      '审核人',
      '担任的岗位',
      '审核岗',
      '代理',
      '没有受人委托',
    ])
      expect(text).toContain(said);
    expect(text.split('登录时间')[1]).toContain('本次登录');
    expect(html.split('data-label="有效至"').length).toBeGreaterThanOrEqual(3);
  });

  it('takes rows, names, choices; shows what does not hold; and saves', async () => {
    const browser = await signedIn(platform.product, 'reviewer2');
    const shown = await browser.open(at());
    const row = await browser.open(at(), { ...formIn(shown.html), intent: 'add' });
    const typed = {
      ...formIn(row.html),
      'absences.0.from': day(3),
      'absences.0.to': day(2),
      'absences.0.delegate': '审批人',
    };
    const several = await browser.open(at(), { ...typed, intent: 'save' });
    expect([several.status, textIn(several.html).includes('有多个相符')]).toEqual([422, true]);
    expect(several.html).toContain('href="#f-absences-0-delegate"');
    const named = { ...typed, 'absences.0.delegate': '审批人己（示例）' };
    const backwards = await browser.open(at(), { ...named, intent: 'save' });
    expect([backwards.status, textIn(backwards.html).includes('结束日期早于开始日期')]).toEqual([422, true]);
    expect(formIn(backwards.html)).toMatchObject({ 'absences.0.to': day(2) });
    expect((await personOf('reviewer2')).absences).toBeUndefined();

    const good = { ...named, 'absences.0.to': day(4), mail: 'daily', followsUnit: 'yes', language: 'en' };
    const saved = await browser.open(at(), { ...good, intent: 'save' });
    expect([saved.status, saved.url.search]).toEqual([200, '?notice=saved']);
    // The language is that of this page as well, at once.
    expect(textIn(saved.html)).toContain('Saved, and recorded in the history.');
    expect(await personOf('reviewer2')).toMatchObject({
      lang: 'en',
      mail: 'daily',
      followsUnit: true,
      absences: [{ from: day(3), to: day(4), delegate: 'approver2' }],
    });
    expect((await changesOf())[0]?.actor).toMatchObject({ id: 'reviewer2', via: 'session' });
    const without = { ...formIn(saved.html), intent: 'remove:0' };
    const fewer = formIn((await browser.open(at(), without)).html);
    expect(Object.keys(fewer).filter((name) => name.startsWith('absences'))).toEqual([]);
    const { followsUnit: _, ...unfollowed } = fewer;
    await browser.open(at(), { ...unfollowed, intent: 'save' });
    const after = await personOf('reviewer2');
    expect([after.absences, after.followsUnit, after.mail]).toEqual([undefined, false, 'daily']);
  });

  it('keeps what was typed where the person was changed meanwhile', async () => {
    const browser = await signedIn(platform.product, 'reviewer2');
    const { html } = await browser.open(at());
    await withPerson('reviewer2', { absences: [{ from: day(7), to: day(8) }] });
    const stale = await browser.open(at(), { ...formIn(html), mail: 'daily', intent: 'save' });
    expect([stale.status, textIn(stale.html).includes('您的信息已被修改')]).toEqual([412, true]);
    expect(formIn(stale.html)).toMatchObject({ mail: 'daily' });
    expect((await personOf('reviewer2')).mail).toBeUndefined();
    expect((await browser.open(at(), { mail: 'daily', language: 'zh' })).status).toBe(428);
    const again = await browser.open(at(), { ...formIn(stale.html), intent: 'save' });
    expect(again.url.search).toBe('?notice=saved');
  });

  describe('canned opinions that are changed in two windows', () => {
    const at = (path: string) => `${platform.product}${path}`;
    const opened = async (browser: PlainBrowser) => formIn((await browser.open(at('/me'))).html, 'opinions');
    const saving = (browser: PlainBrowser, form: Record<string, string>, opinions: string) =>
      browser.open(at('/me/opinions'), { ...form, opinions });
    const stored = async () =>
      (await (await clientOf(platform, 'reviewer2')).get<{ opinions: string[] }>('/me')).body.opinions;

    it('are told of to the second, with what is there now; what was typed stays, and is saved over that', async () => {
      const browser = await signedIn(platform.product, 'reviewer2');
      const [one, other] = [await opened(browser), await opened(browser)];
      expect((await saving(browser, one, '同意\n请按批复执行')).url.search).toBe('?notice=opinions');
      const late = await saving(browser, other, '依据充分');
      expect([late.status, textIn(late.html)]).toEqual([
        412,
        expect.stringMatching(
          /您的常用意见在另一个窗口或办理时已有改动，尚未保存.*同意 请按批复执行 依据充分/,
        ),
      ]);
      expect(await stored()).toEqual(['同意', '请按批复执行']);
      const form = formIn(late.html, 'opinions');
      expect(form.opinions).toBe('依据充分');
      // What another window has said alike is no difference.
      expect((await saving(browser, other, '同意\n请按批复执行')).url.search).toBe('?notice=opinions');
      expect((await saving(browser, form, '同意\n依据充分')).url.search).toBe('?notice=opinions');
      expect(await stored()).toEqual(['同意', '依据充分']);
      const { version: _, ...without } = form;
      expect((await saving(browser, without, '阅')).status).toBe(428);
    });

    it('at the same moment are one change, and the other is told', async () => {
      const browser = await signedIn(platform.product, 'reviewer2');
      const form = await opened(browser);
      const said = ['甲', '乙', '丙'];
      const answers = await Promise.all(
        said.map((opinion) => saving(browser, { ...form, idempotencyKey: crypto.randomUUID() }, opinion)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
      const [first = -1] = answers.flatMap(({ status }, index) => (status === 200 ? [index] : []));
      expect(await stored()).toEqual([said[first]]);
    });
  });

  it('says so to somebody whom the directory does not know, with roles and sessions', async () => {
    await changeDirectory(platform, (now) => ({
      ...now,
      people: now.people.filter(({ id }) => id !== 'auditor'),
    }));
    const browser = await signedIn(platform.product, 'auditor');
    const { status, html } = await browser.open(at());
    const text = textIn(html);
    expect(status).toBe(200);
    for (const said of ['机构名录中没有您的账号', '审计员', '本次登录']) expect(text).toContain(said);
    expect(html).not.toContain('name="version"');
    expect((await browser.open(at(), { version: 'x', language: 'zh', mail: 'each' })).status).toBe(403);
  });
});

describe('what one has decided', () => {
  it('is told newest first, page by page, with the title that it was decided on', async () => {
    const ids: string[] = [];
    for (const outcome of ['return', 'approve']) {
      const { id } = await submit(platform);
      const comment = '请补充第三项支出的测算依据和标准';
      await decideBy(platform, await linkFor(platform, 'reviewer', id), { outcome, comment });
      ids.unshift(id);
      await platform.advance(60);
    }
    const first = await reviewer.get<Decided>('/me/decisions?limit=1');
    expect(first.body.decisions).toMatchObject([
      { project: ids[0], outcome: 'approve', stage: 'finance-review' },
    ]);
    expect(first.body.decisions[0]?.title).not.toBe('');
    const path = `/me/decisions?limit=1&cursor=${first.body.next}`;
    const second = await reviewer.get<Decided>(path);
    expect(second.body.decisions).toMatchObject([{ project: ids[1], outcome: 'return' }]);
    const foreign = await (await clientOf(platform, 'approver')).get(path);
    expect([foreign.status, foreign.body.code]).toEqual([400, 'invalid-parameter']);
    const others = await (await clientOf(platform, 'submitter')).get<Decided>('/me/decisions');
    expect(others.body).toEqual({ decisions: [], next: null });

    const browser = await signedIn(platform.product, 'reviewer');
    const me = await browser.open(`${platform.product}/me`);
    expect(me.html).toContain(`href="/projects/${ids[0]}"`);
    const list = await browser.open(`${platform.product}/me/decisions?limit=1`);
    const next = /href="([^"]+)" rel="next"/.exec(list.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect((await browser.open(`${platform.product}${next}`)).html).toContain(`/projects/${ids[1]}`);
  });
});
