import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { ProjectView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { clientOf, eventually, linkFor, submit } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { field, openBrowser, tabTo, visit } from './browser.ts';

const FILE = resolve(import.meta.dirname, '../fixtures/import/beside.txt');
const IMPORTS = '/forms/project-declaration/imports';

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
  await page.locator(`button[value="${account}"]`).click();
  await page.waitForURL(`${platform.product}${path}`);
}
const stored = async (id: string) =>
  (await (await clientOf(platform, 'submitter')).get<ProjectView>(`/projects/${id}`)).body;

async function aDraft(declaration: object): Promise<ProjectView> {
  const client = await clientOf(platform, 'submitter');
  return (await client.post<ProjectView>('/projects', { form: 'project-declaration', declaration })).body;
}

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  it('a draft is checked as a whole, and submitted from there', async () => {
    const { id } = await aDraft(aDeclaration());
    const { page, complaints } = await visit(browser, { javaScriptEnabled });
    await openAs(page, 'submitter', `/projects/${id}`);
    await field(page, '/overview').fill('刚刚写的概况。');
    await page.getByRole('button', { name: '核对并提交' }).click();
    await page.waitForURL('**/projects/*check=1');
    expect(await page.locator('.declaration').textContent()).toContain('刚刚写的概况。');
    expect(await page.locator('.callout.warning h2').textContent()).toMatch(/条提示，不影响提交/);
    await page.getByRole('button', { name: '确认提交' }).click();
    await page.waitForURL('**/projects/*notice=submitted');
    expect(await stored(id)).toMatchObject({
      state: 'in-review',
      declaration: { overview: '刚刚写的概况。' },
    });
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('rows are pasted from a spreadsheet, looked at, and added', async () => {
    const { id } = await aDraft({ title: '演练', plan: [{ name: '一' }] });
    const { page } = await visit(browser, { javaScriptEnabled });
    await openAs(page, 'submitter', `/projects/${id}`);
    const paste = page.locator('fieldset[data-list="/plan"] .paste');
    await paste.locator('summary').click();
    await paste.locator('textarea').fill('支出项目\t单价\t数量\t金额\n演练\t5,000\t8\t4\n器材\t\t\t五万');
    await paste.getByRole('button', { name: '预览' }).click();
    await paste.getByRole('status').waitFor();
    expect(await paste.getByRole('status').textContent()).toMatch(
      /读出 2 行[\s\S]*演练\s*5,000.00 元\s*8\s*4.00 万元/,
    );
    expect(await paste.locator('mark').textContent()).toBe('五万（无法识别）');
    await paste.getByRole('button', { name: '添加这 2 行' }).click();
    await field(page, '/plan/2/amountFen').waitFor();
    expect(await field(page, '/plan/1/name').inputValue()).toBe('演练');
    expect(await field(page, '/plan/2/amountFen').inputValue()).toBe('五万');
    expect((await stored(id)).declaration.plan).toHaveLength(3);
    await page.context().close();
  });

  it('a return that names a field opens it alone, with the reason beside it', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const anyone = await clientOf(platform);
    const { contentHash } = (await anyone.get<{ contentHash: string }>(link)).body;
    const comment = '请补充第三项支出的测算依据和标准';
    const returned = await anyone.post(link, {
      outcome: 'return',
      comment,
      fields: ['/plan/2/basis'],
      contentHash,
    });
    expect(returned.status).toBe(200);

    const { page } = await visit(browser, { javaScriptEnabled });
    await openAs(page, 'submitter', `/projects/${id}`);
    expect(await page.locator('main :is(input:not([type="hidden"]), textarea, select)').count()).toBe(1);
    expect(await page.locator('[id="m-/plan/2/basis"]').textContent()).toContain(comment);
    expect(await page.locator('.totals').textContent()).toContain('31.50');
    await page.getByRole('link', { name: '从第一项开始修改' }).click();
    await field(page, '/plan/2/basis').fill('4个街道×1.25万元');
    if (javaScriptEnabled) {
      // The total counts what is not open, also after typing; the draft is saved by itself.
      expect(await page.locator('[data-sum]').textContent()).toBe('31.50');
      await eventually('the save', async () => JSON.stringify(await stored(id)).includes('4个街道'));
    }
    await page.getByRole('button', { name: '核对并提交' }).click();
    await page.getByRole('button', { name: '确认提交' }).click();
    await page.waitForURL('**/projects/*notice=submitted');
    const { plan, ...rest } = aDeclaration();
    const [first, second, third] = plan;
    expect(await stored(id)).toMatchObject({
      revision: 2,
      declaration: { ...rest, plan: [first, second, { ...third, basis: '4个街道×1.25万元' }] },
    });
    await page.context().close();
  });

  it('a file becomes the draft that the page shows', async () => {
    const { page, complaints } = await visit(browser, { javaScriptEnabled });
    await openAs(page, 'submitter', IMPORTS);
    await page.locator('#file').setInputFiles(FILE);
    await page.getByRole('button', { name: '读取文件' }).click();
    const mark = page.locator('[data-source-text] a.mark').filter({ hasText: '城市安全发展专项经费' });
    await mark.click();
    expect(page.url().endsWith('#f-/title') || javaScriptEnabled).toBe(true);
    if (javaScriptEnabled) {
      await page.getByRole('button', { name: '放入… 另行说明' }).click();
      const results = await page
        .locator('#put-field option')
        .filter({ hasText: '成效' })
        .first()
        .textContent();
      await page.locator('#put-field').selectOption({ label: results ?? '' });
      await page.locator('[data-do]').click();
    } else await field(page, '/results').fill('另行说明');
    const shown = { title: await field(page, '/title').inputValue(), results: '另行说明' };
    await page.locator('.bar').getByRole('button', { name: '建立草稿' }).click();
    await page.waitForURL('**/projects/*');
    const id = new URL(page.url()).pathname.split('/').at(-1);
    const { body } = await (await clientOf(platform, 'submitter')).get<ProjectView>(`/projects/${id}`);
    expect(body.state).toBe('draft');
    expect(body.declaration).toMatchObject({
      ...shown,
      budgetYear: 2026,
      appropriation: { amountFen: 31_500_000, lastYear: { approvedFen: 130_000_000 } },
    });
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

const projectOf = async (page: Page): Promise<ProjectView> => {
  const { pathname } = new URL(page.url());
  return (await (await clientOf(platform, 'submitter')).get<ProjectView>(pathname)).body;
};

const to = (page: Page, selector: string) => tabTo(page, page.locator(selector).first());

describe('the form, by keyboard alone', () => {
  it('is filled in, corrected and submitted', async () => {
    const { page, complaints } = await visit(browser);
    await openAs(page, 'submitter', '/forms/project-declaration');
    await to(page, 'a[href$="sample=1"]');
    await page.keyboard.press('Enter');
    await page.waitForURL('**sample=1');

    await to(page, '[id="f-/plan/2/amountFen"]');
    await page.keyboard.type('4.00');
    await to(page, 'button[value="add:/plan"]');
    await page.keyboard.press('Enter');
    await page.keyboard.type('应急演练');
    await to(page, '[id="f-/plan/3/amountFen"]');
    await page.keyboard.type('2.00');
    expect(await page.locator('.totals').textContent()).toContain('超出 1.00 万元');

    await to(page, 'button[value="check"]');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/projects/*?check=1');
    const finding = page.locator('#errors a');
    await finding.first().waitFor();
    expect(await finding.count()).toBe(1);
    expect(await finding.getAttribute('href')).toBe('#f-/appropriation/amountFen');
    expect(await field(page, '/appropriation/amountFen').getAttribute('aria-invalid')).toBe('true');
    expect(await field(page, '/plan/3/name').inputValue()).toBe('应急演练');

    await to(page, '[id="f-/plan/3/amountFen"]');
    await page.keyboard.type('1.00');
    await to(page, 'button[value="check"]');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '提交前核对' }).waitFor();
    expect((await projectOf(page)).state).toBe('draft');
    await to(page, 'form[action$="/submit"] button');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/projects/*notice=submitted');
    const { id, state, stage, declaration } = await projectOf(page);
    expect(await page.locator('.callout').textContent()).toContain(`已提交，编号 ${id}`);
    expect(await page.locator('.callout').textContent()).toContain('下一步：财务审核');
    expect({ state, stage }).toEqual({ state: 'in-review', stage: 'finance-review' });
    const [first, second, third] = aDeclaration().plan;
    expect(declaration.plan).toEqual([
      first,
      second,
      { ...third, amountFen: 4_000_000 },
      { name: '应急演练', amountFen: 1_000_000 },
    ]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('the form, without JavaScript', () => {
  it('keeps rows, keeps what it cannot read, finds errors, and submits', async () => {
    const { page } = await visit(browser, { javaScriptEnabled: false });
    await openAs(page, 'submitter', '/forms/project-declaration');
    await page.getByRole('link', { name: '填入示例' }).click();

    // A row is asked of the server, which keeps everything and comes back to the row; so does one that moves.
    const focusedId = () => page.locator(':focus').getAttribute('id');
    await field(page, '/plan/2/amountFen').fill('4.00');
    await page.locator('button[value="add:/plan"]').click();
    await page.waitForURL(/\/projects\/[^/]+/);
    expect(await focusedId()).toBe('f-/plan/3');
    expect(await page.locator('.totals').textContent()).toMatch(/合计\s30\.50.*尚差 1\.00 万元/s);
    await field(page, '/plan/3/name').fill('应急演练');
    await field(page, '/plan/3/amountFen').fill('一万');
    await page.locator('button[value="up:/plan/3"]').click();

    await page.waitForURL(/\/projects\/[^/]+/);
    expect(await focusedId()).toBe('f-/plan/2');
    expect(await field(page, '/plan/2/name').inputValue()).toBe('应急演练');
    expect(await field(page, '/plan/2/amountFen').inputValue()).toBe('一万');
    await page.locator('button[value="check"]').click();
    await page.waitForURL('**/projects/*?check=1');
    expect(await page.locator('[id="m-/plan/2/amountFen"]').textContent()).not.toBe('');
    expect(await field(page, '/plan/2/amountFen').inputValue()).toBe('一万');
    // Whoever listens hears first that it failed, and why.
    expect(await page.title()).toMatch(/^错误：/);
    await page.locator('#errors:focus').waitFor();

    await field(page, '/plan/2/amountFen').fill('1');
    await page.locator('button[value="check"]').click();
    await page.getByRole('button', { name: '确认提交' }).click();
    await page.waitForURL('**/projects/*notice=submitted');
    const { state, declaration } = await projectOf(page);
    const [first, second, third] = aDeclaration().plan;
    expect(state).toBe('in-review');
    expect(declaration.plan).toEqual([
      first,
      second,
      { name: '应急演练', amountFen: 1_000_000 },
      { ...third, amountFen: 4_000_000 },
    ]);
    await page.context().close();
  });

  it('is withdrawn in two steps', async () => {
    const { page } = await visit(browser, { javaScriptEnabled: false });
    await openAs(page, 'submitter', '/forms/project-declaration');
    await field(page, '/title').fill('写着玩的');
    await page.locator('button[value="save"]').first().click();
    await page.waitForURL(/\/projects\/[^/]+/);
    expect(await page.getByRole('button', { name: '确认撤销' }).isVisible()).toBe(false);
    await page.getByText('撤销项目…').click();
    await page.getByRole('button', { name: '确认撤销' }).click();
    await page.waitForURL('**/projects/*notice=withdrawn');
    expect((await projectOf(page)).state).toBe('withdrawn');
    await page.context().close();
  });
});
