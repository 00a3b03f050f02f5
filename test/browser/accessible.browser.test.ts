// Slow for a reason: every kind of page is opened in a real browser and examined whole, in both languages.
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { documentsIn } from '../unit/pages/page-samples.tsx';
import { DESKTOP, openBrowser, PHONE, visit } from './browser.ts';
import { type PageServer, servePages } from './page-server.ts';

const documents = (['zh', 'en'] as const).flatMap((lang) =>
  documentsIn(lang).map(([name, html]) => [`${name}.${lang}`, html] as const),
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

describe.each(documents.map(([path]) => path))('%s', (path) => {
  it.each([
    ['a desk', DESKTOP],
    ['a phone', PHONE],
  ])('can be used by everyone, on %s', async (_, viewport) => {
    const { page, complaints } = await visit(browser, { viewport });
    await page.goto(`${server.address}/${path}`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await page.context().close();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(wider).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
  });
});
