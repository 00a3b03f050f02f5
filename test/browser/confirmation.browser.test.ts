import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { clientOf, historyOf, linkFor, setOffice, submit } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { openBrowser, PHONE, visit } from './browser.ts';
import { violationsOn } from './violations.ts';

/** An opinion that the office offers. */
const OFFICE = '依据充分，同意所请';

let browser: Browser;
let platform: Platform;
let first: string;
beforeAll(async () => {
  [browser, platform] = await Promise.all([openBrowser(), startPlatform()]);
  await setOffice(platform, { opinions: [OFFICE, '请补充测算依据和上年执行数'] });
  first = (await submit(platform)).id;
});
afterAll(async () => {
  await browser.close();
  await platform.stop();
});

/** The text that people see, without what the stylesheet hides. */
const textOf = async (part: Locator) => (await part.allInnerTexts()).join('');

async function signedIn(account: string): Promise<Page> {
  const { page } = await visit(browser);
  await page.goto(`${platform.product}/`);
  await page.locator(`button[value="${account}"]`).click();
  await page.waitForURL(`${platform.product}/`);
  return page;
}

describe('after a decision', () => {
  it('behind a link without a sign-in it is said what was recorded and what follows, and nothing of other work', async () => {
    const { page } = await visit(browser);
    await page.goto(`${platform.product}${await linkFor(platform, 'reviewer', first)}`);
    await page.locator('button[value="approve"]').click();
    const text = await textOf(page.locator('.decided'));
    expect(text).toMatch(/您已于 .*作出决定：同意。/);
    expect(text).toContain('已送审批。');
    expect(text).toContain('31.50 万元');
    expect(text).toContain('登录后到工作台查看其他事项');
    expect(text).not.toContain('接下来');
    expect(await violationsOn(page)).toEqual([]);
    await page.context().close();
  });

  it('behind a link the next that waits is named with amount, deadline and how many are left, where its person is signed in', async () => {
    const [one, two, three] = [await submit(platform), await submit(platform), await submit(platform)];
    for (const { id } of [two, three]) await linkFor(platform, 'reviewer', id);
    const page = await signedIn('reviewer');
    await page.goto(`${platform.product}${await linkFor(platform, 'reviewer', one.id)}`);
    await page.locator('button[value="approve"]').click();
    const text = await textOf(page.locator('.decided'));
    expect(text).toContain('接下来待您办理');
    expect(text).toContain('下一件（还剩 2 件）');
    expect(await textOf(page.locator('.decided .entries'))).toMatch(/31\.50 万元[\s\S]*月.*日/);
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole('link', { name: '下一件（还剩 2 件）' }).click();
    expect(page.url()).toMatch(new RegExp(`/projects/(${two.id}|${three.id})/decision$`));
    await page.locator('button[value="approve"]').click();
    await page.getByRole('link', { name: '下一件（还剩 1 件）' }).click();
    await page.locator('button[value="approve"]').click();
    expect(await textOf(page.locator('.decided'))).toContain('没有其他待您办理的事项。');
    await page.context().close();
  });
});

describe('the link of somebody else', () => {
  it('says who is signed in, and opens once that person has signed out', async () => {
    const link = await linkFor(platform, 'reviewer', (await submit(platform)).id);
    const page = await signedIn('approver');
    const answer = await page.goto(`${platform.product}${link}`);
    expect(answer?.status()).toBe(403);
    const text = await textOf(page.locator('.problem'));
    expect(text).toContain('此链接属于另一位工作人员');
    expect(text).toContain('现在登录的是 审批人戊（示例）（a**@countersign.example）');
    expect(text).not.toContain('approver@');
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole('button', { name: '退出登录，打开此链接' }).click();
    expect(page.url()).toBe(`${platform.product}${link}`);
    await page.locator('button[value="approve"]').click();
    expect(await textOf(page.locator('.decided'))).toContain('作出决定：同意。');
    await page.goto(`${platform.product}/`);
    expect(page.url()).not.toBe(`${platform.product}/`);
    await page.context().close();
  });
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
