import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { AttachmentView, ProjectView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { jpeg, pdf } from '../builders/file-bytes.ts';
import { aDraft, asNamed, attach, handIn, save } from '../support/attaching.ts';
import { clientOf, eventually, linkFor } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { openBrowser, PHONE, visit } from './browser.ts';
import { violationsOn } from './violations.ts';

/** Pages, functions, store and scan together: what goes wrong on order is in `attaching.browser.test.tsx`. */

let browser: Browser;
let platform: Platform;

beforeAll(async () => {
  [browser, platform] = await Promise.all([openBrowser(), startPlatform()]);
});
afterAll(async () => {
  await browser.close();
  await platform.stop();
});

async function openAs(page: Page, account: string, path: string): Promise<void> {
  await page.goto(`${platform.product}${path}`);
  await page.locator(`button[value="${account}"]`).click();
  await page.waitForURL(`${platform.product}${path}`);
}

const stored = async (id: string): Promise<ProjectView> =>
  (await (await clientOf(platform, 'submitter')).get<ProjectView>(`/projects/${id}`)).body;
const idIn = (page: Page): string => new URL(page.url()).pathname.split('/')[2] ?? '';
const place = (page: Page, pointer: string) => page.locator(`[data-files="${pointer}"]`);

let made = 0;
/** A file of its own, as a browser's window hands it over. */
const aPdf = (name: string, trailer = '') => ({
  ...{ name, mimeType: 'application/pdf', buffer: pdf(`% ${++made}${trailer}`) },
});

async function choose(page: Page, pointer: string, file: ReturnType<typeof aPdf>): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    place(page, pointer).locator('[data-attach]').click(),
  ]);
  await chooser.setFiles(file);
}

it('a unit attaches files as it begins a form, sees them scanned, and has them with what it handed in', async () => {
  const { page, complaints } = await visit(browser);
  await openAs(page, 'submitter', '/forms/project-declaration');
  await choose(page, '/attachments', aPdf('可行性报告.pdf'));
  await place(page, '/attachments').getByText('未查毒').waitFor();
  const id = idIn(page);
  await eventually('the draft with it', async () => {
    const { attachments } = (await stored(id)).declaration;
    return Array.isArray(attachments) && attachments.length === 1;
  });
  await page.reload();
  expect(await place(page, '/attachments').locator('li').textContent()).toMatch(
    /可行性报告\.pdf .*B · [0-9a-f]{8} 预览 未查毒/,
  );
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    place(page, '/attachments').locator('a.file-name').click(),
  ]);
  expect(download.suggestedFilename()).toBe('可行性报告.pdf');

  await choose(page, '/attachments', { ...aPdf('设备参数.docx'), mimeType: 'application/msword' });
  await place(page, '/attachments').getByText('内容与文件名的后缀不符').waitFor();
  expect(await page.locator('[data-attached-told]').textContent()).toBe('附件被拒收：设备参数.docx');
  await page.locator('[data-findings]').getByText('设备参数.docx').waitFor();
  await page.getByRole('button', { name: '移除：设备参数.docx' }).click();
  await page.locator('[data-findings]').getByText('设备参数.docx').waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('an upload in the middle can be used by everyone, wide and on a phone', async () => {
  const { id } = await aDraft(platform, { title: '演练' });
  const { page } = await visit(browser);
  await openAs(page, 'submitter', `/projects/${id}`);
  let go = (): void => undefined;
  const until = new Promise<void>((settle) => {
    go = settle;
  });
  await page.route('**/storage/**', async (route) => {
    await until;
    await route.continue();
  });
  await choose(page, '/attachments', aPdf('甲.pdf'));
  await place(page, '/attachments').locator('progress').waitFor();
  await choose(page, '/attachments', { ...aPdf('乙.exe'), mimeType: 'application/octet-stream' });
  expect(await violationsOn(page)).toEqual([]);
  await page.setViewportSize({ ...PHONE, width: 360 });
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
  go();
  await place(page, '/attachments').getByText('未查毒').waitFor();
  await page.context().close();
});

