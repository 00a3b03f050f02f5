import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ownDecisions } from '../../functions/directory/me/decided.ts';
import { consumed, resetMeter } from '../../shared/runtime/meter.ts';
import type { Database } from '../../shared/store/database.ts';
import { openChains } from '../builders/history-chains.ts';
import { aBody, BEGIN, numbers } from '../builders/history-events.ts';
import { openTables, type Tables } from '../support/tables.ts';

const SMALL = 600;
const LARGE = 4_800;
const MINUTE = 60_000;
const PERSON = 'p1';
/** A page's titles are its own reads: one for each decision. */
const LIMIT = 20;

let tables: Tables;
let database: Database;
let now: Date;
beforeAll(async () => {
  tables = await openTables();
  database = await tables.fresh();
});
afterAll(() => tables.stop());

const page = (cursor?: string) =>
  ownDecisions({ database, now: () => now }, PERSON, { limit: LIMIT, cursor });

it('costs a page, however long the history is, and is every decision of the person, each once, to the end', async () => {
  const random = numbers(7);
  const bodies = Array.from({ length: LARGE }, (_, number) => {
    const [chain, body] = aBody(random, BEGIN + number * MINUTE);
    return [chain, { ...body, requestId: `r${String(number).padStart(8, '0')}` }] as const;
  });
  const chains = openChains(database);
  const costs: number[] = [];
  for (const [from, to] of [
    [0, SMALL],
    [SMALL, LARGE],
  ] as const) {
    await chains.append(bodies.slice(from, to));
    now = new Date(BEGIN + (to + 60) * MINUTE);
    resetMeter();
    expect((await page()).decisions.length).toBeGreaterThan(5);
    costs.push(consumed().readUnits);
  }
  const [small = 0, large = 0] = costs;
  // At most two hundred events of under a kilobyte, read without strength, and twenty titles, read strongly.
  expect(large).toBeLessThan(LIMIT + 200 / 8 + 5);
  expect(Math.abs(large - small)).toBeLessThan(6);

  const own = bodies.filter(([, { action, actor }]) => action === 'decided' && actor.id === PERSON);
  const told: string[] = [];
  let cursor: string | undefined;
  do {
    const { decisions, next } = await page(cursor);
    told.push(...decisions.map(({ at }) => at));
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  expect(told).toEqual(own.map(([, { at }]) => at).toReversed());
});
