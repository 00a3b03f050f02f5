import { describe, expect, it } from '@jest/globals';
import type { EventBody } from '../../shared/history/event.ts';
import { consumed, resetMeter } from '../../shared/runtime/meter.ts';
import { type HistoryQuery, queryHistory } from '../../shared/store/history-query.ts';
import { openChains, openHistoryDatabase } from '../builders/history-database.ts';
import { aBody, BEGIN, numbers } from '../builders/history-events.ts';

describe('a page of 50 where the index alone answers', () => {
  it('costs the same read units in a history of a thousand and of five thousand events', async () => {
    const larger = await openHistoryDatabase();
    try {
      const random = numbers(5);
      const more = openChains(larger.database);
      // As alike as events of a real history, so that a page of 50 is as large wherever it stands.
      const body = (number: number): readonly [string, EventBody] => {
        const [chain, made] = aBody(random, BEGIN + number * 60_000);
        return [chain, { ...made, requestId: `r${String(number).padStart(8, '0')}` }];
      };
      const grow = async (from: number, to: number) =>
        more.append(
          Array.from({ length: to - from }, (_, at) =>
            from + at === 0 ? (['rules', body(0)[1]] as const) : body(from + at),
          ),
        );
      const measured = new Map<string, number[]>();
      for (const [from, to] of [
        [0, 1_000],
        [1_000, 5_000],
      ] as const) {
        await grow(from, to);
        const now = new Date(BEGIN + 6_000 * 60_000);
        for (const [name, query] of Object.entries({
          month: {},
          actor: { actor: 'p1' },
          unit: { unit: 'u1' },
          chain: { chain: '2026-AAAA-0001' },
          'chain, oldest first': { chain: '2026-AAAA-0001', order: 'oldest' },
          'month, oldest first': { order: 'oldest' },
        } as const)) {
          resetMeter();
          const asked: HistoryQuery = { order: 'newest', limit: 50, ...query };
          const page = await queryHistory(larger.database, asked, now);
          expect(page.events).toHaveLength(50);
          expect(page.plan.filtered).toEqual([]);
          measured.set(name, [...(measured.get(name) ?? []), consumed().readUnits]);
        }
      }
      // Nothing is like this: the whole history is looked through, 500 events at most for a page.
      const nothing: HistoryQuery = { order: 'newest', limit: 50, outcome: 'reject' };
      const looked: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await queryHistory(
          larger.database,
          { ...nothing, cursor },
          new Date(BEGIN + 6_000 * 60_000),
        );
        expect(page).toMatchObject({ events: [], plan: { index: 'by-month', filtered: ['outcome'] } });
        looked.push(page.plan.read);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      expect(Math.max(...looked)).toBe(500);
      expect(looked.reduce((sum, one) => sum + one, 0)).toBe(5_000);
      for (const [name, [small = 0, large = 0]] of measured) {
        expect(`${name} ${small > 0}`).toBe(`${name} true`);
        expect(Math.abs(large - small)).toBeLessThanOrEqual(1);
      }
    } finally {
      await larger.close();
    }
  });
});
