// Slow for a reason: only a browser lays out a picture.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { documentsIn } from '../unit/pages/samples/documents.tsx';
import { openBrowser, visit } from './browser.ts';
import { type PageServer, servePages } from './page-server.ts';

/** The narrowest phone that the pages are made for. */
const NARROW = { width: 360, height: 740 } as const;
/** Smaller letters are not read on a phone. */
const SMALLEST_PX = 13;

const documents = documentsIn('zh').filter(
  ([name]) => name.startsWith('overview') || name.startsWith('timeline'),
);

let browser: Browser;
let server: PageServer;
beforeAll(async () => {
  server = await servePages(new Map(documents));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function open(name: string, viewport: { width: number; height: number }): Promise<Page> {
  const { page } = await visit(browser, { viewport, javaScriptEnabled: false });
  await page.goto(`${server.address}/${name}`);
  return page;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly size: number;
  readonly text: string;
}

/** The texts of a page's pictures, as they are laid out. The page's own scripts are off; the test's look is not. */
const textsOf = (page: Page): Promise<Box[]> =>
  page.locator('.picture text').evaluateAll((texts) =>
    texts.map((text) => {
      const { left, right } = text.getBoundingClientRect();
      return {
        left,
        right,
        size: Number.parseFloat(getComputedStyle(text).fontSize),
        text: text.textContent ?? '',
      };
    }),
  );

describe.each(documents.map(([name]) => name))('%s without JavaScript, on a screen of 360 px', (name) => {
  it('does not scroll sideways, and its pictures keep letters that can be read', async () => {
    const page = await open(name, NARROW);
    const [width] = await page.locator('html').evaluateAll((all) => all.map((one) => one.scrollWidth));
    const texts = await textsOf(page);
    await page.context().close();
    expect(width).toBe(NARROW.width);
    expect(texts.filter(({ size }) => size < SMALLEST_PX)).toEqual([]);
    expect(texts.filter(({ left, right }) => left < 0 || right > NARROW.width)).toEqual([]);
  });
});

describe('the pictures of the overview', () => {
  it('have letters of one size on a phone and on a desk', async () => {
    const sizes = await Promise.all(
      [NARROW, { width: 1280, height: 900 }].map(async (viewport) => {
        const page = await open('overview', viewport);
        const texts = await textsOf(page);
        await page.context().close();
        return texts.map(({ size, text }) => [text, size]);
      }),
    );
    expect(sizes[0]?.length).toBeGreaterThan(50);
    expect(sizes[1]).toEqual(sizes[0]);
  });

  it('lead from a bar to its events by a click and by the keyboard', async () => {
    const page = await open('overview', NARROW);
    const bar = page.locator('#decisions-by-month .mark').first();
    const href = await bar.getAttribute('href');
    await bar.click();
    expect(page.url()).toBe(`${server.address}${href}`);
    await page.goBack();
    await page.locator('#waiting-times .mark').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/minDays=0/);
    await page.context().close();
  });

  it('lead from an age to the list of its requests, on the same page', async () => {
    const page = await open('overview', NARROW);
    await page.locator('#open-requests .mark').last().click();
    expect(new URL(page.url()).hash).toBe('#open-20');
    expect(await page.locator('#open-20').isVisible()).toBe(true);
    await page.context().close();
  });
});

describe('the picture of a project’s way', () => {
  it('leads from a decision to its event on the same page', async () => {
    const page = await open('timeline', NARROW);
    await page
      .getByRole('link', { name: /同意并核减/ })
      .first()
      .click();
    expect(new URL(page.url()).hash).toBe('#e8');
    expect(await page.locator('#e8:target').count()).toBe(1);
    await page.context().close();
  });
});
