import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventBody } from '../../shared/history/event.ts';
import { consumed, resetMeter } from '../../shared/runtime/meter.ts';
import type { Database } from '../../shared/store/database.ts';
import { type HistoryQuery, queryHistory } from '../../shared/store/history-query.ts';
import { openChains } from '../builders/history-chains.ts';
import { aBody, BEGIN, numbers } from '../builders/history-events.ts';
import { openTables, type Tables } from '../support/tables.ts';

const SMALL = 1_000;
const LARGE = 5_000;
const MINUTE = 60_000;
const NOW = new Date(BEGIN + 2 * LARGE * MINUTE);

/** One for each index, and both directions; nothing is left to filter. */
const questions: Readonly<Record<string, Partial<HistoryQuery>>> = {
  'all, newest first': {},
  'all, oldest first': { order: 'oldest' },
  'an actor': { actor: 'p1' },
  'a unit': { unit: 'u1' },
  'a chain, newest first': { chain: '2026-AAAA-0001' },
  'a chain, oldest first': { chain: '2026-AAAA-0001', order: 'oldest' },
};

let tables: Tables;
let database: Database;
const measured: Record<'small' | 'large', Map<string, number>> = { small: new Map(), large: new Map() };

/** One event a minute; ids of one length, so that a page of 50 is as large wherever it stands. */
function bodies(): (readonly [string, EventBody])[] {
  const random = numbers(5);
  return Array.from({ length: LARGE }, (_, number) => {
    const [chain, body] = aBody(random, BEGIN + number * MINUTE);
    const one = { ...body, requestId: `r${String(number).padStart(8, '0')}` };
    return [number === 0 ? 'rules' : chain, one];
  });
}

async function measure(into: Map<string, number>): Promise<void> {
  for (const [name, question] of Object.entries(questions)) {
    resetMeter();
    const page = await queryHistory(database, { order: 'newest', limit: 50, ...question }, NOW);
    expect(page).toMatchObject({ events: { length: 50 }, plan: { filtered: [] } });
    into.set(name, consumed().readUnits);
  }
}

beforeAll(async () => {
  tables = await openTables();
  database = await tables.fresh();
  const chains = openChains(database);
  const all = bodies();
  await chains.append(all.slice(0, SMALL));
  await measure(measured.small);
  await chains.append(all.slice(SMALL));
  await measure(measured.large);
  // Five thousand events are written first: twelve seconds, a minute on a busy machine.
});
afterAll(() => tables.stop());

describe('a page of 50 where the index alone answers', () => {
  it.each(Object.keys(questions))(
    'costs the same read units in a history of a thousand and of five thousand events: %s',
    (name) => {
      const [small, large] = [measured.small.get(name) ?? 0, measured.large.get(name) ?? 0];
      // 50 events of under a kilobyte, read with or without strength.
      expect(small).toBeGreaterThan(1);
      expect(small).toBeLessThan(13);
      expect(Math.abs(large - small)).toBeLessThanOrEqual(1);
    },
  );
});

describe('a question that nothing in the history answers', () => {
  it('is looked through in pages of at most 500 events, each with a cursor, to its end', async () => {
    const looked: number[] = [];
    let cursor: string | undefined;
    do {
      const query: HistoryQuery = { order: 'newest', limit: 50, outcome: 'reject', cursor };
      const page = await queryHistory(database, query, NOW);
      expect(page).toMatchObject({ events: [], plan: { index: 'by-month', filtered: ['outcome'] } });
      looked.push(page.plan.read);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(Math.max(...looked)).toBe(500);
    expect(looked.reduce((sum, one) => sum + one, 0)).toBe(LARGE);
  });
});

describe('a question by a person and a unit', () => {
  it('is served by whichever of the two has fewer events', async () => {
    const ask = (more: Partial<HistoryQuery>) =>
      queryHistory(database, { order: 'newest', limit: 50, ...more }, NOW);
    expect((await ask({ actor: 'p1', unit: 'u9' })).plan).toMatchObject({
      index: 'by-unit',
      filtered: ['actor'],
      read: 25,
    });
    expect((await ask({ actor: 'nobody', unit: 'u1' })).plan).toMatchObject({
      index: 'by-actor+by-principal',
    });
  });
});
