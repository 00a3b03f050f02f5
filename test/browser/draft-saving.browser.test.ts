import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { ProjectView } from '../../shared/contract/views.ts';
import { clientOf, eventually } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { field, openBrowser, visit } from './browser.ts';

let browser: Browser;
let platform: Platform;

beforeAll(async () => {
  [browser, platform] = await Promise.all([openBrowser(), startPlatform()]);
});
afterAll(async () => {
  await browser.close();
  await platform.stop();
});

async function openAs(page: Page, account: string, path: string): Promise<void> {
  await page.goto(`${platform.product}${path}`);
  const account_ = page.locator(`button[value="${account}"]`);
  await account_.click();
  await page.waitForURL(`${platform.product}${path}`);
}

const stored = async (id: string) =>
  (await (await clientOf(platform, 'submitter')).get<ProjectView>(`/projects/${id}`)).body;
const idIn = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1) ?? '';
const state = (page: Page) => page.locator('[data-save-state]');
const savedText = /^已保存 \d\d:\d\d:\d\d（北京时间）$/;
const untilSaved = (page: Page) => state(page).filter({ hasText: savedText }).waitFor();
const drafts = async () =>
  (await (await clientOf(platform, 'submitter')).get<{ mine: unknown[] }>('/')).body.mine.length;

async function aDraft(declaration: object = { title: '演练' }): Promise<ProjectView> {
  const client = await clientOf(platform, 'submitter');
  return (await client.post<ProjectView>('/projects', { form: 'project-declaration', declaration })).body;
}

