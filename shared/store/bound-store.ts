import { digest } from '../history/digest.ts';
import { pack, unpack } from './content.ts';
import type { Database, Item, Write } from './database.ts';
import { boundKey } from './keys.ts';

/** Whether an address can name a content at all: a key has a longest length, and what is longer is no key. */
export const looksLikeHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/**
 * A content under the hash by which an event binds it.
 * @param until how long it is kept, where no event binds it yet; without, for ever
 */
export const boundItem = (content: unknown, until?: Date): Item => ({
  ...boundKey(digest(content)),
  content: pack(content),
  ...(until ? { expiresAt: Math.floor(until.getTime() / 1000) } : {}),
});

/**
 * Keeps a content under the hash by which an event binds it. Unconditional: under one hash there is but one content.
 */
export const boundWrite = (database: Database, content: unknown): Write => ({
  name: 'content',
  Put: { TableName: database.projects, Item: boundItem(content) },
});

/** What an event binds by its `detailsHash`; undefined where it is not kept here. */
export async function loadBound(database: Database, detailsHash: string): Promise<unknown> {
  const item = await database.get(database.projects, boundKey(detailsHash));
  return item === undefined ? undefined : unpack(item.content);
}

/** One that is kept for a time: it is gone when that is over, whether or not the table has removed it yet. */
export async function loadKept(database: Database, hash: string, at: Date): Promise<unknown> {
  const item = await database.get(database.projects, boundKey(hash));
  const isGone = item === undefined || Number(item.expiresAt) * 1000 <= at.getTime();
  return isGone ? undefined : unpack(item.content);
}
