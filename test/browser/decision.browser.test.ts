import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import type { ProjectView } from '../../shared/contract/views.ts';
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

/** Opens the link that was mailed to an account, on a phone. */
async function openLinkOf(account: string, id: string): Promise<Page> {
  const { page } = await visit(browser, MAIL_CLIENT);
  await page.goto(`${platform.product}${await linkFor(platform, account, id)}`);
  return page;
}

/** The text that people see, without what the stylesheet hides. */
const shownIn = async (part: Locator) => (await part.allInnerTexts()).join('');
const line = (page: Page, index: number) => page.locator('.lines > li').nth(index);
const approve = (page: Page) => page.locator('button[value="approve"]');
const lastEvent = async (id: string) => (await historyOf(platform, id)).at(-1)?.action;

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
    const page = await openLinkOf('reviewer', id);
    const document = page.locator('.declaration');
    expect(await document.isVisible()).toBe(false);
    await page.getByText('申报书全文').tap();
    expect(await document.textContent()).toContain('组织安全生产月活动');

    await page.getByText('其他意见…').tap();
    await page.locator('#comment').fill('太短');
    await page.locator('button[value="return"]').tap();
    expect(await page.getByRole('alert').textContent()).toContain('至少 10 个字');
    // Whoever hears the page, or tabs through it, goes on where it says what is missing.
    expect(await page.locator(':focus').getAttribute('role')).toBe('alert');
    expect(await page.title()).toMatch(/^错误：财务审核：/);
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
      const page = await openLinkOf(account, id);
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

