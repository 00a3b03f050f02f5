import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { clientOf, eventually, historyOf, submit } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform | undefined;
const folders: string[] = [];
afterAll(async () => {
  await platform?.stop();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

const rulesOf = (running: Platform): Promise<HistoryEvent[]> =>
  eventually('the rules in the history', async () => {
    const auditor = await clientOf(running, 'auditor');
    const { body } = await auditor.get<{ events: HistoryEvent[] }>(
      '/history?chain=rules&action=workflow-changed&order=oldest',
    );
    return body.events.length > 0 && body.events;
  });

describe('the rules by which people are asked', () => {
  it('stand in the history before anything is done by them, and again when a release changes them', async () => {
    const data = await mkdtemp(join(tmpdir(), 'countersign-rules-'));
    folders.push(data);
    platform = await startPlatform({ data });
    const first = await submit(platform);
    const [rules, ...more] = await rulesOf(platform);
    expect(more).toEqual([]);
    expect(rules).toMatchObject({ chain: 'rules', actor: { role: 'system' } });
    const [created] = await historyOf(platform, first.id);
    expect((rules?.at ?? '') <= (created?.at ?? '')).toBe(true);
    await platform.stop();

    platform = await startPlatform({ data, env: { COUNTERSIGN_COLLECTIVE_THRESHOLD_YUAN: '1000000' } });
    const second = await submit(platform);
    const running = platform;
    const changed = await eventually('the changed rules', async () => {
      const all = await rulesOf(running);
      return all.length > 1 && all;
    });
    expect(changed).toHaveLength(2);
    expect(changed[0]?.detailsHash).not.toBe(changed[1]?.detailsHash);
    const begun = (await historyOf(platform, second.id))[0];
    expect((changed[1]?.at ?? '') <= (begun?.at ?? '')).toBe(true);

    // Why somebody was asked on a day: by the rules and the directory that were in force then.
    const auditor = await clientOf(platform, 'auditor');
    const inForce = await auditor.get<{ collectiveThresholdFen: number; calendar: string }>(
      `/history/details/${changed[1]?.detailsHash}`,
    );
    expect(inForce.body).toMatchObject({ collectiveThresholdFen: 100_000_000, codeThresholdFen: null });
    const [directory] = (
      await auditor.get<{ events: HistoryEvent[] }>('/history?chain=rules&action=directory-changed')
    ).body.events;
    const people = (
      await auditor.get<{ people: { id: string }[] }>(`/history/details/${directory?.detailsHash}`)
    ).body.people;
    expect(people.map(({ id }) => id)).toContain('reviewer');
    expect((await auditor.get(`/history/details/${'0'.repeat(64)}`)).status).toBe(404);
    // Two starts, each with a synthesis of its own.
  });
});
