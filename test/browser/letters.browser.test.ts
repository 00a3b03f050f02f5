// Every letter as mail programs draw it. The pictures are left in `.artefacts/letters`, to be looked at.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser, PHONE, visit } from './browser.ts';

const root = join(import.meta.dirname, '../..');
const golden = join(root, 'test/fixtures/golden/letters');
const pictures = join(root, '.artefacts/letters');
const letters = readdirSync(golden).filter((name) => name.endsWith('.html'));

let browser: Browser;
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe('a letter fits the screen, wide and on a phone', () => {
  it.each(letters)('%s', async (name) => {
    const { page, complaints } = await visit(browser);
    await page.setContent(readFileSync(join(golden, name), 'utf8'));
    for (const [width, viewport] of [
      ['wide', { width: 800, height: 600 }],
      ['phone', PHONE],
    ] as const) {
      await page.setViewportSize(viewport);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
      await page.screenshot({
        path: join(pictures, `${name.replace(/[.]html$/, '')}.${width}.png`),
        fullPage: true,
      });
    }
    await page.context().close();
    expect(complaints).toEqual([]);
  });
});
