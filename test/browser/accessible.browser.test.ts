// Slow for a reason: every kind of page is opened in a real browser and examined whole, in both languages.
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { documentsIn } from '../unit/pages/samples/documents.tsx';
import { openBrowser, PHONE, visit } from './browser.ts';
import { type PageServer, servePages } from './page-server.ts';

/** Pages that show nothing which another one does not: a long form is half a minute's work. */
const repeated = new Set(['form-sample', 'timeline-broken', 'decision-closed']);

const documents = (['zh', 'en'] as const).flatMap((lang) =>
  documentsIn(lang)
    .filter(([name]) => !repeated.has(name))
    .map(([name, html]) => [`${name}.${lang}`, html] as const),
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

/** Pages that a narrow screen lays out anew; the others are the same cards, one under the other. */
const otherOnPhones = new Set([
  'form-returned.zh',
  'decision-open.zh',
  'decision-refused.zh',
  'project.zh',
  'timeline.zh',
  'overview.zh',
  'settings.zh',
  'directory-people.en',
  'directory-unit.zh',
  'directory-person.en',
  'directory-change.zh',
  'directory-preview.en',
]);

const violationsOn = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [
    id,
    nodes.map(({ html }) => html),
  ]);
const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

describe.each(documents.map(([path]) => path))('%s', (path) => {
  it('can be used by everyone, and fits the screen', async () => {
    const { page, complaints } = await visit(browser);
    await page.goto(`${server.address}/${path}`);
    const onDesktop = [await violationsOn(page), await overflowOf(page)];
    await page.setViewportSize(PHONE);
    const onPhone = [otherOnPhones.has(path) ? await violationsOn(page) : [], await overflowOf(page)];
    await page.context().close();
    expect(onDesktop).toEqual([[], 0]);
    expect(onPhone).toEqual([[], 0]);
    expect(complaints).toEqual([]);
  });
});
