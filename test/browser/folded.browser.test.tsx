// What is rarely asked stands folded: with nothing in it, with everything in it, and as a choice asks for it.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { definition } from '../../shared/declaration/definition.ts';
import { readForm } from '../../shared/forms/form-data.ts';
import { aDeclaration, aFullDeclaration } from '../builders/declaration.ts';
import { asDocument } from '../unit/pages/samples/documents.tsx';
import { aForm } from '../unit/pages/samples/form-pages.tsx';
import { field, openBrowser, PHONE, visit } from './browser.ts';
import { type PageServer, servePages } from './page-server.ts';
import { violationsOn } from './violations.ts';

const frame = { script: 'form', person: { name: '经办人甲', roles: ['submitter'] } } as const;
const shapes = { full: aFullDeclaration(), empty: {} };
const pages = (['zh', 'en'] as const).flatMap((lang) =>
  Object.entries(shapes).map(
    ([name, declaration]) =>
      [`${name}.${lang}`, asDocument(aForm({ lang, declaration }), { ...frame, lang })] as const,
  ),
);

let browser: Browser;
let server: PageServer;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  server = await servePages(new Map([...pages, ['sample', asDocument(aForm(), frame)]]));
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
const folds = () => page.locator('details.fold');

async function save(): Promise<Record<string, unknown>> {
  await page.locator('button[value="save"]').first().click();
  await page.waitForURL('**/projects**');
  return readForm(definition, [...(server.posted.at(-1)?.body ?? [])]).declaration;
}

describe.each(pages.map(([path]) => path))('%s', (path) => {
  it.each([
    ['wide', undefined],
    ['on a phone', PHONE],
  ] as const)('can be used by everyone, and fits, %s', async (_, size) => {
    if (size) await page.setViewportSize(size);
    await open(path);
    // Unfolded, whatever is in it: axe does not look into what is shut.
    await folds().evaluateAll((all) => {
      for (const one of all) one.setAttribute('open', '');
    });
    expect(await violationsOn(page)).toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0);
  });
});

describe('what is rarely asked', () => {
  it('is shut where nothing of it is filled in, and opened by hand without a script', async () => {
    const plain = await visit(browser, { javaScriptEnabled: false });
    await plain.page.goto(`${server.address}/sample`);
    expect(await plain.page.locator('details.fold[open]').count()).toBe(0);
    await plain.page.getByText('选填：项目类别与负责人').click();
    await field(plain.page, '/kind/office').fill('综合协调科');
    await plain.page.locator('button[value="save"]').first().click();
    await plain.page.waitForURL('**/projects**');
    const posted = readForm(definition, [...(server.posted.at(-1)?.body ?? [])]).declaration;
    expect(posted).toEqual({ ...aDeclaration(), kind: { office: '综合协调科' } });
    await plain.page.context().close();
  });

  it('is open where it is filled in, and posts what it shows', async () => {
    await open('full.zh');
    // The sample has no files: their folds stay shut.
    const shut = page.locator('details.fold:not([open]) > summary');
    expect(new Set(await shut.allTextContents())).toEqual(new Set(['选填：附件']));
    expect(await save()).toEqual(aFullDeclaration());
  });

  it('opens as a choice asks for it', async () => {
    await open('sample');
    const years = page.locator('details.fold', { hasText: '分年度资金' });
    await page.getByText('选填：项目类别与负责人').click();
    await field(page, '/kind/continuity').selectOption('new');
    expect(await years.getAttribute('open')).toBeNull();
    await field(page, '/kind/continuity').selectOption('continued');
    expect(await years.getAttribute('open')).not.toBeNull();
    await page.locator('button[value="add:/appropriation/years"]').click();
    await field(page, '/appropriation/years/0/year').fill('2022');
    await field(page, '/appropriation/years/0/amountFen').fill('30');
    expect(await save()).toEqual({
      ...aDeclaration(),
      kind: { continuity: 'continued' },
      appropriation: { ...aDeclaration().appropriation, years: [{ year: 2022, amountFen: 30_000_000 }] },
    });
  });

  it('shows back a deduction and a price of less than a fen, and counts the deduction', async () => {
    await open('sample');
    await field(page, '/plan/2/amountFen').fill('－1.5');
    expect(await page.locator('[id="e-/plan/2/amountFen"]').textContent()).toBe(
      '-15,000.00 元\n负壹万伍仟元整',
    );
    expect(await page.locator('.totals').textContent()).toMatch(/合计\s25\.00\s\/\s资金安排\s31\.50\s万元/);
    await field(page, '/plan/2/unitPriceFen').fill('0.4535');
    expect(await page.locator('[id="e-/plan/2/unitPriceFen"]').textContent()).toBe('0.4535 元');
    await field(page, '/plan/2/amountFen').fill('1.23456万元');
    expect(await page.locator('[id="e-/plan/2/amountFen"]').textContent()).toContain('是否为 12,345.60元？');
    await field(page, '/plan/2/amountFen').fill('1.2345');
    // One unit for all: 万元 with two decimals would round the sum.
    expect(await page.locator('.totals').textContent()).toMatch(
      /合计\s277,345\.00\s\/\s资金安排\s315,000\.00\s元/,
    );
  });
});
