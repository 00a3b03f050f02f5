import { digest } from '../history/digest.ts';
import { pack, unpack } from './content.ts';
import type { Database, Item, Write } from './database.ts';
import { boundKey } from './keys.ts';

/** A content under the hash by which an event binds it. */
export const boundItem = (content: unknown): Item => ({
  ...boundKey(digest(content)),
  content: pack(content),
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
