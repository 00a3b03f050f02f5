// The desk's own script: what the chosen lines come to, and all of a page at once.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { documentsIn } from '../unit/pages/samples/documents.tsx';
import { openBrowser, PHONE, visit } from './browser.ts';
import { type PageServer, servePages } from './page-server.ts';

let browser: Browser;
let server: PageServer;
beforeAll(async () => {
  const pages = (['zh', 'en'] as const).flatMap((lang) =>
    documentsIn(lang)
      .filter(([name]) => name === 'desk' || name === 'desk-mine')
      .map(([name, html]) => [`${name}.${lang}`, html] as const),
  );
  server = await servePages(new Map(pages));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const SECOND = '2021-0000-0002';
const THIRD = '2021-0000-0003';

describe.each([
  ['zh', '已选 1 项，合计 31.50 万元', '已选 2 项，合计 63.00 万元', '已选：'],
  ['en', '1 selected, ¥315,000.00 in total', '2 selected, ¥630,000.00 in total', 'Selected:'],
])('in %s', (lang, one, both, none) => {
  it.each([
    ['a desk', undefined],
    ['a phone', PHONE],
  ])('on %s says how many are chosen and what they come to, and chooses all that can be', async (_, size) => {
    const { page, complaints } = await visit(browser);
    if (size) await page.setViewportSize(size);
    await page.goto(`${server.address}/desk.${lang}`);
    const told = async () => (await page.locator('.picked').textContent())?.trim();
    expect(await told()).toBe(none);
    await page.locator(`#pick-${SECOND}`).check();
    expect(await told()).toBe(one);
    const every = page.locator('#pick-all');
    expect(await every.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true);
    // One has errors and cannot be chosen.
    await every.check();
    expect(await told()).toBe(both);
    expect(await page.locator('input[name="project"]:checked').count()).toBe(2);
    await page.locator(`#pick-${THIRD}`).uncheck();
    expect([await told(), await every.isChecked()]).toEqual([one, false]);
    await every.check();
    await every.uncheck();
    expect(await told()).toBe(none);
    await page.locator(`#pick-${THIRD}`).check();
    await page.locator('.desk-bar button').click();
    expect(server.posted.at(-1)?.body.getAll('project')).toEqual([THIRD]);
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  it('gone back to, ticks no line that is another project’s by then', async () => {
    const { page } = await visit(browser);
    await page.goto(`${server.address}/desk.${lang}`);
    await page.locator(`#pick-${SECOND}`).check();
    await page.goto(`${server.address}/desk-mine.${lang}`);
    // What was chosen is approved meanwhile, and the next has moved up.
    await page.route(`**/desk.${lang}`, async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      await route.fulfill({ response, body: text.replaceAll(SECOND, '2021-0000-0099') });
    });
    await page.goBack();
    await page.locator('#pick-2021-0000-0099').waitFor();
    expect(await page.locator('input[name="project"]:checked').count()).toBe(0);
    await page.context().close();
  });

  it('on a phone leaves every part of a card its room, also where a sentence stands for the button', async () => {
    const { page } = await visit(browser, { viewport: { ...PHONE, width: 360 } });
    // A card is gone through as it is laid out: what it is, then its box.
    await page.goto(`${server.address}/desk.${lang}`);
    await page.locator(`tr:has(#pick-${SECOND}) .desk-title a`).focus();
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').getAttribute('id')).toBe(`pick-${SECOND}`);
    await page.goto(`${server.address}/desk-mine.${lang}`);
    const widths = await page
      .locator('.desk-due time')
      .evaluateAll((times) => times.map((time) => time.getBoundingClientRect().width));
    expect(widths.length).toBeGreaterThan(0);
    for (const width of widths) expect(width).toBeGreaterThan(90);
    await page.context().close();
  });

  it('begins a line with a badge where its other lines begin', async () => {
    const { page } = await visit(browser);
    await page.goto(`${server.address}/desk.${lang}`);
    let begun = 0;
    for (const width of [320, 340, 360, 375, 390, 412, 430]) {
      await page.setViewportSize({ width, height: 800 });
      const indents = await page.locator('.desk-title p .badge').evaluateAll((badges) =>
        badges.flatMap((badge) => {
          const line = badge.getBoundingClientRect();
          const before = document.createRange();
          before.setStart(badge.closest('p') as Node, 0);
          before.setEndBefore(badge);
          const isBegun = [...before.getClientRects()].some(
            (part) => part.width > 1 && part.right > 0 && part.bottom > line.top + 4,
          );
          const { left = 0 } = badge.closest('p')?.getBoundingClientRect() ?? {};
          return isBegun ? [] : [Math.round(line.left - left)];
        }),
      );
      expect([width, indents]).toEqual([width, indents.map(() => 0)]);
      begun += indents.length;
    }
    expect(begun).toBeGreaterThan(0);
    await page.context().close();
  });

  it('without a script is counted, and no box is shown that does nothing', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${server.address}/desk.${lang}`);
    expect(await page.locator('#pick-all').isVisible()).toBe(false);
    await page.locator(`#pick-${SECOND}`).check();
    await page.locator('.desk-bar button').click();
    expect(server.posted.at(-1)?.body.getAll('project')).toEqual([SECOND]);
    await context.close();
  });
});
