import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { Person, Unit } from '../../shared/workflow/directory.ts';
import { clientOf, eventually, linkFor, submit } from '../support/client.ts';
import { type PlainBrowser, signedIn } from '../support/plain-browser.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { formIn, textIn } from '../support/posted-form.ts';

type Client = Awaited<ReturnType<typeof clientOf>>;

let platform: Platform;
let administrator: Client;
let browser: PlainBrowser;

const open = (path: string, form?: Record<string, string>) =>
  browser.open(`${platform.product}${path}`, form);

beforeAll(async () => {
  platform = await startPlatform();
  administrator = await clientOf(platform, 'administrator');
  browser = await signedIn(platform.product, 'administrator');
});
afterAll(() => platform.stop());

const BUREAU = '11530121MB100023X0';
const UNIT = '11530121MB1000101G';
const NEW = '11530121MB1000102F';

describe('the lists', () => {
  it('show counts, find words, and lead from page to page', async () => {
    const overview = await open('/directory');
    expect(overview.status).toBe(200);
    expect(textIn(overview.html)).toContain('机构名录');
    const found = await open('/directory?q=reviewer2');
    expect(found.html).toContain('href="/directory/people/reviewer2"');
    const first = await open('/directory/people?limit=2');
    const next = /href="([^"]+)" rel="next"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = await open(next);
    expect(first.html).toContain('href="/directory/people/administrator"');
    expect(second.html).not.toContain('href="/directory/people/administrator"');
    expect(textIn((await open('/directory/units?q=nothing-like-it')).html)).toContain('没有找到');
  });
});

describe('a unit on its page', () => {
  it('is added, given a post by a name, changed and removed, each after a look at what that does', async () => {
    const empty = await open('/directory/new-unit');
    const typed = { ...formIn(empty.html), id: NEW, name: '示例单位三（示例）', finance: '财政局' };
    const checked = await open('/directory/units', { ...typed, intent: 'check' });
    expect([checked.status, textIn(checked.html).includes('保存前核对')]).toEqual([200, true]);
    expect((await administrator.get(`/directory/units/${NEW}`)).status).toBe(404);
    const saved = await open('/directory/units', { ...formIn(checked.html), intent: 'save' });
    expect(saved.url.pathname + saved.url.search).toBe(`/directory/units/${NEW}?notice=saved`);
    const { body } = await administrator.get<Unit>(`/directory/units/${NEW}`);
    expect(body).toEqual({ id: NEW, name: '示例单位三（示例）', finance: BUREAU });

    const withRow = await open(`/directory/units/${NEW}`, { ...formIn(saved.html), intent: 'add' });
    const filled = { ...formIn(withRow.html), 'posts.0.post': 'head', 'posts.0.holder': 'reviewer' };
    const refused = await open(`/directory/units/${NEW}`, {
      ...filled,
      'posts.0.delegates': 'nobody',
      intent: 'check',
    });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('value="nobody"');
    expect(refused.html).toContain('href="#f-posts-0-delegates"');
    const look = await open(`/directory/units/${NEW}`, {
      ...filled,
      'posts.0.delegates': 'approver、approver2',
      intent: 'check',
    });
    expect(textIn(look.html)).toContain('单位负责人');
    await open(`/directory/units/${NEW}`, { ...formIn(look.html), intent: 'save' });
    const changed = await administrator.get<Unit>(`/directory/units/${NEW}`);
    expect(changed.body.posts).toEqual([
      { post: 'head', holder: 'reviewer', delegates: ['approver', 'approver2'] },
    ]);

    const fewer = await open(`/directory/units/${NEW}`, {
      ...formIn((await open(`/directory/units/${NEW}`)).html),
      intent: 'remove:0',
    });
    expect(Object.keys(formIn(fewer.html)).filter((name) => name.startsWith('posts.'))).toEqual([]);
    expect((await administrator.get<Unit>(`/directory/units/${NEW}`)).body.posts).toHaveLength(1);
    const page = await open(`/directory/units/${NEW}`);
    const { version = '' } = formIn(page.html);
    const removal = await open(`/directory/units/${NEW}/remove`, { version, intent: 'check' });
    expect([removal.status, textIn(removal.html).includes('删除前核对')]).toEqual([200, true]);
    const gone = await open(`/directory/units/${NEW}/remove`, { ...formIn(removal.html), intent: 'save' });
    expect(gone.url.search).toBe('?notice=removed');
    expect((await administrator.get(`/directory/units/${NEW}`)).status).toBe(404);
  });

  it('is not removed while it has people, nor saved without its version', async () => {
    const { version = '' } = formIn((await open(`/directory/units/${UNIT}`)).html);
    const removal = await open(`/directory/units/${UNIT}/remove`, { version, intent: 'save' });
    expect([removal.status, textIn(removal.html).includes('还有人员')]).toEqual([422, true]);
    expect((await open(`/directory/units/${UNIT}`, { name: '别的名称' })).status).toBe(428);
    expect((await open('/directory/units/11530121MB9999999X', { version: '' })).status).toBe(404);
    const again = { ...formIn((await open('/directory/new-unit')).html), id: UNIT, name: '重复（示例）' };
    const refused = await open('/directory/units', { ...again, intent: 'save' });
    expect([refused.status, textIn(refused.html).includes('名录中已有此账号或代码')]).toEqual([422, true]);
  });
});

