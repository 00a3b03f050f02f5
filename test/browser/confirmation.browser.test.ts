import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { linkFor, submit } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { openBrowser, visit } from './browser.ts';
import { violationsOn } from './violations.ts';

let browser: Browser;
let platform: Platform;
let first: string;
beforeAll(async () => {
  [browser, platform] = await Promise.all([openBrowser(), startPlatform()]);
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
