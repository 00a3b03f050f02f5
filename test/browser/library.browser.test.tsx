// Indicators: what was approved is offered by name and fills in what is empty; a line of the plan makes one.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { form } from '../../shared/declaration/forms/project-declaration.ts';
import type { LibraryRow } from '../../shared/forms/library.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { asDocument } from '../unit/pages/samples/documents.tsx';
import { aForm } from '../unit/pages/samples/form-pages.tsx';
import { field, openBrowser, PHONE, visit } from './browser.ts';
import { type PageServer, servePages } from './page-server.ts';
import { violationsOn } from './violations.ts';

const used = (row: number, fields: Record<string, string>): LibraryRow => ({
  fields,
  at: '2026-03-18T02:00:00.000Z',
  row,
});
const output = { level1: 'output', level2: 'quantity', nature: 'quantitative' };
const library = [
  used(0, { ...output, name: '培训人次', operator: '>=', unit: '人次' }),
  used(1, { ...output, name: '巡查', operator: '=', unit: '次' }),
  used(2, { ...output, name: '巡查', operator: '>=', unit: '天' }),
];

const frame = { script: 'form', person: { name: '经办人甲', roles: ['submitter'] } } as const;
const declaration = aDeclaration();
const rowOffers = form.rowOffers(declaration);
const pages = (['zh', 'en'] as const).map(
  (lang) =>
    [lang, asDocument(aForm({ lang, declaration, library, offers: rowOffers }), { ...frame, lang })] as const,
);

let browser: Browser;
let server: PageServer;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  server = await servePages(new Map(pages));
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

const LIST = '/performance/indicators';
const at = (row: number, key: string) => field(page, `${LIST}/${row}/${key}`);
const filled = (row: number, ...keys: string[]) => Promise.all(keys.map((key) => at(row, key).inputValue()));
const offers = () => page.locator('button[data-offer]:visible');

async function newRow(): Promise<number> {
  const add = page.locator(`button[value="add:${LIST}"]`);
  await add.click();
  return declaration.performance.indicators.length;
}
/** As a person types it, who then goes on. */
async function type(row: number, name: string): Promise<void> {
  await at(row, 'name').pressSequentially(name);
  await page.keyboard.press('Tab');
}

describe.each(['zh', 'en'])('%s', (lang) => {
  it.each([
    ['wide', undefined],
    ['on a phone', PHONE],
  ] as const)('can be used by everyone, and fits, %s', async (size, viewport) => {
    if (viewport) await page.setViewportSize(viewport);
    await page.goto(`${server.address}/${lang}`);
    expect(await offers().count()).toBe(2);
    expect(await violationsOn(page)).toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0);
    if (process.env.PICTURES) {
      await offers().first().scrollIntoViewIfNeeded();
      await page.screenshot({ path: `${process.env.PICTURES}/${lang}-${size.replaceAll(' ', '-')}.png` });
    }
  });
});

describe('a name that was used before', () => {
  beforeEach(async () => {
    await page.goto(`${server.address}/zh`);
  });

  it('is offered as one types, and brings its levels, its operator and its unit', async () => {
    const row = await newRow();
    expect(await at(row, 'name').evaluate((input: HTMLInputElement) => input.list?.options.length)).toBe(3);
    await type(row, '培训人次');
    expect(await filled(row, 'level1', 'level2', 'nature', 'operator', 'unit', 'value')).toEqual([
      'output',
      'quantity',
      'quantitative',
      '>=',
      '人次',
      '',
    ]);
  });

  it('fills in at once when it is chosen from the list', async () => {
    const row = await newRow();
    await at(row, 'name').evaluate((input: HTMLInputElement) => {
      input.value = '培训人次';
      input.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
    });
    expect(await filled(row, 'operator', 'unit')).toEqual(['>=', '人次']);
  });

  it('leaves alone what is filled in already', async () => {
    const row = await newRow();
    await at(row, 'operator').selectOption('=');
    await at(row, 'unit').fill('人');
    await type(row, '培训人次');
    expect(await filled(row, 'level1', 'operator', 'unit')).toEqual(['output', '=', '人']);
  });

  it('brings what all its uses agree on; the unit tells them apart', async () => {
    const row = await newRow();
    await type(row, '巡查');
    expect(await filled(row, 'level1', 'operator', 'unit')).toEqual(['output', '', '']);
    await at(row, 'unit').pressSequentially('天');
    await page.keyboard.press('Tab');
    expect(await filled(row, 'operator', 'unit')).toEqual(['>=', '天']);
  });

  it('that was never used brings nothing', async () => {
    const row = await newRow();
    await type(row, '培训人');
    expect(await filled(row, 'level1', 'operator', 'unit')).toEqual(['', '', '']);
  });
});

describe('a line that no indicator measures', () => {
  beforeEach(async () => {
    await page.goto(`${server.address}/zh`);
  });

  it('makes one by keyboard, with its quantity and unit, and is measured then', async () => {
    const row = declaration.performance.indicators.length;
    await offers().first().focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe(`f-${LIST}/${row}/name`);
    expect(
      await filled(row, 'level1', 'level2', 'name', 'nature', 'operator', 'value', 'unit', 'line'),
    ).toEqual([
      'output',
      'quantity',
      '基层安全生产监管网格化体系建设数量',
      'quantitative',
      '',
      '45',
      '个社区',
      '基层安全生产监管网格化体系建设经费',
    ]);
    await page.locator('button[value="offer:/plan/0"]').waitFor({ state: 'hidden' });
    expect(await offers().count()).toBe(1);
  });

  it('offers it as it is typed, in a new row too, until an indicator names it', async () => {
    await page.locator('button[value="add:/plan"]').click();
    const offer = page.locator('button[value="offer:/plan/3"]');
    expect(await offer.isVisible()).toBe(false);
    await field(page, '/plan/3/name').fill('应急演练');
    await offer.waitFor({ state: 'visible' });
    await at(0, 'line').fill('应急演练');
    await offer.waitFor({ state: 'hidden' });
  });

  it('posts its row without a script', async () => {
    const plain = await visit(browser, { javaScriptEnabled: false });
    await plain.page.goto(`${server.address}/zh`);
    expect(await plain.page.locator('button[data-offer]:visible').count()).toBe(2);
    await plain.page.locator('button[value="offer:/plan/1"]').click();
    await plain.page.waitForURL('**/projects**');
    expect(server.posted.at(-1)?.body.get('intent')).toBe('offer:/plan/1');
    await plain.page.context().close();
  });
});
