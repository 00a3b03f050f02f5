import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { definition } from '../../shared/declaration/definition.ts';
import { readForm } from '../../shared/forms/form-data.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { asDocument } from '../unit/pages/samples/documents.tsx';
import { aForm } from '../unit/pages/samples/form-pages.tsx';
import { field, openBrowser, visit } from './browser.ts';
import { type PageServer, servePages } from './page-server.ts';

const frame = { script: 'form', person: { name: '经办人甲', roles: ['submitter'] } } as const;

let browser: Browser;
let server: PageServer;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  server = await servePages(
    new Map([
      ['sample', asDocument(aForm(), frame)],
      ['empty', asDocument(aForm({ declaration: {} }), frame)],
      ['english', asDocument(aForm({ lang: 'en' }), { ...frame, lang: 'en' })],
    ]),
  );
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});
beforeEach(async () => {
  ({ page, complaints } = await visit(browser));
});
afterEach(async () => {
  await page.context().close();
  expect(complaints).toEqual([]);
});

const open = (path: string) => page.goto(`${server.address}/${path}`);
const totals = () => page.locator('.totals').textContent();
const stateOf = (section: string) => page.locator(`a[href="#s-${section}"] [data-state]`).textContent();
const button = (value: string) => page.locator(`button[value="${value}"]`).first();
const focused = () =>
  page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute('value'));

/** Sends the form and reads what arrived, as the server does. */
async function save(): Promise<Record<string, unknown>> {
  await button('save').click();
  await page.waitForURL('**/projects**');
  return readForm(definition, [...(server.posted.at(-1)?.body ?? [])]).declaration;
}

describe('amounts', () => {
  it('are shown back and summed while they are typed', async () => {
    await open('sample');
    expect(await totals()).toContain('相符');
    await field(page, '/plan/2/amountFen').fill('５．５');
    expect(await page.locator('[id="e-/plan/2/amountFen"]').textContent()).toBe('55,000.00 元\n伍万伍仟元整');
    expect(await totals()).toMatch(/合计\s32\.00\s\/\s资金安排\s31\.50\s万元\s超出 0\.50 万元/);
    await field(page, '/appropriation/amountFen').fill('32万元');
    expect(await totals()).toContain('相符');
  });

  it('that are none say so at once and count as nothing', async () => {
    await open('sample');
    await field(page, '/plan/2/amountFen').fill('五万');
    expect(await page.locator('[id="e-/plan/2/amountFen"]').textContent()).toBe('不是金额，例：31.50');
    expect(await totals()).toContain('尚差 5.00 万元');
  });

  it('are asked about where 元 may have been meant, until they say their unit; a comma is never guessed', async () => {
    await open('sample');
    const echo = page.locator('[id="e-/plan/2/amountFen"]');
    await field(page, '/plan/2/amountFen').fill('50000');
    expect(await echo.textContent()).toMatch(/^是否为 50,000 元？.*50,000元 或 50000万元$/);
    expect(await totals()).toContain('尚差 5.00 万元');
    await field(page, '/plan/2/amountFen').fill('50000元');
    expect(await echo.textContent()).toBe('50,000.00 元\n伍万元整');
    expect(await totals()).toContain('相符');
    await field(page, '/plan/2/amountFen').fill('0,15');
    expect(await echo.textContent()).toContain('是否为 0.15？');
  });

  it('speak the page’s language', async () => {
    await open('english');
    await field(page, '/plan/2/amountFen').fill('4');
    expect(await totals()).toContain('¥10,000.00 short');
  });
});

