import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { emptyHead } from '../../shared/history/chain.ts';
import { digest } from '../../shared/history/digest.ts';
import type { EventBody } from '../../shared/history/event.ts';
import { verifyChain } from '../../shared/history/verification/verify-chain.ts';
import { recordRoles } from '../../shared/identity/roles-store.ts';
import { loadBound } from '../../shared/store/bound-store.ts';
import type { Database } from '../../shared/store/database.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import { saveRules } from '../../shared/store/rules-store.ts';
import { appendToChain, headOf, readerChain, recordReading } from '../../shared/store/system-chain.ts';
import { openTables, type Tables } from '../support/tables.ts';

let tables: Tables;
let database: Database;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.stop());
beforeEach(async () => {
  database = await tables.fresh();
});

const at = '2026-11-25T01:00:00.000Z';
const body = (requestId: string): EventBody => ({
  at,
  actor: { id: 'sample', name: '示例', role: 'system', via: 'system' },
  action: 'workflow-changed',
  detailsHash: digest(requestId),
  requestId,
});

/** Something that is written with an event, on a condition. */
const beside = (ConditionExpression: string) => ({
  name: 'other',
  Put: { TableName: database.projects, Item: { pk: 'X', sk: 'X' }, ConditionExpression },
});

describe('a chain without a record beside it', () => {
  it('case 23, chain: 100 parallel appends verify unforked', async () => {
    const appends = Array.from({ length: 100 }, (_, index) => index);
    // More than a few at once on such a chain are a fault that the store gives up on: a caller tries again.
    const append = async (index: number): Promise<void> => {
      try {
        await appendToChain(database, 'rules', [body(String(index))]);
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'Busy') throw error;
        await append(index);
      }
    };
    await Promise.all(appends.map(append));
    const events = await eventsOf(database, 'rules');
    expect(verifyChain('rules', events, await headOf(database, 'rules')).valid).toBe(true);
    expect(events.map(({ requestId }) => Number(requestId)).sort((a, b) => a - b)).toEqual(appends);
  });

  it('begins at nothing', async () => {
    expect(await headOf(database, 'rules')).toEqual(emptyHead);
  });

  it('appends nothing where what belongs to the event is refused', async () => {
    const write = beside('attribute_exists(pk)');
    await expect(appendToChain(database, 'rules', [body('1')], [write])).rejects.toMatchObject({
      name: 'ConditionRefused',
      writes: ['other'],
    });
    expect(await headOf(database, 'rules')).toEqual(emptyHead);
  });

  it('knows what it appended itself where the answer was lost and the same was sent again', async () => {
    const again: Database = {
      ...database,
      // A right that not everybody has who appends.
      get: () => Promise.reject(new Error('No item of the history is got')),
      transact: async (writes) => {
        await database.transact(writes);
        // As the client does it, of a table that was started anew in between.
        await database.transact(writes);
      },
    };
    const write = beside('attribute_not_exists(pk)');
    await appendToChain(again, 'rules', [body('1')], [write]);
    await appendToChain(again, 'rules', [body('2')]);
    const events = await eventsOf(database, 'rules');
    expect(events.map(({ requestId }) => requestId)).toEqual(['1', '2']);
  });
});

describe('what a reader took away', () => {
  it('stands in a chain of the reader’s own', async () => {
    const actor = { id: 'auditor', name: '审计员（示例）', role: 'auditor', via: 'session' } as const;
    await recordReading(database, {
      actor,
      action: 'exported',
      scope: '/history?unit=x',
      count: 3,
      at,
      requestId: 'r',
    });
    expect(await eventsOf(database, readerChain('auditor'))).toMatchObject([
      { chain: 'reader:auditor', seq: 1, action: 'exported', scope: '/history?unit=x', count: 3 },
    ]);
  });

  it('is no personal data where nobody says why', async () => {
    const actor = { id: 'auditor', name: '审计员（示例）', role: 'auditor', via: 'session' } as const;
    const reading = { actor, action: 'unmasked', scope: '/projects/P', at, requestId: 'r' } as const;
    for (const comment of ['', '核对', '。。。。。。。。。。'])
      await expect(recordReading(database, { ...reading, comment })).rejects.toThrow('for a reason alone');
    expect(await headOf(database, readerChain('auditor'))).toEqual(emptyHead);
    await recordReading(database, { ...reading, comment: '核对法定代表人的证件' });
    expect(await eventsOf(database, readerChain('auditor'))).toMatchObject([{ action: 'unmasked' }]);
  });
});

describe('the rules in force', () => {
  const now = new Date(at);

  it('are recorded when they change, and only then, also by several processes at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => saveRules(database, { lapseDays: 60 }, now)));
    await saveRules(database, { lapseDays: 60 }, now);
    await saveRules(database, { lapseDays: 30 }, now);
    const events = await eventsOf(database, 'rules');
    expect(events.map(({ action, detailsHash }) => [action, detailsHash])).toEqual([
      ['workflow-changed', digest({ lapseDays: 60 })],
      ['workflow-changed', digest({ lapseDays: 30 })],
    ]);
    expect(await loadBound(database, events[0]?.detailsHash ?? '')).toEqual({ lapseDays: 60 });
  });
});

describe('somebody who signs in', () => {
  it('has changed roles recorded, and the same ones not again', async () => {
    const person = { id: 'sub-1', name: '经办人甲（示例）', roles: ['submitter'] as const };
    const cause = { at, requestId: 's' };
    await Promise.all([recordRoles(database, person, cause), recordRoles(database, person, cause)]);
    await recordRoles(database, { ...person, roles: ['submitter', 'auditor'] }, cause);
    expect((await eventsOf(database, 'rules')).map(({ comment }) => comment)).toEqual([
      '— → submitter',
      'submitter → submitter, auditor',
    ]);
  });
});
