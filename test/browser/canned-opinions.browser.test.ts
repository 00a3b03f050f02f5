import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { clientOf, historyOf, linkFor, setOffice, submit } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { openBrowser, PHONE, visit } from './browser.ts';
import { violationsOn } from './violations.ts';

const OFFICE = '依据充分，同意所请';

let browser: Browser;
let platform: Platform;
beforeAll(async () => {
  [browser, platform] = await Promise.all([openBrowser(), startPlatform()]);
  await setOffice(platform, { opinions: [OFFICE, '请补充测算依据和上年执行数'] });
});
afterAll(async () => {
  await browser.close();
  await platform.stop();
});

async function opened(
  javaScriptEnabled: boolean,
): Promise<{ page: Page; id: string; complaints: unknown[] }> {
  const { id } = await submit(platform);
  const { page, complaints } = await visit(browser, { viewport: PHONE, javaScriptEnabled });
  await page.goto(`${platform.product}${await linkFor(platform, 'reviewer', id)}`);
  await page.getByText('其他意见…').click();
  return { page, id, complaints };
}

const decidedOf = async (id: string) =>
  (await historyOf(platform, id)).find(({ action }) => action === 'decided');

describe('a canned opinion', () => {
  it('fills the field with a script, where it can be changed or emptied again', async () => {
    const { page, id, complaints } = await opened(true);
    expect(await violationsOn(page)).toEqual([]);
    await page.locator('#canned').selectOption(OFFICE);
    expect(await page.locator('#comment').inputValue()).toBe(OFFICE);
    expect(await page.locator('#canned').inputValue()).toBe('');
    await page.locator('#canned').selectOption({ index: 2 });
    expect(await page.locator('#comment').inputValue()).toBe(`${OFFICE}\n请补充测算依据和上年执行数`);
    await page.locator('#comment').fill('');
    await page.locator('button[value="approve"]').click();
    await page.locator('.decided').waitFor();
    expect(await decidedOf(id)).not.toHaveProperty('comment');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('is taken without one, where nothing is typed, and kept for the next time', async () => {
    const { page, id } = await opened(false);
    await page.locator('#canned').selectOption(OFFICE);
    expect(await page.locator('#comment').inputValue()).toBe('');
    await page.locator('#keep').check();
    await page.locator('button[value="approve"]').click();
    await page.locator('.decided').waitFor();
    expect(await decidedOf(id)).toMatchObject({ comment: OFFICE });
    const reviewer = await clientOf(platform, 'reviewer');
    expect((await reviewer.get<{ opinions: string[] }>('/me')).body.opinions).toEqual([OFFICE]);
    await page.context().close();
  });
});
