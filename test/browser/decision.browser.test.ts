import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { clientOf, historyOf, linkFor, submit } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { openBrowser, PHONE, visit } from './browser.ts';

// A phone, in a mail program that runs no scripts.
const MAIL_CLIENT = { viewport: PHONE, hasTouch: true, isMobile: true, javaScriptEnabled: false };

let browser: Browser;
let platform: Platform;

beforeAll(async () => {
  [browser, platform] = await Promise.all([openBrowser(), startPlatform()]);
});
afterAll(async () => {
  await browser.close();
  await platform.stop();
});

describe('the page of a mailed link, on a phone', () => {
  it('shows first what is asked, lets a thumb approve, and then says what was decided', async () => {
    const { id } = await submit(platform);
    const { page, complaints } = await visit(browser, MAIL_CLIENT);
    const response = await page.goto(`${platform.product}${await linkFor(platform, 'reviewer', id)}`);
    expect(response?.headers()['referrer-policy']).toBe('no-referrer');

    const inView = async (selector: string): Promise<boolean> => {
      const box = await page.locator(selector).first().boundingBox();
      return box !== null && box.y >= 0 && box.y + box.height <= PHONE.height;
    };
    const approve = page.locator('button[value="approve"]');
    expect(await Promise.all(['.headline', 'h1', 'button[value="approve"]'].map(inView))).toEqual([
      true,
      true,
      true,
    ]);
    expect(await approve.allInnerTexts()).toEqual(['同意 31.50 万元']);
    expect((await approve.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    expect(await page.locator('button[value="reject"]').isVisible()).toBe(false);

    await approve.tap();
    expect(await page.locator('.decided').textContent()).toMatch(/^同意/);
    expect(await page.locator('.decided').textContent()).toContain('北京时间');
    expect(await page.locator('button').allTextContents()).toEqual(['收回决定']);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('opens the whole declaration and returns it only with a reason', async () => {
    const { id } = await submit(platform);
    const { page } = await visit(browser, MAIL_CLIENT);
    await page.goto(`${platform.product}${await linkFor(platform, 'reviewer', id)}`);
    const document = page.locator('.declaration');
    expect(await document.isVisible()).toBe(false);
    await page.getByText('申报书全文').tap();
    expect(await document.textContent()).toContain('组织安全生产月活动');

    await page.getByText('其他意见…').tap();
    await page.locator('#comment').fill('太短');
    await page.locator('button[value="return"]').tap();
    expect(await page.getByRole('alert').textContent()).toContain('至少 10 个字');
    expect(await page.locator('#comment').inputValue()).toBe('太短');

    const reason = '请补充第三项支出的测算依据和标准。';
    await page.locator('#comment').fill(reason);
    await page.locator('button[value="return"]').tap();
    expect(await page.locator('.decided').textContent()).toContain(reason);
    const events = await historyOf(platform, id);
    expect(events.map(({ action }) => action)).toEqual([
      'created',
      'submitted',
      'requested',
      'decided',
      'returned',
    ]);
    await page.context().close();

    // The unit's people find the reason above their form.
    const author = await visit(browser);
    await author.page.goto(`${platform.product}/projects/${id}`);
    await author.page.locator('button[value="submitter"]').click();
    await author.page.waitForURL(`**/projects/${id}`);
    expect(await author.page.locator('.callout.warning:visible').first().textContent()).toContain(reason);
    await author.page.context().close();
  });

  it('speaks English to those who ask for it, and the timeline tells an auditor everything', async () => {
    const { id } = await submit(platform);
    for (const account of ['reviewer', 'approver']) {
      const { page } = await visit(browser, MAIL_CLIENT);
      await page.goto(`${platform.product}${await linkFor(platform, account, id)}`);
      await page.getByRole('link', { name: 'English' }).tap();
      await page.getByRole('button', { name: 'Approve ¥315,000.00' }).tap();
      expect(await page.locator('.decided').textContent()).toMatch(/^Approved/);
      await page.context().close();
    }
    const { page, complaints } = await visit(browser);
    await page.goto(`${platform.product}/projects/${id}/history`);
    await page.locator('button[value="auditor"]').click();
    await page.waitForURL(`**/projects/${id}/history`);
    expect(await page.locator('.proof').textContent()).toContain('历史完整，7 个事件逐一相符');
    const line = await page.locator('.timeline b').allInnerTexts();
    expect(line).toEqual([
      '新建',
      '提交申报',
      '送财务审核',
      '财务审核：同意',
      '送审批',
      '审批：同意',
      '批准',
    ]);
    expect((await (await clientOf(platform, 'auditor')).get(`/projects/${id}`)).body).toMatchObject({
      state: 'approved',
    });
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
