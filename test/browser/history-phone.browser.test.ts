import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { documentsIn } from '../unit/pages/samples/documents.tsx';
import { openBrowser, PHONE, visit } from './browser.ts';
import { type PageServer, servePages } from './page-server.ts';

/** The auditors' search on a phone: what was found, before what could be asked. */

let browser: Browser;
let server: PageServer;
beforeAll(async () => {
  const documents = (['zh', 'en'] as const).flatMap((lang) =>
    documentsIn(lang).map(([name, html]) => [`${name}.${lang}`, html] as const),
  );
  server = await servePages(new Map(documents));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

describe('the first result', () => {
  it.each(['history.zh', 'history.en', 'history-applied.zh', 'history-applied.en'])(
    'is within the first screen, also where filters are set: %s',
    async (name) => {
      const { page } = await visit(browser, { viewport: PHONE });
      await page.goto(`${server.address}/${name}`);
      const box = await page.locator('.rows-table tbody tr a').first().boundingBox();
      expect((box?.y ?? Number.POSITIVE_INFINITY) + (box?.height ?? 0)).toBeLessThan(PHONE.height);
      expect(await page.getByLabel(name.endsWith('zh') ? '预算年度' : 'Budget year').isVisible()).toBe(false);
      await page.context().close();
    },
  );
});
