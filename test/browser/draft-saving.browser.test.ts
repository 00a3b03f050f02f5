import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { ProjectView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { clientOf, eventually } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { field, openBrowser, PHONE, visit } from './browser.ts';
import { violationsOn } from './violations.ts';

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
  (await (await clientOf(platform, 'submitter')).get<{ tabs: { waiting: number } }>('/')).body.tabs.waiting;

async function aDraft(declaration: object = { title: '演练' }): Promise<ProjectView> {
  const client = await clientOf(platform, 'submitter');
  return (await client.post<ProjectView>('/projects', { form: 'project-declaration', declaration })).body;
}

/** Signs in to a draft on a slow line: what is typed, by field, is typed before the page's script is there. */
async function typeBeforeTheScript(
  page: Page,
  id: string,
  typed: Readonly<Record<string, string>>,
): Promise<void> {
  const held = Promise.withResolvers<void>();
  await page.route('**/assets/form.*.js', async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.goto(`${platform.product}/projects/${id}`, { waitUntil: 'commit' });
  await page.locator('button[value="submitter"]').click();
  for (const [pointer, text] of Object.entries(typed)) await field(page, pointer).fill(text);
  held.resolve();
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

  it('saves what was typed before the script was there', async () => {
    const { id } = await aDraft();
    const { page } = await visit(browser);
    await typeBeforeTheScript(page, id, { '/overview': '网速慢时写的', '/plan/0/amountFen': '5.5' });
    await eventually('the text', async () => (await stored(id)).declaration.overview === '网速慢时写的');
    // What the page tells of it is true as well.
    expect(await page.locator('.totals [data-sum]').textContent()).toBe('5.50');
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

  it('keep what one of them chose also where that did not arrive', async () => {
    const { id } = await aDraft();
    const { page } = await visit(browser);
    await openAs(page, 'submitter', `/projects/${id}`);
    const client = await clientOf(platform, 'submitter');
    const theirs = { declaration: { title: '他们的题目' } };
    await client.put(`/projects/${id}`, theirs, { 'if-match': '"1"' });
    await field(page, '/title').fill('我的题目');
    await page.locator('[data-stale]').waitFor();
    await page.route(`**/projects/${id}`, (route) => route.abort());
    await page.getByRole('button', { name: '保留我的' }).click();
    await page.waitForURL('chrome-error://**');
    await page.unroute(`**/projects/${id}`);
    await page.goto(`${platform.product}/projects/${id}`);
    await page.locator('[data-stale]').waitFor();
    expect(await field(page, '/title').inputValue()).toBe('我的题目');
    await page.getByRole('button', { name: '保留我的' }).click();
    await eventually('mine', async () => (await stored(id)).title === '我的题目');
    await untilSaved(page);
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
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

describe('what is found while somebody writes', () => {
  const badge = (page: Page, section: string) => page.locator(`a[href="#s-${section}"] [data-state]`);

  it('is true in the list, beside the fields and at the side after every save, and goes as it is put right', async () => {
    const { id } = await aDraft(aDeclaration());
    const { page, complaints } = await visit(browser);
    await openAs(page, 'submitter', `/projects/${id}`);
    expect(await page.locator('#errors').count()).toBe(0);
    expect(await page.locator('#warnings summary').textContent()).toMatch(/条提示，不影响提交/);
    expect(await badge(page, 'appropriation').textContent()).toBe('完成');

    // 5,000 元 more than there are.
    await field(page, '/plan/2/amountFen').fill('5.5');
    await page.locator('#errors a').waitFor();
    expect(await page.locator('#errors a').textContent()).toContain('多 0.50 万元');
    expect(await page.locator('#errors .soft').textContent()).toBe('资金安排 · 金额');
    for (const section of ['appropriation', 'plan'])
      expect(await badge(page, section).textContent()).toBe('1 错误');
    expect(await page.locator('[id="m-/plan"]').textContent()).toContain('多 0.50 万元');
    expect(await field(page, '/appropriation/amountFen').getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('#warnings summary').textContent()).not.toContain('不影响提交');
    expect(await violationsOn(page)).toEqual([]);

    // Of rows that are not stored the page alone knows: what is found stands where it is seen.
    await page.locator('button[value="add:/plan"]').click();
    await page.locator('button[value="add:/plan"]').click();
    await field(page, '/plan/4/name').fill('应急演练');
    await field(page, '/plan/4/unitPriceFen').fill('100');
    await field(page, '/plan/4/quantity').fill('3');
    await field(page, '/plan/4/amountFen').fill('1');
    await page.locator('[id="m-/plan/4/amountFen"]').getByText('填报为').waitFor();
    await page.locator('button[value="remove:/plan/4"]').click();
    await field(page, '/plan/2/amountFen').fill('5');
    await page.locator('#errors').waitFor({ state: 'detached' });
    expect(await badge(page, 'appropriation').textContent()).toBe('完成');
    expect(await page.locator('[id="m-/plan"]').isVisible()).toBe(false);
    expect(await field(page, '/appropriation/amountFen').getAttribute('aria-invalid')).toBeNull();
    expect(await page.locator('#warnings summary').textContent()).toMatch(/条提示，不影响提交/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('is what is missing as well, once somebody meant to hand it in', async () => {
    const { id } = await aDraft({ title: '演练' });
    const { page } = await visit(browser, { viewport: PHONE });
    await openAs(page, 'submitter', `/projects/${id}`);
    await field(page, '/budgetYear').fill('2026');
    await untilSaved(page);
    expect(await page.locator('#errors').count()).toBe(0);
    await page.getByRole('button', { name: '核对并提交' }).click();
    await page.waitForURL('**/projects/*?check=1');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('errors');
    expect(await page.title()).toMatch(/^错误：演练/);
    // Of an empty section all of it at once.
    for (const path of [
      '/unit/name',
      '/unit/uscc',
      '/appropriation/amountFen',
      '/plan/0/name',
      '/plan/0/amountFen',
    ])
      expect(await page.locator(`[id="m-${path}"]`).textContent()).toContain('请填写');
    expect(await violationsOn(page)).toEqual([]);
    await field(page, '/unit/name').fill('应急管理局');
    await page.locator('[id="m-/unit/name"]').waitFor({ state: 'hidden' });
    expect(await page.locator('[id="m-/unit/uscc"]').isVisible()).toBe(true);
    await field(page, '/title').fill('应急演练经费');
    expect(await page.locator('h1').textContent()).toBe('应急演练经费');
    await page.context().close();
  });
});

describe('signing out', () => {
  const kept = (page: Page) => page.evaluate(() => ({ ...sessionStorage }));
  const signedOut = '**/session/end**';

  /** A draft's page, with what its browser asks; it stays until told otherwise. */
  async function openDraft() {
    const { id } = await aDraft();
    const { page } = await visit(browser);
    await openAs(page, 'submitter', `/projects/${id}`);
    const asked: string[] = [];
    const answers: ('dismiss' | 'accept')[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog[answers.shift() ?? 'dismiss']();
    });
    return { id, page, asked, answers };
  }
  const signOut = (page: Page) => page.locator('form[action="/sign-out"] button').click();

  it('asks where something could not be saved, and whoever stays has it still', async () => {
    const { id, page, asked } = await openDraft();
    await page.route(`**/projects/${id}`, (route) => route.abort());
    await field(page, '/overview').fill('还没有存上');
    await state(page).filter({ hasText: '保存失败' }).waitFor();
    const before = await kept(page);
    await signOut(page);
    await eventually('the question', async () => asked.length > 0);
    expect([asked, await kept(page)]).toEqual([['beforeunload'], before]);
    await page.unroute(`**/projects/${id}`);
    await untilSaved(page);
    expect((await stored(id)).declaration.overview).toBe('还没有存上');
    await page.context().close();
  });

  it('asks where it is open what becomes of something, and clears the tab behind whoever leaves', async () => {
    const { id, page, asked, answers } = await openDraft();
    // What was typed over a version that another window has saved over since.
    await page.evaluate((key) => {
      const form = document.querySelector<HTMLFormElement>('form[data-form]');
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(form ?? undefined)) body.append(name, String(value));
      body.set('title', '没有存上的');
      const { person } = form?.dataset ?? {};
      sessionStorage.setItem(key, JSON.stringify({ person, bodies: [body.toString()] }));
    }, `offered /projects/${id}`);
    const beside = await clientOf(platform, 'submitter');
    await beside.put(`/projects/${id}`, { declaration: { title: '另存的' } }, { 'if-match': '"1"' });
    await page.reload();
    await page.locator('[data-kept-still]').waitFor();
    await signOut(page);
    await eventually('the question', async () => asked.length > 0);
    await page.getByRole('button', { name: '恢复这些内容' }).click();
    await page.locator('[data-stale]').waitFor();
    // Nothing is left that is being sent.
    expect(asked).toHaveLength(1);
    await signOut(page);
    await eventually('another question', async () => asked.length > 1);
    expect(await field(page, '/title').inputValue()).toBe('没有存上的');
    answers.push('accept');
    await signOut(page);
    await page.waitForURL(signedOut);
    await page.goto(`${platform.product}/health`);
    expect(await kept(page)).toEqual({});
    await page.context().close();
  });

  it('saves what was typed last, and asks nobody', async () => {
    const { id, page, asked } = await openDraft();
    await field(page, '/overview').fill('退出前写的');
    await signOut(page);
    await page.waitForURL(signedOut);
    expect([asked, (await stored(id)).declaration.overview]).toEqual([[], '退出前写的']);
    await page.context().close();
  });
});

describe('a session that ends while somebody writes', () => {
  const SESSION_SECONDS = 8 * 60 * 60;
  const notice = (page: Page) => page.locator('[data-signed-out]');
  const keptIn = (page: Page) =>
    page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('unsaved ')));

  /** A draft on whose page something was written after the end. */
  async function writeAfterTheEnd(text: string): Promise<{ page: Page; id: string }> {
    const { id } = await aDraft({ title: '演练' });
    const { page } = await visit(browser);
    await openAs(page, 'submitter', `/projects/${id}`);
    await platform.advance(SESSION_SECONDS);
    await field(page, '/overview').fill(text);
    await notice(page).waitFor();
    return { page, id };
  }

  it('is told in sight; signed in beside the page, the save goes on by itself', async () => {
    const { page, id } = await writeAfterTheEnd('过期之后写的');
    await page.setViewportSize(PHONE);
    expect(await notice(page).textContent()).toMatch(/没有丢.*关闭标签页或退出登录时清除/);
    expect(await violationsOn(page)).toEqual([]);
    expect(await keptIn(page)).toEqual([`unsaved /projects/${id}`]);
    // No button leads away from what is not saved.
    await page.getByRole('button', { name: '核对并提交' }).click();
    await page.waitForTimeout(500);
    expect(new URL(page.url()).pathname).toBe(`/projects/${id}`);
    expect(await field(page, '/overview').inputValue()).toBe('过期之后写的');

    const [beside] = await Promise.all([
      page.context().waitForEvent('page'),
      notice(page).getByRole('link', { name: '在新窗口登录' }).click(),
    ]);
    await beside.locator('button[value="submitter"]').click();
    await beside.waitForURL(`${platform.product}/projects/${id}`);
    await beside.close();
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await untilSaved(page);
    expect((await stored(id)).declaration.overview).toBe('过期之后写的');
    expect(await notice(page).isVisible()).toBe(false);
    expect(await keptIn(page)).toEqual([]);
    await page.context().close();
  });

  it('signed in the usual way, the same page comes back with the text, for the same person alone', async () => {
    const { page, id } = await writeAfterTheEnd('留在本标签页的');
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(`${platform.product}/projects/${id}`);
    await page.locator('button[value="submitter"]').click();
    await page.waitForURL(`${platform.product}/projects/${id}#kept`);
    await page.locator('#kept').waitFor();
    await eventually('the text', async () => (await field(page, '/overview').inputValue()) !== '');
    expect(await field(page, '/overview').inputValue()).toBe('留在本标签页的');
    expect((await stored(id)).declaration.overview).toBe('留在本标签页的');
    expect(await keptIn(page)).toEqual([]);

    await page.evaluate(
      ([key]) => sessionStorage.setItem(key ?? '', JSON.stringify({ person: 'someone', body: 'version=1' })),
      [`unsaved /projects/${id}`],
    );
    await page.reload();
    await field(page, '/overview').waitFor();
    expect(await keptIn(page)).toEqual([]);
    // Signing out empties the tab, also from a page that knows nothing of this.
    await page.evaluate(() => sessionStorage.setItem('unsaved /elsewhere', '{}'));
    await page.goto(`${platform.product}/`);
    await page.locator('form[action="/sign-out"] button').click();
    await page.waitForURL('**/session/end**');
    await page.goto(`${platform.product}/health`);
    expect(await keptIn(page)).toEqual([]);
    await page.context().close();
  });

  it('while the text comes back, nothing can be typed that the page would lose with it', async () => {
    const { page, id } = await writeAfterTheEnd('留在本标签页的');
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(`${platform.product}/projects/${id}`);
    const held = Promise.withResolvers<void>();
    await page.route(`**/projects/${id}`, async (route) => {
      if (route.request().method() === 'POST') await held.promise;
      await route.continue();
    });
    await page.locator('button[value="submitter"]').click();
    await page.waitForURL(`${platform.product}/projects/${id}`);
    await page.locator('form[inert]').waitFor();
    const typing = field(page, '/unit/name').click();
    held.resolve();
    await page.locator('#kept').waitFor();
    await typing;
    await page.keyboard.type('回来之后写的');
    await eventually('both', async () => {
      const { overview, unit } = (await stored(id)).declaration;
      return overview === '留在本标签页的' && JSON.stringify(unit)?.includes('回来之后写的');
    });
    await page.context().close();
  });

  /** Comes back, on a slow line, to what was kept. */
  async function comeBackTyping(page: Page, id: string, typed: Readonly<Record<string, string>>) {
    page.on('dialog', (dialog) => void dialog.accept());
    await typeBeforeTheScript(page, id, typed);
  }
  const offered = (page: Page) => page.locator('[data-kept-still]');

  it('what is typed before the script is there is saved with what comes back', async () => {
    const { page, id } = await writeAfterTheEnd('留在本标签页的');
    await comeBackTyping(page, id, { '/unit/name': '网速慢时写的' });
    await eventually('both', async () => {
      const { overview, unit } = (await stored(id)).declaration;
      return overview === '留在本标签页的' && JSON.stringify(unit)?.includes('网速慢时写的');
    });
    await page.locator('#kept').waitFor();
    await eventually('nothing left', async () => (await keptIn(page)).length === 0);
    expect(await field(page, '/unit/name').inputValue()).toBe('网速慢时写的');
    expect(await page.locator('[data-stale]').count()).toBe(0);
    await page.context().close();
  });

  it('typed in the same field, both stay: the later is saved, and the earlier waits until somebody says', async () => {
    const { page, id } = await writeAfterTheEnd('留在本标签页的');
    await comeBackTyping(page, id, { '/overview': '网速慢时另写的' });
    await offered(page).waitFor();
    await untilSaved(page);
    expect((await stored(id)).declaration.overview).toBe('网速慢时另写的');
    await page.reload();
    await offered(page).getByRole('button', { name: '恢复这些内容' }).click();
    expect(await page.locator('[data-stale] tbody tr').textContent()).toMatch(
      /留在本标签页的\s*网速慢时另写的/,
    );
    await page.getByRole('button', { name: '保留我的' }).click();
    await eventually('the earlier', async () => (await stored(id)).declaration.overview === '留在本标签页的');
    await page.context().close();
  });

  it('what could not be brought back waits, whatever is saved meanwhile, until somebody says', async () => {
    const { page, id } = await writeAfterTheEnd('留在本标签页的');
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(`${platform.product}/projects/${id}`);
    let lost = 0;
    await page.route(`**/projects/${id}`, async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.fallback();
      lost += 1;
      return route.abort();
    });
    await page.locator('button[value="submitter"]').click();
    await offered(page).waitFor();
    await field(page, '/unit/name').fill('接着写的');
    await untilSaved(page);
    await page.reload();
    await offered(page).getByRole('button', { name: '不要了' }).click();
    expect(await offered(page).isVisible()).toBe(false);
    await page.reload();
    await state(page).waitFor();
    expect(await offered(page).isVisible()).toBe(false);
    await page.context().close();
  });

  it('without JavaScript: the page that says so holds everything, and sends it once more', async () => {
    const { id } = await aDraft({ title: '演练' });
    const { page } = await visit(browser, { javaScriptEnabled: false });
    await openAs(page, 'submitter', `/projects/${id}`);
    await platform.advance(SESSION_SECONDS);
    await field(page, '/overview').fill('甲\n\n乙 "<b>"');
    await page.locator('button[value="save"]').first().click();
    expect(await page.locator('main').textContent()).toContain('内容没有丢');
    const signIn = page.getByRole('link', { name: '在新窗口登录' });
    expect(await signIn.getAttribute('href')).toBe(
      `/sign-in?returnTo=${encodeURIComponent(`/projects/${id}`)}`,
    );
    const again = page.getByRole('button', { name: '继续提交' });
    // Too early changes nothing: it is all there again.
    await again.click();
    expect(await page.locator('main').textContent()).toContain('内容没有丢');
    const [beside] = await Promise.all([page.context().waitForEvent('page'), signIn.click()]);
    await beside.locator('button[value="submitter"]').click();
    await beside.waitForURL(`${platform.product}/projects/${id}`);
    await again.click();
    await page.waitForURL(`${platform.product}/projects/${id}?notice=saved`);
    expect((await stored(id)).declaration.overview).toBe('甲\n\n乙 "<b>"');
    await page.context().close();
  });

  it('does not take one for another: what was saved already and is sent again is no conflict', async () => {
    const { id } = await aDraft({ title: '演练' });
    const { page } = await visit(browser);
    await openAs(page, 'submitter', `/projects/${id}`);
    let lost = 0;
    await page.route(`**/projects/${id}`, async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.fallback();
      lost += 1;
      await route.fetch();
      return route.abort();
    });
    await field(page, '/overview').fill('答复丢失的');
    await state(page).filter({ hasText: '保存失败' }).waitFor();
    await untilSaved(page);
    expect(await page.locator('[data-stale]').count()).toBe(0);
    expect(await stored(id)).toMatchObject({ version: 2, declaration: { overview: '答复丢失的' } });
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
