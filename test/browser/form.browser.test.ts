import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { ProjectView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { clientOf } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { field, openBrowser, tabTo, visit } from './browser.ts';

let browser: Browser;
let platform: Platform;

beforeAll(async () => {
  [browser, platform] = await Promise.all([openBrowser(), startPlatform()]);
});
afterAll(async () => {
  await browser.close();
  await platform.stop();
});

/** Opens an address as a sample account: the sign-in stands between. */
async function openAs(page: Page, account: string, path: string): Promise<void> {
  await page.goto(`${platform.product}${path}`);
  await page.locator(`button[value="${account}"]`).click();
  await page.waitForURL(`${platform.product}${path}`);
}

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

    // A row is asked of the server, which keeps everything and comes back to the list.
    await field(page, '/plan/2/amountFen').fill('4.00');
    await page.locator('button[value="add:/plan"]').click();
    await page.waitForURL(/\/projects\/[^/]+/);
    expect(new URL(page.url()).hash).toBe('#f-/plan');
    expect(await page.locator('.totals').textContent()).toMatch(/合计\s30\.50.*尚差 1\.00 万元/s);
    await field(page, '/plan/3/name').fill('应急演练');
    await field(page, '/plan/3/amountFen').fill('一万');
    await page.locator('button[value="up:/plan/3"]').click();

    await page.waitForURL(/\/projects\/[^/]+/);
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