describe('rows', () => {
  it('are added by keyboard, and typing goes on in the new one', async () => {
    await open('sample');
    await button('add:/plan').focus();
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('f-/plan/3/name');
    await page.keyboard.type('应急演练');
    await field(page, '/plan/3/amountFen').fill('1');
    expect(await totals()).toContain('超出 1.00 万元');
    const { plan } = aDeclaration();
    expect(await save()).toEqual({
      ...aDeclaration(),
      plan: [...plan, { name: '应急演练', amountFen: 1_000_000 }],
    });
  });

  it('inside rows are added to the right one', async () => {
    await open('sample');
    await button('add:/basis').click();
    await field(page, '/basis/7/title').fill('《预算法》');
    await button('add:/basis/7/articles').click();
    expect(await focused()).toBe('f-/basis/7/articles/0');
    await page.keyboard.type('第三十二条');
    const { basis } = aDeclaration();
    expect(await save()).toEqual({
      ...aDeclaration(),
      basis: [...basis, { title: '《预算法》', articles: ['第三十二条'] }],
    });
  });

  it('move up and down, with all that is in them, and keep the focus on the button', async () => {
    await open('sample');
    await button('up:/basis/6').focus();
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('up:/basis/5');
    await button('down:/plan/0').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Space');
    // At the end the way down is shut; the way up has the focus.
    expect(await focused()).toBe('up:/plan/2');
    expect(await button('down:/plan/2').isDisabled()).toBe(true);
    const { basis, plan } = aDeclaration();
    expect(await save()).toEqual({
      ...aDeclaration(),
      basis: [...basis.slice(0, 5), basis[6], basis[5]],
      plan: [plan[1], plan[2], plan[0]],
    });
  });

  it('that were removed can be brought back', async () => {
    await open('sample');
    await button('remove:/plan/1').click();
    expect(await totals()).toContain('尚差 4.00 万元');
    expect(await field(page, '/plan/1/name').inputValue()).toBe(aDeclaration().plan[2]?.name);
    await page.getByRole('button', { name: '撤销删除' }).click();
    expect(await totals()).toContain('相符');
    expect(await save()).toEqual(aDeclaration());
  });

  it('keep every label on its input', async () => {
    await open('sample');
    await button('add:/plan').click();
    await button('up:/plan/3').click();
    await button('remove:/basis/0').click();
    const broken = await page.evaluate(() =>
      [...document.querySelectorAll('label')]
        .filter((label) => label.control === null)
        .map((label) => label.htmlFor),
    );
    const twice = await page.evaluate(() => {
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      return ids.filter((id, index) => ids.indexOf(id) !== index);
    });
    expect([broken, twice]).toEqual([[], []]);
  });
});

describe('keys', () => {
  it('Enter in a line sends nothing', async () => {
    await open('sample');
    const before = server.posted.length;
    await field(page, '/title').focus();
    await page.keyboard.press('Enter');
    await page.waitForTimeout(100);
    expect(server.posted).toHaveLength(before);
    expect(page.url()).toContain('/sample');
  });

  it('Ctrl+S saves', async () => {
    await open('sample');
    await field(page, '/title').press('Control+s');
    await page.waitForURL('**/projects**');
    expect(server.posted.at(-1)?.body.get('intent')).toBe('save');
  });
});

describe('the state of the page', () => {
  it('follows what is filled in', async () => {
    await open('empty');
    expect(await stateOf('title')).toBe('未填');
    await field(page, '/title').fill('应急演练');
    expect(await stateOf('title')).toBe('填写中');
    await field(page, '/budgetYear').fill('2026');
    expect(await stateOf('title')).toBe('完成');
    await field(page, '/plan/0/name').fill('演练');
    expect(await stateOf('plan')).toBe('填写中');
    await field(page, '/plan/0/amountFen').fill('1');
    await button('add:/plan').click();
    expect(await stateOf('plan')).toBe('完成');
  });

  it('says what is unsaved, and asks before it is left behind', async () => {
    await open('empty');
    await field(page, '/title').fill('应急演练');
    expect(await page.locator('[data-save-state]').textContent()).toBe('有未保存的改动');
    const asked = page.waitForEvent('dialog');
    const leaving = page.reload().catch(() => undefined);
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.accept();
    await leaving;
  });

  it('asks nothing when it is saved', async () => {
    await open('empty');
    await field(page, '/title').fill('应急演练');
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.type());
      void dialog.accept();
    });
    expect(await save()).toEqual({ title: '应急演练' });
    expect(dialogs).toEqual([]);
  });
});
