import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, historyOf, linkFor, submit, verificationOf } from '../support/client.ts';
import { historyTable } from '../support/history-table.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

describe('an event that somebody overwrites around the rules', () => {
  it('raises the alarm, and the verification names it', async () => {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    const [, submitted] = await historyOf(platform, id);
    if (!submitted) throw new Error('There is no second event');

    const history = await historyTable(platform);
    await history.put({ ...(await history.get(id, 2)), requestedFen: 1 });

    expect(await verificationOf(platform, id)).toMatchObject({
      valid: false,
      firstBroken: { seq: 2, kind: 'changed', reason: 'its content does not match its hash' },
    });
    const alarm = await eventually('the alarm', async () => {
      const lines = await readFile(`${platform.data}/logs/watch-history.ndjson`, 'utf8').catch(() => '');
      return lines.includes('HISTORY_OVERWRITTEN') && lines;
    });
    expect(alarm).toContain('"HistoryTampered":1');
    expect(alarm).toContain(id);

    // Something that is no event at all: the page still tells what is wrong, in its reader's language.
    await history.put({ chain: id, seq: 1, garbage: true });
    const page = await fetch(`${platform.product}/projects/${id}/history`, {
      headers: { accept: 'text/html', authorization: `Bearer ${await platform.token('auditor')}` },
    });
    expect(page.status).toBe(200);
    expect(await page.text()).toMatch(/历史不完整：第 1 个事件不相符.*改动/s);
    history.close();
  });
});
