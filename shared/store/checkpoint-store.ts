import * as z from 'zod';
import { type Checkpoint, checkpoint } from '../history/checkpoint.ts';
import { digest } from '../history/digest.ts';
import { monthRange } from '../values/beijing-month.ts';
import { ConditionRefused, type Database, type Item } from './database.ts';
import { firstMonth } from './history-store.ts';
import { CHECKPOINTS, mailedKey } from './keys.ts';

/** The signed checkpoints, and what is read to make the next one. */

const stored = z.object({ checkpoint });
const checkpointOf = (item: Item): Checkpoint => stored.parse(item).checkpoint;

export const loadCheckpoint = async (database: Database, number: number): Promise<Checkpoint | null> => {
  const item = await database.get(database.history, { chain: CHECKPOINTS, seq: number });
  return item === undefined ? null : checkpointOf(item);
};

/** Checkpoints, newest first; `before` is the number that the last page ended with. */
export async function listCheckpoints(
  database: Database,
  {
    before = Number.MAX_SAFE_INTEGER,
    limit,
  }: { readonly before?: number | undefined; readonly limit: number },
): Promise<Checkpoint[]> {
  const { items } = await database.query({
    TableName: database.history,
    // Who makes the next one builds on the last one.
    ConsistentRead: true,
    KeyConditionExpression: '#chain = :chain AND #seq < :before',
    ExpressionAttributeNames: { '#chain': 'chain', '#seq': 'seq' },
    ExpressionAttributeValues: { ':chain': CHECKPOINTS, ':before': before },
    ScanIndexForward: false,
    Limit: limit,
  });
  return items.map(checkpointOf);
}

export const lastCheckpoint = async (database: Database): Promise<Checkpoint | null> =>
  (await listCheckpoints(database, { limit: 1 }))[0] ?? null;

/** Writes a checkpoint where its number is free. Where it is taken, by the same one (archive first), nothing happens. */
export async function saveCheckpoint(database: Database, made: Checkpoint): Promise<void> {
  const item = { chain: CHECKPOINTS, seq: made.number, checkpoint: made };
  try {
    await database.put(database.history, item, 'attribute_not_exists(seq)');
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
  }
}

/**
 * The chains in which something happened since a time (UTC), from the index by month: it lags, so the caller asks
 * from earlier than it needs. Without a time: all chains that there are.
 */
export async function chainsSince(
  database: Database,
  since: string | undefined,
  now: Date,
): Promise<Set<string>> {
  const chains = new Set<string>();
  const first = since?.slice(0, 7) ?? (await firstMonth(database));
  if (first === undefined) return chains;
  for (const month of monthRange(first, now.toISOString().slice(0, 7))) {
    let start: Item | undefined;
    do {
      const page = await database.query({
        TableName: database.history,
        IndexName: 'by-month',
        KeyConditionExpression: 'byMonth = :month AND sortKey >= :since',
        ProjectionExpression: '#chain',
        ExpressionAttributeNames: { '#chain': 'chain' },
        ExpressionAttributeValues: { ':month': month, ':since': since ?? '0' },
        ExclusiveStartKey: start,
      });
      for (const item of page.items) chains.add(z.string().parse(item.chain));
      start = page.next;
    } while (start);
  }
  return chains;
}

const mark = z.object({ number: z.int() });

/** The number of the newest checkpoint that an address was mailed; 0 for none. */
export async function mailedUpTo(database: Database, address: string): Promise<number> {
  const item = await database.get(database.projects, mailedKey(digest(address)));
  return item === undefined ? 0 : mark.parse(item).number;
}

export const markMailed = (database: Database, address: string, number: number): Promise<void> =>
  database.put(database.projects, { ...mailedKey(digest(address)), number });
