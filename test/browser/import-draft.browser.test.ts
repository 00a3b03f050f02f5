import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { ProjectView } from '../../shared/contract/views.ts';
import { clientOf } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { field, openBrowser, visit } from './browser.ts';

let browser: Browser;
let platform: Platform;

beforeAll(async () => {
  [browser, platform] = await Promise.all([openBrowser(), startPlatform()]);
});
afterAll(async () => {
  await browser.close();
  await platform.stop();
});

const FILE = resolve(import.meta.dirname, '../fixtures/import/beside.txt');
const IMPORTS = '/forms/project-declaration/imports';

it.each([true, false])(
  'a file becomes the draft that the page shows, with JavaScript: %s',
  async (javaScriptEnabled) => {
    const { page, complaints } = await visit(browser, { javaScriptEnabled });
    await page.goto(`${platform.product}${IMPORTS}`);
    await page.locator('button[value="submitter"]').click();
    await page.waitForURL(`${platform.product}${IMPORTS}`);
    await page.locator('#file').setInputFiles(FILE);
    await page.getByRole('button', { name: '读取文件' }).click();
    const mark = page.locator('[data-source-text] a.mark').filter({ hasText: '城市安全发展专项经费' });
    await mark.click();
    expect(page.url().endsWith('#f-/title') || javaScriptEnabled).toBe(true);
    if (javaScriptEnabled) {
      await page.getByRole('button', { name: '放入… 另行说明' }).click();
      const results = await page
        .locator('#put-field option')
        .filter({ hasText: '成效' })
        .first()
        .textContent();
      await page.locator('#put-field').selectOption({ label: results ?? '' });
      await page.locator('[data-do]').click();
    } else await field(page, '/results').fill('另行说明');
    const shown = { title: await field(page, '/title').inputValue(), results: '另行说明' };
    await page.locator('.bar').getByRole('button', { name: '建立草稿' }).click();
    await page.waitForURL('**/projects/*');
    const id = new URL(page.url()).pathname.split('/').at(-1);
    const { body } = await (await clientOf(platform, 'submitter')).get<ProjectView>(`/projects/${id}`);
    expect(body.state).toBe('draft');
    expect(body.declaration).toMatchObject({
      ...shown,
      budgetYear: 2026,
      appropriation: { amountFen: 31_500_000, lastYear: { approvedFen: 130_000_000 } },
    });
    expect(complaints).toEqual([]);
    await page.context().close();
  },
);
