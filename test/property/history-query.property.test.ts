import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventBody, HistoryEvent } from '../../shared/history/event.ts';
import type { Database } from '../../shared/store/database.ts';
import { type HistoryQuery, queryHistory } from '../../shared/store/history-query.ts';
import { openChains } from '../builders/history-chains.ts';
import {
  aBody,
  actors,
  BEGIN,
  bodies,
  numbers,
  projects,
  stages,
  units,
} from '../builders/history-events.ts';
import { openTables, type Tables } from '../support/tables.ts';
import { tries } from '../support/tries.ts';

/** A day after the last event of the random history: everything has settled. */
const NOW = new Date('2026-07-02T00:00:00.000Z');

/** The question as its words say it, over everything that there is. */
function model(all: readonly HistoryEvent[], query: HistoryQuery): HistoryEvent[] {
  const amount = (event: HistoryEvent) => event.approvedFen ?? event.requestedFen;
  const found = all.filter((event) => {
    const value = amount(event);
    if (query.chain !== undefined && event.chain !== query.chain) return false;
    if (query.actor !== undefined && ![event.actor.id, event.actor.onBehalfOfId].includes(query.actor))
      return false;
    if (query.unit !== undefined && event.unit !== query.unit) return false;
    if (query.action !== undefined && event.action !== query.action) return false;
    if (query.stage !== undefined && event.stage !== query.stage) return false;
    if (query.outcome !== undefined && event.outcome !== query.outcome) return false;
    if (query.year !== undefined && event.budgetYear !== query.year) return false;
    if (query.minFen !== undefined && (value === undefined || value < query.minFen)) return false;
    if (query.maxFen !== undefined && (value === undefined || value > query.maxFen)) return false;
    if (query.from !== undefined && event.at < query.from) return false;
    return query.to === undefined || event.at < query.to;
  });
  // A chain is in the order of its numbers; all else by time, then by chain, then by number.
  found.sort((a, b) => {
    const [left, right] = [a, b].map(
      (event) => `${event.at}#${event.chain}#${String(event.seq).padStart(6, '0')}`,
    );
    return (left as string) < (right as string) ? -1 : 1;
  });
  return query.order === 'oldest' ? found : found.reverse();
}

/** Every third happens with another in one transaction: they are found under the same, and ride on one entry. */
const inPairs = (some: ReturnType<typeof bodies>): ReturnType<typeof bodies> =>
  some.flatMap(([chain, body], at) =>
    (at % 3 === 0 ? [body, { ...body, requestId: `with ${at}` }] : [body]).map(
      (one) => [chain, one] as const,
    ),
  );

const named = (events: readonly HistoryEvent[]) => events.map(({ chain, seq }) => `${chain} ${seq}`);

let tables: Tables;
let database: Database;
let chains: ReturnType<typeof openChains>;
let stored: HistoryEvent[];
beforeAll(async () => {
  tables = await openTables();
  database = await tables.fresh();
  chains = openChains(database);
  const first: EventBody = {
    at: new Date(BEGIN).toISOString(),
    actor: { id: 'administrator', name: '（示例）', role: 'administrator', via: 'session' },
    action: 'directory-changed',
    detailsHash: '0'.repeat(64),
    requestId: 'first',
  };
  stored = await chains.append([['rules', first], ...inPairs(bodies(numbers(20), 240))]);
});
afterAll(() => tables.stop());

/** All pages of a query; `between` may append after each. */
async function pagesOf(query: HistoryQuery, now: () => Date, between: (page: number) => Promise<void>) {
  const events: HistoryEvent[] = [];
  let cursor: string | undefined;
  for (let page = 0; ; page++) {
    if (page > 2_000) throw new Error('The pages do not end');
    const answer = await queryHistory(database, { ...query, cursor }, now());
    expect(answer.events.length).toBeLessThanOrEqual(query.limit);
    expect(answer.plan.read).toBeLessThanOrEqual(500);
    events.push(...answer.events);
    if (answer.next === null) return events;
    cursor = answer.next;
    await between(page);
  }
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const instant = fc
  .integer({ min: BEGIN - 86_400_000, max: NOW.getTime() + 86_400_000 })
  .map((at) => new Date(at).toISOString());
const queries = fc.record({
  chain: fc.option(fc.constantFrom(...projects, 'rules', 'reader:p1', 'reader:nobody'), {
    nil: undefined,
    freq: 1,
  }),
  actor: maybe(fc.constantFrom(...actors, 'nobody')),
  unit: maybe(fc.constantFrom(...units)),
  action: maybe(fc.constantFrom('decided', 'submitted', 'requested', 'exported')),
  stage: maybe(fc.constantFrom(...stages)),
  outcome: maybe(fc.constantFrom('approve', 'return')),
  year: maybe(fc.constantFrom(2026, 2027)),
  minFen: maybe(fc.integer({ min: 0, max: 20 }).map((n) => n * 1_000_000)),
  maxFen: maybe(fc.integer({ min: 0, max: 20 }).map((n) => n * 1_000_000)),
  from: maybe(instant),
  to: maybe(instant),
  order: fc.constantFrom('oldest', 'newest'),
  limit: fc.oneof(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 10, max: 500 })),
}) as fc.Arbitrary<HistoryQuery>;

