// Slow for a reason: a whole morning's work, on a desk by the keyboard alone and on a phone by touch.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { aDeclaration, aSecondUnitsDeclaration } from '../builders/declaration.ts';
import {
  atRest,
  changeDirectory,
  clientOf,
  eventually,
  mailsTo,
  passTime,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { openBrowser, PHONE, tabTo, visit } from './browser.ts';

let browser: Browser;
let platform: Platform;

beforeAll(async () => {
  [browser, platform] = await Promise.all([openBrowser(), startPlatform()]);
  await changeDirectory(platform, (directory) => ({
    ...directory,
    people: directory.people.map((one) => (one.id === 'reviewer' ? { ...one, mail: 'daily' } : one)),
  }));
});
afterAll(async () => {
  await browser.close();
  await platform.stop();
});

/** How somebody works a page: how they come to a thing and press it, and how they write. */
interface Hands {
  press(thing: Locator): Promise<void>;
  write(field: Locator, text: string): Promise<void>;
  /** Marks a box of a list. */
  mark(box: Locator): Promise<void>;
  /** Takes the option of a list of choices. */
  take(list: Locator, option: string): Promise<void>;
}

const byKeyboard = (page: Page): Hands => ({
  async press(thing) {
    await tabTo(page, thing);
    await page.keyboard.press('Enter');
  },
  async write(field, text) {
    await tabTo(page, field);
    await page.keyboard.insertText(text);
  },
  async mark(box) {
    await tabTo(page, box);
    await page.keyboard.press('Space');
  },
  async take(list, option) {
    await tabTo(page, list);
    await page.keyboard.type(option);
  },
});

const byTouch: Hands = {
  press: (thing) => thing.tap(),
  write: (field, text) => field.fill(text),
  // A thumb presses the label: the box itself is small.
  mark: async (box) => box.locator('xpath=following-sibling::label').tap(),
  async take(list, option) {
    await list.selectOption({ label: option });
  },
};

const REASON = '请补充第三项支出的测算依据和标准。';

/** Of the waiting tab: how many wait. */
const waitingOn = async (page: Page): Promise<number> =>
  Number(await page.locator('.tabs [aria-current] .badge').textContent());

/** Sixty requests of two units, handed in the day before. */
async function sixtyWait(): Promise<void> {
  const declared = { submitter: aDeclaration, submitter2: aSecondUnitsDeclaration } as const;
  for (const account of ['submitter', 'submitter2'] as const)
    for (let round = 0; round < 5; round++)
      await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          submit(platform, account, {
            ...declared[account](),
            title: `${declared[account]().title}${round}${index}`,
          }),
        ),
      );
  await atRest(platform);
}

async function eventsOf(actor: string, from: Date) {
  const auditor = await clientOf(platform, 'auditor');
  const query = `/history?actor=${actor}&from=${from.toISOString()}&limit=100`;
  return (await auditor.get<{ events: HistoryEvent[] }>(query)).body.events;
}

describe.each([
  ['at a desk, by the keyboard alone', {}, byKeyboard],
  ['on a phone, by touch', { viewport: PHONE, hasTouch: true, isMobile: true }, () => byTouch],
] as const)('a reviewer’s morning of sixty, %s', (_, surface, handsOf) => {
  it('begins with one mail: twenty decided one by one, five returned, five handed over, thirty together', async () => {
    const before = (await mailsTo(platform, 'reviewer')).length;
    const begun = await platform.now();
    await sixtyWait();
    // To the next morning's digest, at a quarter past nine.
    await passTime(platform, 24 * 3_600);
    const mails = await eventually('the digest', async () => {
      const all = (await mailsTo(platform, 'reviewer')).slice(before);
      return all.length > 0 && all;
    });
    expect(mails.map(({ subject }) => subject)).toEqual([expect.stringMatching(/^【每日汇总】.*新到 60/)]);
    expect(mails[0]?.text).toContain(`${platform.product}/\n`);

    const { page, complaints } = await visit(browser, surface);
    const { press, write, mark, take } = handsOf(page);
    const left = async () =>
      Number(/还剩 (\d+) 件/.exec((await page.locator('main').textContent()) ?? '')?.[1]);
    const next = page.getByRole('link', { name: /^下一件/ });
    await page.goto(`${platform.product}/`);
    await press(page.locator('button[value="reviewer"]'));
    await page.waitForURL(`${platform.product}/`);
    expect(await waitingOn(page)).toBe(60);

    await press(page.locator('.desk-do a').first());
    for (let decided = 1; decided <= 20; decided++) {
      await press(page.locator('button[value="approve"]'));
      await page.locator('.decided').waitFor();
      expect(await left()).toBe(60 - decided);
      await press(next);
    }
    for (let returned = 1; returned <= 5; returned++) {
      await press(page.getByText('其他意见…'));
      await write(page.locator('#comment'), REASON);
      await press(page.locator('button[value="return"]'));
      await page.locator('.decided').waitFor();
      expect(await left()).toBe(40 - returned);
      await press(next);
    }
    for (let given = 1; given <= 5; given++) {
      await press(page.getByText('转办…'));
      await take(page.locator('#to'), (await page.locator('#to option').first().textContent()) ?? '');
      await write(page.locator('#why'), '出差期间请代为办理此件。');
      await press(page.getByRole('button', { name: '确认转办' }));
      await page.waitForURL(`${platform.product}/?notice=transferred*`);
      await page.getByRole('heading', { name: '已转办给 ' }).waitFor();
      expect(await waitingOn(page)).toBe(35 - given);
      if (given < 5) await press(page.locator('.desk-do a').first());
    }
    for (const box of await page.locator('input[name="project"]').all()) await mark(box);
    await press(page.getByRole('button', { name: '逐项核对后一并同意…' }));
    await page.getByText('将同意 30 件').waitFor();
    await press(page.getByRole('button', { name: '确认同意 30 件' }));
    await page.getByText('已同意 30 件').waitFor();
    await press(page.getByRole('link', { name: '返回工作台' }));
    await page.getByText('没有等您办理的事项').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();

    // What an index has is told when it has stood for some seconds.
    await platform.advance(60);
    const told = await eventsOf('reviewer', begun);
    const count = (which: (event: (typeof told)[number]) => boolean) => told.filter(which).length;
    expect(count(({ action, outcome }) => action === 'decided' && outcome === 'approve')).toBe(50);
    expect(count(({ action, outcome }) => action === 'decided' && outcome === 'return')).toBe(5);
    expect(count(({ action }) => action === 'reassigned')).toBe(5);
  });
});
