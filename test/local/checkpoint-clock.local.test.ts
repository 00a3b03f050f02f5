import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { p256 } from '@noble/curves/nist.js';
import type { Sealed } from '../../shared/evidence/checkpoints/archive.ts';
import { makeCheckpoint } from '../../shared/evidence/checkpoints/make-checkpoint.ts';
import type { Database } from '../../shared/store/database.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import { appendToChain } from '../../shared/store/system-chain.ts';
import { aKey } from '../builders/evidence.ts';
import { openTables, type Tables } from '../support/tables.ts';

/** What auditors rely on must not depend on the clock's being right. */

let tables: Tables;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.stop());

const key = aKey();
const jwk = { kty: 'EC', crv: 'P-256', x: '', y: '' };
const signer = {
  publicKey: async () => ({ id: key.id, pem: key.pem, jwk }),
  sign: async (hash: string) => {
    const { d = '' } = key.secret.export({ format: 'jwk' });
    const how = { prehash: false, format: 'der' } as const;
    return Buffer.from(p256.sign(Buffer.from(hash, 'hex'), Buffer.from(d, 'base64url'), how)).toString(
      'base64',
    );
  },
};

/** A maker of checkpoints whose clock a test puts where it wants. */
function makerOf(database: Database) {
  const kept = new Map<number, Sealed>();
  const archive = {
    read: async (number: number) => kept.get(number) ?? null,
    create: async (one: Sealed) => {
      kept.set(one.checkpoint.number, one);
      return true;
    },
  };
  return async (at: string): Promise<readonly string[]> => {
    const { checkpoint } = await makeCheckpoint({ database, signer, archive, now: () => new Date(at) });
    return (kept.get(checkpoint.number)?.leaves ?? []).map(({ chain, seq }) => `${chain}-${seq}`);
  };
}

const actor = { id: 'a', name: '审计员（示例）', role: 'auditor', via: 'session' } as const;
const happens = (database: Database, chain: string, at: string) =>
  appendToChain(database, `reader:${chain}`, [
    { action: 'exported', at, actor, requestId: `${chain}-${at}`, scope: '/history', count: 1 },
  ]);

/** The history of an office begins with its rules. */
const begins = (database: Database) =>
  appendToChain(database, 'rules', [
    {
      action: 'roles-changed',
      at: '2026-03-01T00:00:00.000Z',
      actor,
      requestId: 'r',
      assignees: [],
      comment: '—',
    },
  ]);

it.each([
  [
    'a year ahead, and was put right',
    '2027-03-18T02:00:00.000Z',
    '2026-03-18T03:00:00.000Z',
    '2026-03-18T03:30:00.000Z',
  ],
  [
    'put back by two hours',
    '2028-02-28T23:00:00.000Z',
    '2028-02-28T21:10:00.000Z',
    '2028-02-29T00:00:00.000Z',
  ],
  [
    'an hour that came twice',
    '2026-10-25T02:50:00.000Z',
    '2026-10-25T02:00:00.000Z',
    '2026-10-25T03:00:00.000Z',
  ],
])('a checkpoint covers what happened while the clock was %s', async (_, before, meanwhile, after) => {
  const database = await tables.fresh();
  const make = makerOf(database);
  await begins(database);
  await happens(database, 'x', before);
  expect(await make(before)).toEqual(['reader:x-1', 'rules-1']);
  // A chain that is new, and one that goes on: its number orders it, whatever its times say.
  await happens(database, 'x', meanwhile);
  await happens(database, 'y', meanwhile);
  expect(await make(after)).toEqual(['reader:x-2', 'reader:y-1', 'rules-1']);
  const events = await eventsOf(database, 'reader:x');
  expect(events.map(({ seq, at }) => [seq, at])).toEqual([
    [1, before],
    [2, meanwhile],
  ]);
  expect(events[1]?.previousHash).toBe(events[0]?.hash);
});
