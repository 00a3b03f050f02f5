import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { verifyChain } from '../../shared/history/verification/verify-chain.ts';
import type { Database } from '../../shared/store/database.ts';
import { type HistoryQuery, queryHistory } from '../../shared/store/history-query.ts';
import { eventsOf, itemsOf } from '../../shared/store/history-store.ts';
import { appendToChain } from '../../shared/store/system-chain.ts';
import { openTables, type Tables } from '../support/tables.ts';

/** A clock that is set right, a leap day and a second that is there twice hide nothing from auditors. */

let tables: Tables;
let database: Database;
beforeAll(async () => {
  tables = await openTables();
  database = await tables.fresh();
});
afterAll(() => tables.stop());

const actor = { id: 'auditor', name: '审计员（示例）', role: 'auditor', via: 'session' } as const;
const unit = '11530121MB1584810X';

// The clock was nine days ahead over a leap day, was set right, and a second came twice.
const times = [
  '2028-02-20T02:00:00.000Z',
  '2028-02-29T15:59:59.000Z',
  '2028-02-29T16:00:00.000Z',
  '2028-03-01T02:00:00.000Z',
  '2028-02-21T02:00:00.000Z',
  '2028-02-21T02:00:01.000Z',
  '2028-02-21T02:00:01.000Z',
];
const now = new Date('2028-02-21T02:00:05.000Z');

/** Every event that the pages of a query show, by its number in the chain. */
async function shown(query: Partial<HistoryQuery>, limit: number): Promise<number[]> {
  const found: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await queryHistory(database, { order: 'oldest', ...query, limit, cursor }, now);
    found.push(...page.events.filter(({ chain }) => chain === 'reader:auditor').map(({ seq }) => seq));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return found;
}

it('every page by which auditors search shows all of it once, and the chain is in its order and whole', async () => {
  await appendToChain(database, 'rules', [
    {
      action: 'roles-changed',
      at: '2028-02-20T01:00:00.000Z',
      actor,
      requestId: 'r',
      assignees: [],
      comment: '—',
    },
  ]);
  for (const [index, at] of times.entries())
    await appendToChain(database, 'reader:auditor', [
      { action: 'exported', at, actor, unit, requestId: `${index}`, scope: '/history', count: 1 },
    ]);
  const events = await eventsOf(database, 'reader:auditor');
  expect(events.map(({ at }) => at)).toEqual(times);
  const head = { seq: events.length, hash: events.at(-1)?.hash ?? '' };
  expect(verifyChain('reader:auditor', await itemsOf(database, 'reader:auditor'), head)).toMatchObject({
    valid: true,
  });
  const byTime = [1, 5, 6, 7, 2, 3, 4];
  for (const limit of [1, 2, 100]) {
    expect(await shown({ chain: 'reader:auditor' }, limit)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    for (const query of [{}, { actor: actor.id }, { unit }]) {
      expect([query, await shown(query, limit)]).toEqual([query, byTime]);
      expect([query, await shown({ ...query, order: 'newest' }, limit)]).toEqual([
        query,
        byTime.toReversed(),
      ]);
    }
  }
  // A search by dates has the days that events say, be they ahead.
  const leapDay = { from: '2028-02-28T16:00:00.000Z', to: '2028-02-29T16:00:00.000Z' };
  expect(await shown(leapDay, 1)).toContain(2);
});
