import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { DecisionView } from '../../shared/contract/views.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { Notice } from '../../shared/values/calendar/notice.ts';
import { aNotice } from '../builders/notices.ts';
import {
  clientOf,
  decideBy,
  eventually,
  historyOf,
  linkFor,
  linksFor,
  mailsTo,
  passTime,
  submit,
  verificationOf,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
afterEach(() => platform.stop());

/** A Tuesday, 10:00 in Beijing: by rule 1 January is off, and nothing else of 2027 is known. */
const CLOCK = '2026-12-29T02:00:00.000Z';
const of = (beijing: string): string => new Date(`${beijing}+08:00`).toISOString();
const BY_RULE = of('2027-01-06T18:00');
const ANNOUNCED = of('2027-01-07T18:00');

const page = async (address: string, token?: string): Promise<string> => {
  const response = await fetch(`${platform.product}${address}`, {
    headers: { accept: 'text/html', ...(token ? { authorization: `Bearer ${token}` } : {}) },
  });
  return response.text();
};

/** An administrator adds notices to the settings. */
async function announce(notices: readonly Notice[]): Promise<void> {
  const administrator = await clientOf(platform, 'administrator');
  const { headers, body } = await administrator.get<{ version?: number }>('/settings');
  const tag = headers.get('etag') ?? '';
  const first = tag === '"0"' ? { 'if-none-match': '*' } : { 'if-match': tag };
  const reply = await administrator.put('/settings', { notices }, first as Record<string, string>);
  if (reply.status !== 200)
    throw new Error(`The settings got ${reply.status}: ${JSON.stringify([reply.body, body])}`);
}

const warnings = async (): Promise<number[]> =>
  (await readFile(join(platform.data, 'logs', 'sweep.ndjson'), 'utf8'))
    .split('\n')
    .filter((line) => line.includes('"CALENDAR_UNKNOWN"'))
    .map((line) => JSON.parse(line).year);

describe('a deadline in a year whose holidays are not announced', () => {
  it('is said to be provisional wherever it stands, and is counted anew when they are', async () => {
    platform = await startPlatform({ clock: CLOCK });
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const anyone = await clientOf(platform);
    const reviewer = await clientOf(platform, 'reviewer');
    const waiting = async () => (await reviewer.get<{ items: Partial<DecisionView>[] }>('/')).body.items[0];

    const before = (await anyone.get<DecisionView>(link)).body;
    expect([before.deadline, before.deadlineProvisional]).toEqual([BY_RULE, true]);
    expect(await waiting()).toMatchObject({ deadline: BY_RULE, deadlineProvisional: true });
    const [asked] = await mailsTo(platform, 'reviewer');
    expect(asked?.subject).toContain('18:00前（暂定）');
    for (const shown of [
      asked?.text,
      asked?.html,
      await page(link),
      await page('/', await platform.token('reviewer')),
      await page(`/projects/${id}?notice=submitted`, await platform.token('submitter')),
      await page('/requests', await platform.token('administrator')),
    ]) {
      expect(shown).toContain('（暂定）');
      expect(shown?.split('国务院放假安排公布后将重新计算')).toHaveLength(2);
    }
    // Every minute it is looked at, and it is said once a day.
    await passTime(platform, 120);
    expect(await warnings()).toEqual([2027]);

    await announce([aNotice(2027, { daysOff: ['2027-01-02', '2027-01-03', '2027-01-04'] })]);
    const changed = await eventually('the new deadline', async () => {
      await passTime(platform, 61);
      return (await historyOf(platform, id)).find(({ action }) => action === 'deadline-changed');
    });
    expect(changed).toMatchObject({ deadline: ANNOUNCED, stage: 'finance-review', actor: { id: 'sweep' } });
    const mail = await eventually('the letter', async () =>
      (await mailsTo(platform, 'reviewer')).find(({ subject }) => subject.includes('期限调整')),
    );
    expect(mail.subject).toContain('1月7日周四 18:00前');
    const after = (await anyone.get<DecisionView>(link)).body;
    expect(after.deadline).toBe(ANNOUNCED);
    expect(after).not.toHaveProperty('deadlineProvisional');
    expect(await waiting()).toMatchObject({ deadline: ANNOUNCED });
    expect(await waiting()).not.toHaveProperty('deadlineProvisional');
    const timeline = await page(`/projects/${id}/history`, await platform.token('reviewer'));
    expect(timeline).toContain('放假安排更新，财务审核期限重新计算');
    for (const shown of [mail.text, mail.html, await page(link), timeline])
      expect(shown).not.toContain('暂定');

    // Nothing more follows, the calendar in force stands in the rules, and what was mailed leads to the decision.
    await passTime(platform, 300);
    const history = await historyOf(platform, id);
    expect(history.filter(({ action }) => action === 'deadline-changed')).toHaveLength(1);
    const auditor = await clientOf(platform, 'auditor');
    const rules = await auditor.get<{ events: HistoryEvent[] }>(
      '/history?chain=rules&action=workflow-changed',
    );
    const inForce = await auditor.get<{ calendar: string; notices: Notice[] }>(
      `/history/details/${rules.body.events[0]?.detailsHash}`,
    );
    expect(inForce.body).toMatchObject({ calendar: changed.calendar, notices: [{ year: 2027 }] });
    expect((await verificationOf(platform, id)).valid).toBe(true);
    const fresh = (await linksFor(platform, 'reviewer', id)).at(-1) ?? '';
    expect(fresh).not.toBe(link);
    expect((await decideBy(platform, fresh, { outcome: 'approve' })).status).toBe(200);
    expect(await warnings()).toEqual([2027]);
  });

  it('is marked where the next request is offered after a decision', async () => {
    platform = await startPlatform({ clock: CLOCK });
    const [first, second] = [await submit(platform), await submit(platform, 'submitter2')];
    const link = await linkFor(platform, 'reviewer', first.id);
    await linkFor(platform, 'reviewer', second.id);
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
    const shown = await page(link, await platform.token('reviewer'));
    expect(shown).toContain(`/projects/${second.id}/decision`);
    expect(shown).toMatch(/18:00 前[^<]*<\/time>（暂定）/);
    expect(shown.split('国务院放假安排公布后将重新计算')).toHaveLength(2);
  });
});