/** With one filter at a time most of a history is found; with all at random nearly nothing. */
const sparse = fc
  .tuple(
    queries,
    fc.subarray(
      ['chain', 'actor', 'unit', 'action', 'stage', 'outcome', 'year', 'minFen', 'maxFen', 'from', 'to'],
      { maxLength: 3 },
    ),
  )
  .map(([query, kept]) => {
    const { order, limit } = query;
    const given = Object.entries(query).filter(([name]) => kept.includes(name));
    return { ...Object.fromEntries(given), order, limit } as HistoryQuery;
  });

describe('a random history, asked by any filters', () => {
  it('gives in its pages, joined, what a look at every event gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(queries, sparse), async (query) => {
        const found = await pagesOf(
          query,
          () => NOW,
          async () => {},
        );
        expect(named(found)).toEqual(named(model(stored, query)));
      }),
      { numRuns: tries(60) },
    );
  });
});

describe('events that are appended between pages', () => {
  it('are neither lost nor doubled: at the end of oldest first, on a first page of newest first', async () => {
    let at = Date.parse('2026-07-03T00:00:00.000Z');
    const random = numbers(7);
    await fc.assert(
      fc.asyncProperty(sparse, async (query) => {
        const before = [...stored];
        const appended: HistoryEvent[] = [];
        const found = await pagesOf(
          { ...query, limit: Math.max(query.limit, 20) },
          () => new Date(at + 60_000),
          async (page) => {
            if (page > 3) return;
            at += 120_000;
            const events = await chains.append([aBody(random, at), aBody(random, at)]);
            stored.push(...events);
            appended.push(...events);
          },
        );
        const names = named(found);
        expect(new Set(names).size).toBe(names.length);
        const visible = query.order === 'oldest' ? stored : before;
        expect(names).toEqual(named(model(visible, query)));
        expect(
          named(
            await pagesOf(
              query,
              () => new Date(at + 60_000),
              async () => {},
            ),
          ),
        ).toEqual(named(model(stored, query)));
      }),
      { numRuns: 12 },
    );
  });
});

describe('the last seconds', () => {
  it('are left to the next look, except in a chain, which is read strongly', async () => {
    const at = Date.parse('2026-08-01T00:00:00.000Z');
    const [event] = await chains.append([
      ['2026-AAAA-0001', { ...aBody(numbers(1), at)[1], at: new Date(at).toISOString() }],
    ]);
    if (!event) throw new Error('Nothing was appended');
    stored.push(event);
    const newest = async (more: Partial<HistoryQuery>, now: number) =>
      (await queryHistory(database, { order: 'newest', limit: 1, ...more }, new Date(now))).events[0]?.hash;
    expect(await newest({}, at + 2_999)).not.toBe(event.hash);
    expect(await newest({}, at + 3_001)).toBe(event.hash);
    expect(await newest({ chain: event.chain }, at)).toBe(event.hash);
    const future = await queryHistory(
      database,
      { from: '2027-01-01T00:00:00.000Z', order: 'newest', limit: 1, actor: 'p1', unit: 'u1' },
      new Date(at),
    );
    expect(future).toMatchObject({ events: [], next: null });
  });
});

describe('a place of another question', () => {
  it('is refused: other filters, another order, an index’s in a chain, one that was made up', async () => {
    const query = { order: 'newest', limit: 5, actor: 'p1' } as const;
    const { next } = await queryHistory(database, query, NOW);
    const ask = (more: object) =>
      queryHistory(database, { ...query, cursor: next ?? '', ...more } as HistoryQuery, NOW);
    expect(next).not.toBeNull();
    expect((await ask({ limit: 50 })).events.length).toBeGreaterThan(0);
    for (const other of [
      { actor: 'p2' },
      { order: 'oldest' },
      { chain: 'rules' },
      { cursor: 'abc' },
      { cursor: '' },
    ])
      await expect(ask(other)).rejects.toThrow('cursor');
  });
});