describe('a person on their page', () => {
  it('is shown with what waits for them, and a look at an absence says what it concerns', async () => {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    const page = await eventually('what waits for the reviewer', async () => {
      const shown = await open('/directory/people/reviewer');
      return shown.html.includes(id) && shown;
    });
    const row = await open('/directory/people/reviewer', { ...formIn(page.html), intent: 'add' });
    const typed = {
      ...formIn(row.html),
      'absences.0.from': '2026-12-07',
      'absences.0.to': '2026-12-11',
      'absences.0.delegate': 'reviewer2',
    };
    const backwards = await open('/directory/people/reviewer', {
      ...typed,
      'absences.0.to': '2026-12-01',
      intent: 'save',
    });
    expect([backwards.status, backwards.html.includes('value="2026-12-01"')]).toEqual([422, true]);
    expect(textIn(backwards.html)).toContain('结束日期早于开始日期');
    const look = await open('/directory/people/reviewer', { ...typed, intent: 'check' });
    expect(textIn(look.html)).toContain('有 1 件在办事项与此改动有关');
    expect(look.html).toContain(id);
    expect(textIn(look.html)).toMatch(/将转由审核人.（示例）办理/);
    const renamed = await open('/directory/people/reviewer', {
      ...formIn(page.html),
      name: '审核人（示例）',
      intent: 'check',
    });
    expect(textIn(renamed.html)).toContain('没有受影响的在办事项');
    const back = await open('/directory/people/reviewer', { ...formIn(look.html), intent: 'edit' });
    expect(formIn(back.html)).toMatchObject({ 'absences.0.delegate': 'reviewer2' });
    await open('/directory/people/reviewer', { ...formIn(look.html), intent: 'save' });
    const { body } = await administrator.get<Person>('/directory/people/reviewer');
    expect(body.absences).toEqual([{ from: '2026-12-07', to: '2026-12-11', delegate: 'reviewer2' }]);
    const standing = await open('/directory/people/reviewer2');
    expect(standing.html).toContain('href="/directory/people/reviewer"');
  });

  it('keeps what a page does not show of them', async () => {
    const read = await administrator.get<Person>('/directory/people/submitter2');
    const kept = { ...read.body, followsUnit: true };
    await administrator.put('/directory/people/submitter2', kept, {
      'if-match': read.headers.get('etag') ?? '',
    });
    const page = await open('/directory/people/submitter2');
    await open('/directory/people/submitter2', { ...formIn(page.html), lang: 'en', intent: 'save' });
    const { body } = await administrator.get<Person>('/directory/people/submitter2');
    expect(body).toEqual({ ...kept, lang: 'en' });
  });

  it('says that somebody else was first, what is there now, and loses nothing that was typed', async () => {
    const page = await open('/directory/people/auditor');
    const typed: Record<string, string> = { ...formIn(page.html), name: '我填的（示例）' };
    const read = await administrator.get<Person>('/directory/people/auditor');
    const theirs = { ...read.body, name: '别人填的（示例）' };
    await administrator.put('/directory/people/auditor', theirs, {
      'if-match': read.headers.get('etag') ?? '',
    });
    // A row more or less is no look at what somebody else did.
    const row = await open('/directory/people/auditor', { ...typed, intent: 'add' });
    expect(formIn(row.html).version).toBe(typed.version);
    const stale = await open('/directory/people/auditor', { ...typed, intent: 'save' });
    expect(stale.status).toBe(412);
    expect(textIn(stale.html)).toContain('别人填的（示例）');
    expect(formIn(stale.html)).toMatchObject({ name: '我填的（示例）' });
    expect((await administrator.get<Person>('/directory/people/auditor')).body.name).toBe(theirs.name);
    const knowing = await open('/directory/people/auditor', { ...formIn(stale.html), intent: 'save' });
    expect(knowing.url.search).toBe('?notice=saved');
    expect((await administrator.get<Person>('/directory/people/auditor')).body.name).toBe('我填的（示例）');
  });

  it('says that somebody else removed it, and saves it anew where that is wanted', async () => {
    const brief = {
      id: 'brief',
      name: '短期（示例）',
      email: 'brief@countersign.example',
      unit: UNIT,
    };
    const put = await administrator.put('/directory/people/brief', brief, { 'if-none-match': '*' });
    const page = await open('/directory/people/brief');
    await administrator.delete('/directory/people/brief', undefined, {
      'if-match': put.headers.get('etag') ?? '',
    });
    const gone = await open('/directory/people/brief', { ...formIn(page.html), lang: 'en', intent: 'save' });
    expect([gone.status, textIn(gone.html).includes('已被他人删除')]).toEqual([412, true]);
    await open('/directory/people', { ...formIn(gone.html), intent: 'save' });
    expect((await administrator.get<Person>('/directory/people/brief')).body).toEqual({
      ...brief,
      lang: 'en',
    });
  });

  it('is found by a part of a name, and asked for by id where several match', async () => {
    const page = await open(`/directory/units/${UNIT}`, {
      ...formIn((await open(`/directory/units/${UNIT}`)).html),
      intent: 'add',
    });
    const several = await open(`/directory/units/${UNIT}`, {
      ...formIn(page.html),
      'posts.0.post': 'head',
      'posts.0.holder': '审核人',
      intent: 'check',
    });
    expect(several.status).toBe(422);
    expect(textIn(several.html)).toMatch(/有多个相符，请填括号中的账号或代码：.*reviewer2/);
  });
});

