import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { definition } from '../../shared/declaration/definition.ts';
import { fieldsOf } from '../../shared/forms/definition.ts';
import { asDocument } from '../unit/pages/samples/documents.tsx';
import { anImport } from '../unit/pages/samples/form-pages.tsx';
import { field, openBrowser, visit } from './browser.ts';
import { type PageServer, servePages } from './page-server.ts';

const RESULTS = fieldsOf(definition).find(({ key }) => key === 'results')?.label.zh ?? '';
const frame = { script: 'form', person: { name: '经办人甲', roles: ['submitter'] } } as const;

let browser: Browser;
let server: PageServer;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  server = await servePages(new Map([['imported', asDocument(anImport('zh'), frame)]]));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});
beforeEach(async () => {
  ({ page, complaints } = await visit(browser));
  await page.goto(`${server.address}/imported`);
});
afterEach(async () => {
  await page.context().close();
  expect(complaints).toEqual([]);
});

const marks = (kind: string) => page.locator(`[data-source-text] .mark[data-kind="${kind}"]`);
const open = (text: string) => marks('open').filter({ hasText: text });
const listed = () => page.locator('[data-open-list] q').allTextContents();
const count = (kind: string) => page.locator(`[data-count="${kind}"]`).textContent();
const sourceText = () =>
  page.locator('[data-piece]').evaluateAll((pieces) => pieces.map(({ textContent }) => textContent));

/** Every part that says something is in a mark, or a heading or label as it was read. */
async function openIsListed(): Promise<void> {
  expect(await listed()).toEqual(await marks('open').allTextContents());
  expect(await count('open')).toBe(`未放入 ${await page.locator('[data-open-list] li').count()} 处`);
}

/** Selects characters of a text of the source, as a mouse does. */
const select = (text: string) =>
  page.evaluate((wanted) => {
    const box = document.querySelector('[data-source-text]');
    if (!box) return;
    const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1;
      if (at >= 0) {
        document.getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length);
        return;
      }
    }
  }, text);

/** The events of a drag, one by one: field and source are not always on one screen for a mouse to go between. */
async function drag(from: ReturnType<Page['locator']>, pointer: string): Promise<string> {
  const dataTransfer = await page.evaluateHandle(() => new DataTransfer());
  await from.dispatchEvent('dragstart', { dataTransfer });
  await field(page, pointer).dispatchEvent('dragover', { dataTransfer });
  await field(page, pointer).dispatchEvent('drop', { dataTransfer });
  // A handle that went with its mark tells of no end.
  if (await from.isVisible()) await from.dispatchEvent('dragend', { dataTransfer });
  return dataTransfer.evaluate((data) => data.getData('text/plain'));
}

describe('the source beside what was understood of it', () => {
  it('shows the mark of a field that is gone to, and the field of a mark', async () => {
    await field(page, '/plan/0/name').focus();
    expect(await page.locator('.mark.current').allTextContents()).toEqual(['社区宣传']);
    await marks('placed').filter({ hasText: '城市安全发展专项经费' }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-/title');
    expect(await page.locator('.mark.current').allTextContents()).toEqual(['城市安全发展专项经费']);
    expect(await page.locator('[data-in] span').textContent()).toBe('已放入：项目名称');
    await marks('inferred').filter({ hasText: '个社区' }).focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-/plan/0/quantityUnit');
    expect(server.posted).toEqual([]);
  });

  it('lists what is open as the server did, and puts a whole part in by its handle', async () => {
    await openIsListed();
    const before = await sourceText();
    const [first = ''] = await listed();
    expect(await drag(open(first).locator('.handle'), '/results')).toBe(first);
    expect(await field(page, '/results').inputValue()).toBe(first);
    expect(await listed()).not.toContain(first);
    await openIsListed();
    expect(await sourceText()).toEqual(before);
  });

  it('puts a selected part in by dragging it, and keeps the rest of the piece listed', async () => {
    const before = await sourceText();
    expect(await listed()).toContain('另行说明');
    await select('说明');
    expect(await page.locator('#put-text').inputValue()).toBe('说明');
    expect(await drag(page.locator('[data-source-text]'), '/results')).toBe('说明');
    expect(await field(page, '/results').inputValue()).toBe('说明');
    expect(await listed()).toContain('另行');
    expect(await listed()).not.toContain('另行说明');
    expect(await listed()).toContain('已交');
    await openIsListed();
    expect(await sourceText()).toEqual(before);
  });

  it('does by keyboard all that a mouse does: a part in, and out again', async () => {
    await page.getByRole('button', { name: '放入… 另行说明' }).focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('put-text');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('put-field');
    await page.locator('#put-field').selectOption({ label: RESULTS });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-/results');
    expect(await field(page, '/results').inputValue()).toBe('另行');
    expect(await page.locator('[data-put] [role="status"]').textContent()).toMatch(/^已放入：/);
    await openIsListed();
    await page.locator('[data-in] button').focus();
    await page.keyboard.press('Enter');
    expect(await field(page, '/results').inputValue()).toBe('');
    expect(await listed()).toContain('另行说明');
    await openIsListed();
  });

  it('takes a wrong value out, with all that it was made of; an emptied field gives its parts back', async () => {
    await field(page, '/plan/0/amountFen').focus();
    await page.locator('[data-in] button').click();
    expect(await field(page, '/plan/0/amountFen').inputValue()).toBe('');
    expect(await listed()).toContain('22.5万元');
    await field(page, '/title').fill('');
    expect(await listed()).toContain('城市安全发展专项经费');
    await openIsListed();
  });

  it('moves a part out of its field into another; a choice takes its own options only', async () => {
    await select('社区宣传');
    await drag(page.locator('[data-source-text]'), '/performance/indicators/0/name');
    expect(await field(page, '/plan/0/name').inputValue()).toBe('');
    expect(await field(page, '/performance/indicators/0/name').inputValue()).toBe('演练次数社区宣传');
    await select('社会效益指标');
    await drag(page.locator('[data-source-text]'), '/performance/indicators/0/level1');
    expect(await field(page, '/performance/indicators/0/level1').inputValue()).toBe('output');
    expect(await page.locator('[data-put] [role="status"]').textContent()).toBe('这一栏没有这个选项');
    await openIsListed();
  });

  it('lists what stood in a row that is taken away, until the row is brought back', async () => {
    await page.locator('[id="f-/plan/0"] button[value="remove:/plan/0"]').click();
    expect(await listed()).toContain('社区宣传');
    await page.locator('[data-undo]').click();
    expect(await listed()).not.toContain('社区宣传');
    await openIsListed();
  });

  it('stores nothing before a draft is made of exactly what is shown', async () => {
    await field(page, '/overview').fill('改过的概况');
    await drag(marks('open').first().locator('.handle'), '/results');
    // Longer than a draft of one's own waits to be saved.
    await page.waitForTimeout(2_500);
    expect(server.posted).toEqual([]);
    const shown = await page.evaluate(() => {
      const form = document.querySelector<HTMLFormElement>('form[data-form]');
      return form ? [...new FormData(form)].map(([name, value]) => [name, String(value)]) : [];
    });
    await page.locator('.bar').getByRole('button', { name: '建立草稿' }).click();
    await page.waitForURL('**/projects');
    const [posted] = server.posted;
    expect(posted?.path).toBe('/projects');
    expect([...(posted?.body ?? [])]).toEqual([...shown, ['intent', 'save']]);
    expect(posted?.body.get('overview')).toBe('改过的概况');
  });
});
