import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aDeclaration } from '../builders/declaration.ts';
import { approveThrough, clientOf, eventually, submit } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { textOf } from '../unit/pages/markup.ts';

/** An auditor who has words, and no number. */

const UNIT = '昆明市呈贡区应急管理局';
const WITH_PHONE = '基层应急物资采购（联系人 13987654321）';

let platform: Platform;
let open: string;
beforeAll(async () => {
  platform = await startPlatform();
  await approveThrough(platform);
  ({ id: open } = await submit(platform, 'submitter', aDeclaration({ title: WITH_PHONE })));
  await platform.advance(10);
});
afterAll(() => platform.stop());

async function page(address: string, account = 'auditor'): Promise<{ status: number; html: string }> {
  const client = await clientOf(platform, account);
  const { status, body } = await client.get<string>(address, undefined, { accept: 'text/html' });
  return { status, html: body };
}
const searchFor = (words: string, more = '') => page(`/history?q=${encodeURIComponent(words)}${more}`);

describe('an auditor', () => {
  it('finds a project by its title, masked as everywhere, and its events with it', async () => {
    const { status, html } = await searchFor('物资采购', '&action=submitted');
    expect(status).toBe(200);
    expect(textOf(html)).toContain('已按它查询');
    expect(html).toContain(`/projects/${open}/history`);
    expect(textOf(html)).toContain('基层应急物资采购（联系人');
    expect(html).not.toContain('13987654321');
  });

  it('finds a person by name and a unit by name', async () => {
    expect(textOf((await searchFor('审核人丙')).html)).toMatch(/人员 审核人丙.*已按它查询/);
    const ofUnit = (await searchFor(UNIT)).html;
    expect(textOf(ofUnit)).toContain(`单位 ${UNIT}`);
    expect(ofUnit).toContain(`/projects/${open}/history`);
  });

  it('chooses among several, and keeps the other filters', async () => {
    const { html } = await searchFor('经办人', '&action=submitted');
    expect(html).toContain('/history?action=submitted&amp;actor=submitter"');
    expect(html).toContain('/history?action=submitted&amp;actor=submitter2"');
  });

  it('keeps what was mistyped', async () => {
    const { status, html } = await page('/history?project=物资&year=2O26&action=decided');
    expect(status).toBe(400);
    expect(html).toContain('value="2O26"');
    expect(html).toMatch(/value="decided" selected|selected[^>]*value="decided"/);
    expect(html).toContain(`project=${open}`);
  });

  it('reads first what an auditor asks first, and is told when a request is overdue', async () => {
    expect(textOf((await page('/history')).html)).toContain('没有超期未办结的请求');
    const auditor = await clientOf(platform, 'auditor');
    expect((await auditor.post('/history/checkpoints', {})).status).toBeLessThan(300);
    await platform.advance(14 * 86_400);
    // The sweep's first look at it lists it under the unit that is asked.
    const text = await eventually('what is overdue', async () => {
      const now = textOf((await page('/history')).html);
      return /1 件 期限最早的 1 件.*应急物资采购.*已超期/.test(now) && now;
    });
    expect(text).toMatch(/第 \d+ 号.*核验通过/);
  });

  it('finds the evidence in the banner of the proof', async () => {
    const { html } = await page(`/projects/${open}/history`);
    const banner = /<section class="callout proof[\s\S]*?<\/section>/.exec(html)?.[0] ?? '';
    expect(banner).toContain(`href="/projects/${open}/evidence"`);
    expect(banner).toContain('format=csv');
  });

  it('is the only one', async () => {
    for (const account of ['submitter', 'reviewer'])
      expect((await page(`/history?q=${encodeURIComponent('物资')}`, account)).status).toBe(403);
  });
});