describe('mails of a person', () => {
  it('are chosen on their page, and kept by a change of something else', async () => {
    const page = await open('/directory/people/approver2');
    const typed = { ...formIn(page.html), mail: 'daily', followsUnit: 'yes', intent: 'check' };
    const look = await open('/directory/people/approver2', typed);
    expect(textIn(look.html)).toContain('每个工作日汇总一封');
    await open('/directory/people/approver2', { ...formIn(look.html), intent: 'save' });
    const chosen = { mail: 'daily', followsUnit: true };
    expect((await administrator.get('/directory/people/approver2')).body).toMatchObject(chosen);
    const again = formIn((await open('/directory/people/approver2')).html);
    await open('/directory/people/approver2', { ...again, lang: 'en', intent: 'save' });
    expect((await administrator.get('/directory/people/approver2')).body).toMatchObject({
      ...chosen,
      lang: 'en',
    });
    const emptied = { ...again, lang: 'en', mail: '', followsUnit: '' };
    const { version = '', idempotencyKey = '' } = formIn((await open('/directory/people/approver2')).html);
    await open('/directory/people/approver2', { ...emptied, version, idempotencyKey, intent: 'save' });
    expect((await administrator.get<Person>('/directory/people/approver2')).body.followsUnit).toBeUndefined();
    const wrong = await open('/directory/people/approver2', {
      ...formIn((await open('/directory/people/approver2')).html),
      mail: 'never',
      intent: 'save',
    });
    expect(wrong.status).toBe(422);
  });
});

describe('the administrators', () => {
  it('are named by lines, never none, and over what was read', async () => {
    const page = await open('/directory/administrators');
    const fields = formIn(page.html);
    const none = await open('/directory/administrators', { ...fields, people: '' });
    expect([none.status, textIn(none.html).includes('至少须有一名管理员')]).toEqual([422, true]);
    const look = await open('/directory/administrators', {
      ...fields,
      people: 'administrator\r\nreviewer2@',
    });
    expect(textIn(look.html)).toContain('保存前核对 · 管理员');
    expect((await administrator.get('/directory/administrators')).body).toEqual(['administrator']);
    const two = await open('/directory/administrators', { ...formIn(look.html), intent: 'save' });
    expect(two.url.search).toBe('?notice=saved');
    expect((await administrator.get('/directory/administrators')).body).toEqual([
      'administrator',
      'reviewer2',
    ]);
    const stale = await open('/directory/administrators', {
      ...fields,
      people: 'administrator',
      intent: 'save',
    });
    expect([stale.status, formIn(stale.html).version === fields.version]).toEqual([412, false]);
  });
});

describe('whoever else is signed in', () => {
  it('is refused, and another site posts nothing', async () => {
    const other = await signedIn(platform.product, 'auditor');
    expect((await other.open(`${platform.product}/directory`)).status).toBe(403);
    expect((await other.open(`${platform.product}/directory/units/${UNIT}`, { version: '' })).status).toBe(
      403,
    );
    const auditor = await clientOf(platform, 'auditor');
    const { body } = await auditor.get<{ events: HistoryEvent[] }>('/history?chain=rules&limit=100');
    expect(
      new Set(body.events.flatMap(({ action, actor }) => (action === 'directory-changed' ? actor.id : []))),
    ).toEqual(new Set(['administrator']));
  });
});