describe('cutting lines, on a phone without scripts', () => {
  it('tries a cut, approves it, and shows it to the approver struck through', async () => {
    const { id } = await submit(platform);
    const page = await openLinkOf('reviewer', id);
    expect(await shownIn(approve(page))).toBe('同意 31.50 万元');
    await line(page, 2).getByText('核减…').tap();
    await page.locator('#cut-2-amount').fill('4.00');
    await page.locator('#cut-2-reason').fill('按上年执行数核定金额');
    // Nobody approves the whole amount by mistake once a cut is typed.
    expect(await shownIn(approve(page))).toBe('同意核减后金额');

    await page.getByRole('button', { name: '试算' }).tap();
    await page.getByRole('status').waitFor();
    expect(await shownIn(page.getByRole('status'))).toContain(
      '试算：同意 30.50 万元（申报 31.50 万元，核减 1.00 万元）',
    );
    expect(await shownIn(line(page, 2).locator('del'))).toBe('5.00');
    expect(await shownIn(line(page, 2).locator('ins'))).toBe('4.00');
    expect(await page.locator('#cut-2-amount').inputValue()).toBe('4.00');
    expect(await shownIn(page.locator('.decide p').first())).toBe(
      '同意 30.50 万元（申报 31.50 万元，核减 1.00 万元），随后送审批。',
    );
    // What was tried stands on the button.
    expect(await shownIn(approve(page))).toBe('同意 30.50 万元');
    expect(await lastEvent(id)).toBe('requested');

    await approve(page).tap();
    await page.locator('.decided').waitFor();
    expect(await shownIn(page.locator('.decided'))).toContain('按上年执行数核定金额');
    await page.context().close();

    const next = await openLinkOf('approver', id);
    expect(await shownIn(next.locator('.headline'))).toContain('30.50');
    expect(await shownIn(next.locator('.reduced'))).toBe('申报 31.50 万元，已核减 1.00 万元');
    expect(await shownIn(line(next, 2).locator('del'))).toBe('5.00');
    expect(await shownIn(line(next, 2).locator('ins'))).toBe('4.00');
    expect(await shownIn(line(next, 2))).toContain('审核人丙（示例）核减：按上年执行数核定金额');
    await approve(next).tap();
    await next.locator('.decided').waitFor();
    await next.context().close();
    const { body } = await (await clientOf(platform, 'auditor')).get<ProjectView>(`/projects/${id}`);
    expect(body).toMatchObject({ state: 'approved', requestedFen: 31_500_000, approvedFen: 30_500_000 });

    const { page: timeline, complaints } = await visit(browser);
    await timeline.goto(`${platform.product}/projects/${id}/history`);
    await timeline.locator('button[value="auditor"]').click();
    await timeline.waitForURL(`**/projects/${id}/history`);
    expect(await shownIn(timeline.locator('.timeline'))).toContain('财务审核：同意并核减 1.00 万元');
    expect(await shownIn(timeline.locator('.timeline'))).toContain(
      '5.00 → 4.00 万元：“按上年执行数核定金额”',
    );
    const amounts = await timeline.locator('.amounts-by-line tr').allInnerTexts();
    expect(amounts.map((text) => text.replace(/\s+/g, ' ').trim())).toEqual([
      '支出项目 申报 审定',
      expect.stringContaining('22.50 22.50'),
      expect.stringContaining('4.00 4.00'),
      expect.stringContaining('5.00 4.00'),
      '合计 31.50 30.50',
    ]);
    const [download] = await Promise.all([
      timeline.waitForEvent('download'),
      timeline.getByRole('link', { name: '导出 CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`审批经过 ${id}.csv`);
    expect(complaints).toEqual([]);
    await timeline.context().close();
  });

  it('keeps what it cannot read, says so beside the line, and decides nothing', async () => {
    const { id } = await submit(platform);
    const page = await openLinkOf('reviewer', id);
    await line(page, 0).getByText('核减…').tap();
    await page.locator('#cut-0-amount').fill('少一点');
    await line(page, 1).getByText('核减…').tap();
    await page.locator('#cut-1-reason').fill('编印数量按上年实际减少');
    await approve(page).tap();
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.getByRole('link').allInnerTexts()).toEqual([
      expect.stringContaining('不是金额'),
      '请填写审定金额',
    ]);
    expect(await page.locator('#cut-0-amount').inputValue()).toBe('少一点');
    expect(await page.locator('#cut-0-amount').getAttribute('aria-invalid')).toBe('true');
    expect(await shownIn(page.locator('#cut-1-amount-found'))).toBe('请填写审定金额');

    // More than was requested, and a cut without its reason: the workflow's own rule says so, beside the same lines.
    await page.locator('#cut-0-amount').fill('23');
    await page.locator('#cut-1-amount').fill('3');
    await page.locator('#cut-1-reason').fill('');
    await page.getByRole('button', { name: '试算' }).tap();
    await page.locator('#cut-0-amount-found').waitFor();
    expect(await shownIn(page.locator('#cut-0-amount-found'))).toContain('超过');
    expect(await shownIn(page.locator('#cut-1-reason-found'))).toContain('须写明理由');

    // The Enter key tries; it decides nothing. A line left at its amount is no cut.
    await page.locator('#cut-0-amount').fill('22.50');
    await page.locator('#cut-1-reason').fill('编印数量按上年实际减少');
    await page.locator('#cut-1-reason').press('Enter');
    await page.getByRole('status').waitFor();
    expect(await shownIn(page.getByRole('status'))).toContain('同意 30.50 万元');
    expect(await lastEvent(id)).toBe('requested');
    await page.context().close();
  });

  it('says first that the content has changed since, and keeps what was typed', async () => {
    const { id } = await submit(platform);
    const page = await openLinkOf('reviewer', id);
    const before = page.locator('input[name="contentHash"]');
    const shown = await before.inputValue();
    await before.evaluate((input: HTMLInputElement) => {
      input.value = '0'.repeat(64);
    });
    await line(page, 2).getByText('核减…').tap();
    await page.locator('#cut-2-amount').fill('少一点');
    await page.getByRole('button', { name: '试算' }).tap();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('内容');
    expect(await page.getByRole('alert').textContent()).not.toContain('没有看懂');
    expect(await page.locator('#cut-2-amount').inputValue()).toBe('少一点');
    expect(await before.inputValue()).toBe(shown);
    await page.context().close();
  });

  it('tells on the button, above it and in the total what is left while it is typed, where scripts run', async () => {
    const { id } = await submit(platform);
    const { page, complaints } = await visit(browser, { viewport: PHONE });
    await page.goto(`${platform.product}${await linkFor(platform, 'reviewer', id)}`);
    const told = async () => [
      await shownIn(approve(page)),
      await shownIn(page.locator('.decide p').first()),
      await shownIn(page.locator('.lines .sum .num')),
    ];
    const sentence = (amount: string) => `同意 ${amount}，随后送审批。`;
    await line(page, 2).getByText('核减…').click();
    await page.locator('#cut-2-amount').fill('4.00');
    const reduced = sentence('30.50 万元（申报 31.50 万元，核减 1.00 万元）');
    expect(await told()).toEqual(['同意 30.50 万元', reduced, '31.50 30.50']);
    await line(page, 1).getByText('核减…').click();
    await page.locator('#cut-1-amount').fill('3.9995');
    expect(await told()).toEqual([
      '同意 304,995.00 元',
      sentence('304,995.00 元（申报 315,000.00 元，核减 10,005.00 元）'),
      '31.50 304,995.00 元',
    ]);
    await page.locator('#cut-1-amount').fill('少一点');
    expect(await told()).toEqual(['同意核减后金额', '将同意您填写的核减后金额；可先试算。', '31.50 —']);
    // What was tried stays told by what stands in the fields.
    await page.locator('#cut-1-amount').fill('');
    await page.locator('#cut-2-reason').fill('按上年执行数核定金额');
    await page.getByRole('button', { name: '试算' }).click();
    await page.getByRole('status').waitFor();
    expect(await told()).toEqual(['同意 30.50 万元', reduced, '31.50 30.50']);
    await page.locator('#cut-2-amount').fill('3.00');
    expect((await told())[2]).toBe('31.50 29.50');
    await page.locator('#cut-2-amount').fill('');
    expect(await shownIn(page.locator('.lines .sum .num'))).toBe('31.50');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('rejects at the second asking alone', async () => {
    const { id } = await submit(platform);
    const page = await openLinkOf('reviewer', id);
    await page.getByText('其他意见…').tap();
    expect(await page.locator('button[value="reject"]').isVisible()).toBe(false);
    await page.locator('#comment').fill('不符合资金使用的规定，不予安排。');
    await page.getByText('否决…').tap();
    await page.getByRole('button', { name: '确认否决，项目终止' }).tap();
    await page.locator('.decided').waitFor();
    expect(await lastEvent(id)).toBe('rejected');
    await page.context().close();
  });

  it('returns single parts to the unit', async () => {
    const { id } = await submit(platform);
    const page = await openLinkOf('reviewer', id);
    await page.getByText('其他意见…').tap();
    await page.locator('#comment').fill('请补充第三项支出的测算依据和标准。');
    await page.locator('.scope > summary').tap();
    await page.getByLabel('四 项目基本概况').check();
    await page.getByLabel(/^第 3 项/).check();
    await page.locator('button[value="return"]').tap();
    await page.locator('.decided').waitFor();
    await page.context().close();

    const { page: timeline } = await visit(browser);
    await timeline.goto(`${platform.product}/projects/${id}/history`);
    await timeline.locator('button[value="submitter"]').click();
    await timeline.waitForURL(`**/projects/${id}/history`);
    expect(await shownIn(timeline.locator('.timeline'))).toContain('指定修改：项目基本概况、支出 3');
    await timeline.context().close();
  });
});
