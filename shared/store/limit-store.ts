import * as z from 'zod';
import { type Limit, type LimitName, limits } from '../contract/limits.ts';
import { BEIJING_MS } from '../values/beijing-time.ts';
import { ConditionRefused, type Database } from './database.ts';
import { limitKey } from './keys.ts';

/** One use of what is limited, and whose it is: a person's id, or what names a request. */
export interface Use {
  readonly limit: LimitName;
  readonly by: string;
}

const MINUTE_MS = 60_000;

/** The window that a moment lies in. */
function windowAt({ minutes }: Limit, now: Date): { start: Date; end: Date } {
  const length = minutes * MINUTE_MS;
  const start = Math.floor((now.getTime() + BEIJING_MS) / length) * length - BEIJING_MS;
  return { start: new Date(start), end: new Date(start + length) };
}

/** How many there may be where a person may do `factor` times the usual number. */
export const mostOf = ({ per, most }: Limit, factor: number): number =>
  per === 'person' ? most * factor : most;

/** Each window has a counter of its own, which nobody reads after it and the table deletes. */
function counterOf(database: Database, { limit, by }: Use, now: Date) {
  const { start, end } = windowAt(limits[limit], now);
  return { TableName: database.projects, Key: limitKey(limit, by, start.toISOString()), end };
}

/**
 * Counts a use: one write on a condition, so that of many at once exactly as many count as may.
 * @param factor how many times the usual number a person may
 * @returns when the window ends, where it is full; nothing was counted
 */
export async function countUse(
  database: Database,
  use: Use,
  factor: number,
  now: Date,
): Promise<Date | undefined> {
  const { end, ...counter } = counterOf(database, use, now);
  try {
    await database.update({
      ...counter,
      UpdateExpression: 'SET #expiresAt = :end ADD #count :one',
      ConditionExpression: 'attribute_not_exists(#count) OR #count < :most',
      ExpressionAttributeNames: { '#count': 'count', '#expiresAt': 'expiresAt' },
      ExpressionAttributeValues: {
        ':one': 1,
        ':most': mostOf(limits[use.limit], factor),
        ':end': Math.floor(end.getTime() / 1000),
      },
    });
    return undefined;
  } catch (error) {
    if (error instanceof ConditionRefused) return end;
    throw error;
  }
}

/** Takes back a use that was counted at `countedAt` and came to nothing. */
export async function giveBack(database: Database, use: Use, countedAt: Date): Promise<void> {
  const { end, ...counter } = counterOf(database, use, countedAt);
  await database.update({
    ...counter,
    UpdateExpression: 'SET #expiresAt = :end ADD #count :less',
    ExpressionAttributeNames: { '#count': 'count', '#expiresAt': 'expiresAt' },
    ExpressionAttributeValues: { ':less': -1, ':end': Math.floor(end.getTime() / 1000) },
  });
}

const counted = z.object({ count: z.int() });

/** When the window ends, where it is full; counts nothing. */
export async function fullUntil(
  database: Database,
  use: Use,
  factor: number,
  now: Date,
): Promise<Date | undefined> {
  const { TableName, Key, end } = counterOf(database, use, now);
  const item = await database.get(TableName, Key);
  return item !== undefined && counted.parse(item).count >= mostOf(limits[use.limit], factor)
    ? end
    : undefined;
}