describe('saving by itself', () => {
  it('makes one draft of a new form, goes on in it, and keeps what it cannot read', async () => {
    const { page, complaints } = await visit(browser);
    await openAs(page, 'submitter', '/forms/project-declaration');
    const before = await drafts();
    await field(page, '/title').fill('应急演练');
    await untilSaved(page);
    const id = idIn(page);
    expect(new URL(page.url()).pathname).toBe(`/projects/${id}`);
    expect(await stored(id)).toMatchObject({ version: 1, declaration: { title: '应急演练' } });

    await field(page, '/plan/0/amountFen').fill('三十万');
    await page.locator('button[value="add:/plan"]').click();
    await page.keyboard.type('第二项');
    await eventually('the second save', async () => (await stored(id)).declaration.plan !== undefined);
    await untilSaved(page);
    expect(await drafts()).toBe(before + 1);

    await page.reload();
    expect(await field(page, '/plan/0/amountFen').inputValue()).toBe('三十万');
    expect(await field(page, '/plan/1/name').inputValue()).toBe('第二项');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('makes one draft also where the answer to the first save is lost, and loses nothing typed meanwhile', async () => {
    const { page } = await visit(browser);
    await openAs(page, 'submitter', '/forms/project-declaration');
    const before = await drafts();
    let lost = 0;
    await page.route('**/projects', async (route) => {
      lost += 1;
      if (lost > 1) return route.fallback();
      await route.fetch();
      return route.abort();
    });
    await field(page, '/title').fill('应急');
    await state(page).filter({ hasText: '保存失败' }).waitFor();
    await field(page, '/title').fill('应急演练');
    await untilSaved(page);
    await eventually('the later text', async () => (await stored(idIn(page))).title === '应急演练');
    expect(await drafts()).toBe(before + 1);
    await page.context().close();
  });

  it('loses nothing when the tab is closed in the middle of typing', async () => {
    const { id } = await aDraft();
    const { page } = await visit(browser);
    await openAs(page, 'submitter', `/projects/${id}`);
    await field(page, '/overview').fill('写到一半');
    const context = page.context();
    await page.goto('about:blank');
    await eventually('the last words', async () => (await stored(id)).declaration.overview === '写到一半');
    await context.close();
  });

  it('saves typing that does not pause', async () => {
    const { id } = await aDraft();
    const { page } = await visit(browser);
    await openAs(page, 'submitter', `/projects/${id}`);
    await field(page, '/overview').focus();
    const began = Date.now();
    let seen = 0;
    while (Date.now() - began < 5_000 && seen === 0) {
      await page.keyboard.type('字', { delay: 200 });
      if ((await stored(id)).declaration.overview !== undefined) seen = Date.now() - began;
    }
    // Two seconds, and one for a busy machine.
    expect(seen).toBeGreaterThan(0);
    expect(seen).toBeLessThan(3_500);
    await page.context().close();
  });
});

describe('two who edit one draft', () => {
  it('see both versions; mine stays where I say so, and theirs where I say that', async () => {
    const { id } = await aDraft();
    const { page } = await visit(browser);
    await openAs(page, 'submitter', `/projects/${id}`);
    const other = await page.context().newPage();
    await other.goto(`${platform.product}/projects/${id}`);

    await field(other, '/title').fill('他们的题目');
    await untilSaved(other);
    await field(page, '/title').fill('我的题目');
    const notice = page.locator('[data-stale]');
    await notice.waitFor();
    expect(await notice.locator('tbody tr').textContent()).toMatch(/项目名称\s*我的题目\s*他们的题目/);
    expect(await field(page, '/title').inputValue()).toBe('我的题目');
    // Nothing is saved until somebody chooses.
    await field(page, '/overview').fill('接着写');
    await page.waitForTimeout(1_500);
    expect((await stored(id)).title).toBe('他们的题目');
    await page.getByRole('button', { name: '保留我的' }).click();
    await eventually('mine', async () => (await stored(id)).title === '我的题目');
    expect((await stored(id)).declaration.overview).toBe('接着写');

    await field(other, '/title').fill('再改');
    await other.locator('[data-stale]').waitFor();
    await other.getByRole('link', { name: '采用对方的' }).click();
    await other.waitForLoadState();
    await eventually('theirs', async () => (await field(other, '/title').inputValue()) === '我的题目');
    expect((await stored(id)).title).toBe('我的题目');
    await page.context().close();
  });

  it('without JavaScript get the same choice, with everything typed still there', async () => {
    const draft = await aDraft();
    const { page } = await visit(browser, { javaScriptEnabled: false });
    await openAs(page, 'submitter', `/projects/${draft.id}`);
    const client = await clientOf(platform, 'submitter');
    await client.put(
      `/projects/${draft.id}`,
      { declaration: { title: '他们的题目' } },
      { 'if-match': '"1"' },
    );
    await field(page, '/title').fill('我的题目');
    await page.locator('button[value="save"]').first().click();
    expect(await page.locator('[data-stale] tbody tr').textContent()).toMatch(/我的题目\s*他们的题目/);
    expect(await field(page, '/title').inputValue()).toBe('我的题目');
    await page.getByRole('button', { name: '保留我的' }).click();
    expect((await stored(draft.id)).title).toBe('我的题目');
    await page.context().close();
  });

  it('cannot undo a submission', async () => {
    const client = await clientOf(platform, 'submitter');
    const { sample } = (await client.get<{ sample: object }>('/forms/project-declaration')).body;
    const { id } = await aDraft(sample);
    const { page } = await visit(browser);
    await openAs(page, 'submitter', `/projects/${id}`);
    const sent = await client.post<ProjectView>(`/projects/${id}/submit`, {}, { 'if-match': '"1"' });
    expect(sent.status).toBe(200);
    await field(page, '/title').fill('太晚了');
    await state(page).filter({ hasText: '已不是草稿' }).waitFor();
    expect(await state(page).getByRole('link').getAttribute('href')).toContain(`/projects/${id}`);
    expect(await stored(id)).toMatchObject({ state: 'in-review', title: sent.body.title });
    await page.context().close();
  });
});

describe('an input method', () => {
  it('does not submit by the Enter that chooses characters', async () => {
    const { id } = await aDraft();
    const { page } = await visit(browser);
    await openAs(page, 'submitter', `/projects/${id}`);
    await field(page, '/title').fill('');
    const devtools = await page.context().newCDPSession(page);
    const sent: string[] = [];
    page.on('request', (request) => request.isNavigationRequest() && sent.push(request.url()));
    await devtools.send('Input.imeSetComposition', { text: 'yanlian', selectionStart: 7, selectionEnd: 7 });
    const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 };
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', ...enter });
    await devtools.send('Input.insertText', { text: '演练' });
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter });
    // Some browsers: the composition has ended when the key is told, and the code alone says whose it was.
    const prevented = await field(page, '/title').evaluate((input) => {
      const event = new KeyboardEvent('keydown', {
        key: 'Enter',
        keyCode: 229,
        bubbles: true,
        cancelable: true,
      });
      return !input.dispatchEvent(event);
    });
    expect(prevented).toBe(true);
    await untilSaved(page);
    expect(sent).toEqual([]);
    expect(await field(page, '/title').inputValue()).toBe('演练');
    expect((await stored(id)).title).toBe('演练');
    await page.context().close();
  });
});
