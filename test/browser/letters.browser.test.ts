// Every letter as mail programs draw it; `npm run pictures` takes pictures of them, to be looked at.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser, PHONE, type Visit, visit } from './browser.ts';

const golden = join(import.meta.dirname, '../fixtures/golden/letters');
const letters = readdirSync(golden).filter((name) => name.endsWith('.html'));

let browser: Browser;
let visited: Visit;
beforeAll(async () => {
  browser = await openBrowser();
  visited = await visit(browser);
});
beforeEach(() => {
  visited.complaints.length = 0;
});
afterAll(() => browser.close());

describe('a letter fits the screen, wide and on a phone', () => {
  it.each(letters)('%s', async (name) => {
    const { page, complaints } = visited;
    await page.setContent(readFileSync(join(golden, name), 'utf8'));
    for (const viewport of [{ width: 800, height: 600 }, PHONE]) {
      await page.setViewportSize(viewport);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
    }
    expect(complaints).toEqual([]);
  });
});