it('without a script a button saves, and leads to the page that takes files and gives them back', async () => {
  const { id } = await aDraft(platform, aDeclaration());
  const { page } = await visit(browser, { javaScriptEnabled: false });
  await openAs(page, 'submitter', `/projects/${id}`);
  await page.locator('[id="f-/title"]').fill('改过的名称');
  await place(page, '/attachments').locator('button').click();
  await page.waitForURL(`**/projects/${id}/attachments**`);
  const card = page.locator('[id="f-/attachments"]');
  await card.locator('input[type="file"]').setInputFiles(aPdf('报价单.pdf'));
  await card.locator('button', { hasText: '上传' }).click();
  await page.waitForURL('**notice=attached**');
  expect(await stored(id)).toMatchObject({
    title: '改过的名称',
    declaration: { attachments: [{ name: '报价单.pdf' }] },
  });
  await page.goto(`${platform.product}/projects/${id}`);
  await page.getByRole('button', { name: '移除：报价单.pdf' }).click();
  await page.waitForURL(`**/projects/${id}?notice=saved**`);
  expect(await place(page, '/attachments').locator('li').count()).toBe(0);
  expect((await stored(id)).declaration.attachments).toBeUndefined();
  await page.context().close();
});

/** A project that waits for its approver, with a file on a line of its plan. */
async function atApproval(): Promise<{ readonly id: string; readonly quote: AttachmentView }> {
  const submitter = await clientOf(platform, 'submitter');
  const draft = await aDraft(platform, aDeclaration());
  const { name, buffer: bytes } = aPdf('横幅报价单.pdf');
  const quote = await attach(submitter, `/projects/${draft.id}/attachments`, { name, bytes });
  const [first, ...others] = aDeclaration().plan;
  if (!first) throw new Error('The plan has a line');
  const declaration = aDeclaration({ plan: [{ ...first, files: [asNamed(quote)] }, ...others] });
  const { body } = await save(submitter, draft, declaration);
  const handedIn = await handIn(submitter, body);
  if (handedIn.status !== 200) throw new Error(JSON.stringify(handedIn.body));
  const reviewer = await clientOf(platform);
  const link = await linkFor(platform, 'reviewer', draft.id);
  const { contentHash } = (await reviewer.get<{ contentHash: string }>(link)).body;
  await reviewer.post(link, { outcome: 'approve', contentHash });
  return { id: draft.id, quote };
}

it('a decider reads the files first, and sends the minutes from a phone; the timeline leads to them', async () => {
  const { id } = await atApproval();
  const { page, complaints } = await visit(browser, { viewport: PHONE, hasTouch: true, isMobile: true });
  await page.goto(`${platform.product}${await linkFor(platform, 'approver', id)}`);
  expect(await page.locator('.files-card').textContent()).toMatch(/附件（1）支出 1 · 附件横幅报价单\.pdf/);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('.files-card a.file-name').tap(),
  ]);
  expect(download.suggestedFilename()).toBe('横幅报价单.pdf');

  const photo = { name: 'IMG_2041.jpg', mimeType: 'image/jpeg', buffer: jpeg() };
  await choose(page, '/supplied/minutes', photo);
  await place(page, '/supplied/minutes').getByText('未查毒').waitFor();
  // A page that is opened anew still has what was sent for this decision.
  await page.reload();
  expect(await place(page, '/supplied/minutes').locator('.file-name').allTextContents()).toEqual([
    'IMG_2041.jpg',
  ]);
  expect(await violationsOn(page)).toEqual([]);
  await page.locator('button[value="approve"]').tap();
  await page.locator('.decided').waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();

  const unit = await visit(browser);
  await openAs(unit.page, 'submitter', `/projects/${id}/history`);
  const minutes = unit.page.locator('a.file-name', { hasText: 'IMG_2041.jpg' });
  const [taken] = await Promise.all([unit.page.waitForEvent('download'), minutes.first().click()]);
  expect(taken.suggestedFilename()).toBe('IMG_2041.jpg');
  await unit.page.goto(`${platform.product}/projects/${id}`);
  expect(await unit.page.locator('.declaration a.file-name').allTextContents()).toEqual(['横幅报价单.pdf']);
  await unit.page.context().close();
});

it('a decider whose mail program runs no scripts uploads with an ordinary form', async () => {
  const { id } = await atApproval();
  const phone = { viewport: PHONE, hasTouch: true, isMobile: true, javaScriptEnabled: false };
  const { page } = await visit(browser, phone);
  await page.goto(`${platform.product}${await linkFor(platform, 'approver', id)}`);
  await page.locator('input[type="file"]').setInputFiles(aPdf('纪要.pdf'));
  await page.getByRole('button', { name: '上传', exact: true }).tap();
  const names = page.locator('[data-files] .file-name');
  await names.first().waitFor();
  expect(await names.allTextContents()).toEqual(['纪要.pdf']);
  await page.getByRole('button', { name: '移除：纪要.pdf' }).tap();
  await names.first().waitFor({ state: 'detached' });
  await page.context().close();
});
