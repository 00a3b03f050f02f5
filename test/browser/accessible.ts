// Slow for a reason: every kind of page is opened in a real browser and examined whole. A test file for each language,
// so that they run at the same time.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { documentsIn } from '../unit/pages/samples/documents.tsx';
import { DESKTOP, openBrowser, PHONE, type Visit, visit } from './browser.ts';
import { withChineseFont } from './fonts.ts';
import { type PageServer, servePages } from './page-server.ts';
import { violationsOn } from './violations.ts';

/** Pages that show nothing which another one does not: a long form is half a minute's work. */
const repeated = new Set(['form-sample', 'timeline-broken', 'decision-closed']);

/** Pages that a narrow screen lays out anew; the others are the same cards, one under the other. */
const otherOnPhones = new Set([
  'form-returned.zh',
  'decision-open.zh',
  'decision-refused.zh',
  'project.zh',
  'desk.zh',
  'desk.en',
  'desk-mine.en',
  'desk-done.zh',
  'list.zh',
  'list-searched.en',
  'timeline.zh',
  'history-start.zh',
  'history-mistaken.zh',
  'history-suggested.en',
  'overview.zh',
  'settings.zh',
  'directory-people.en',
  'directory-unit.zh',
  'directory-person.en',
  'directory-change.zh',
  'directory-failed-mails.zh',
  'directory-failed-mails.en',
  'directory-transfer.en',
  'directory-preview.en',
  'me.zh',
  'me-refused.en',
]);

/** The narrowest phone (and a page at four times its size), the usual ones, a desk's window, a laptop's widest. */
const WIDTHS = [320, 360, 390, 1240, 1280] as const;

/** Pages that name projects, units and people in lists: one of each layout. */
const naming = ['desk', 'desk-done', 'drafts', 'list', 'history-start', 'timeline', 'directory-units'];
naming.push('directory-people', 'project-files', 'decision-tried', 'me-decisions', 'several-summary');

/** Names as offices have them at their longest. */
const withLongNames = (html: string): string =>
  html
    .replaceAll('安全生产组织协调建设工作经费', '安全生产组织协调建设工作经费'.repeat(5))
    .replaceAll('昆明市呈贡区应急管理局', '昆明市呈贡区应急管理局'.repeat(4))
    .replaceAll('审核人乙（示例）', '审核人乙（示例）'.repeat(3));

const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** Entries of lists whose end (an amount, a date) stands below its row where there is room beside it. */
const brokenEntriesOn = (page: Page) =>
  page.locator('.entries > li').evaluateAll((entries) =>
    entries
      .filter((entry) => {
        const [start, end] = [entry.firstElementChild, entry.querySelector('.entry-end')];
        return start && end && end.getBoundingClientRect().top >= start.getBoundingClientRect().bottom;
      })
      .map(({ textContent }) => textContent),
  );

/** Every kind of page in one language. */
export function pagesCanBeUsedByEveryone(lang: 'zh' | 'en'): void {
  const documents = documentsIn(lang)
    .filter(([name]) => !repeated.has(name))
    .map(([name, html]) => [`${name}.${lang}`, html] as const);
  let browser: Browser;
  let server: PageServer;
  let visited: Visit;
  beforeAll(async () => {
    const long = naming.map((name) => `${name}.${lang}`);
    server = await servePages(
      new Map([
        ...documents,
        ...documents
          .filter(([path]) => long.includes(path))
          .map(([path, html]) => [`long-${path}`, withLongNames(html)] as const),
      ]),
    );
    // Boxes in place of characters are narrower than these.
    browser = await openBrowser(withChineseFont());
    // One visitor for all pages: each new one would compile anew what examines them.
    visited = await visit(browser);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it.each(naming)('fits the screen with the longest names: %s', async (name) => {
    const { page } = visited;
    const overflows = new Map<number, number>();
    await page.goto(`${server.address}/long-${name}.${lang}`);
    for (const width of WIDTHS) {
      await page.setViewportSize({ ...PHONE, width });
      overflows.set(width, await overflowOf(page));
    }
    expect(await page.locator('h1').count()).toBe(1);
    expect([...overflows].filter(([, pixels]) => pixels !== 0)).toEqual([]);
  });

  describe.each(documents.map(([path]) => path))('%s', (path) => {
    it('can be used by everyone, and fits the screen', async () => {
      const { page, complaints } = visited;
      complaints.length = 0;
      await page.setViewportSize(DESKTOP);
      await page.goto(`${server.address}/${path}`);
      const isOther = otherOnPhones.has(path);
      // Colours are those of every language.
      const rules = lang === 'zh' ? 'all' : 'all but colours';
      const inTheDark = async (looks: boolean): Promise<readonly unknown[]> => {
        if (!looks) return [];
        await page.emulateMedia({ colorScheme: 'dark' });
        const found = await violationsOn(page, 'colours');
        await page.emulateMedia({ colorScheme: 'light' });
        return found;
      };
      const wide = [await violationsOn(page, rules), await inTheDark(lang === 'zh')];
      await page.setViewportSize(PHONE);
      const onPhone = [isOther ? await violationsOn(page) : [], await inTheDark(isOther)];
      const overflows = new Map<number, number>();
      for (const width of WIDTHS) {
        await page.setViewportSize({ ...PHONE, width });
        overflows.set(width, await overflowOf(page));
      }
      const broken = await brokenEntriesOn(page);
      // What a form keeps in the browser is for nobody else.
      await page.evaluate(() => localStorage.clear());
      expect(broken).toEqual([]);
      expect(wide).toEqual([[], []]);
      expect(onPhone).toEqual([[], []]);
      expect([...overflows].filter(([, pixels]) => pixels !== 0)).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });
}
