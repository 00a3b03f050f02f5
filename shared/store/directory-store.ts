import * as z from 'zod';
import { type ChainHead, emptyHead, link } from '../history/chain.ts';
import { digest } from '../history/digest.ts';
import type { Actor } from '../history/event.ts';
import { type Directory, directory, emptyDirectory } from '../workflow/directory.ts';
import { pack, unpack } from './content.ts';
import type { Database } from './database.ts';
import { appendOf, RULES_CHAIN } from './history-store.ts';
import { directoryKey } from './keys.ts';

const directoryRecord = z.object({
  version: z.int().min(1),
  content: z.unknown(),
  head: z.object({ seq: z.int(), hash: z.string() }),
});

export interface StoredDirectory {
  /** 0 where none was ever stored. */
  readonly version: number;
  readonly directory: Directory;
  /** The head of the chain `rules`. */
  readonly head: ChainHead;
}

/** The directory as one document: it changes as a whole, and a decision about rights reads one consistent state. */
export async function loadDirectory(database: Database): Promise<StoredDirectory> {
  const item = await database.get(database.projects, directoryKey);
  if (item === undefined) return { version: 0, directory: emptyDirectory, head: emptyHead };
  const { version, content, head } = directoryRecord.parse(item);
  return { version, directory: directory.parse(unpack(content)), head };
}

/**
 * Replaces the directory, with the event that says so.
 * @throws ConditionRefused where another change was first
 */
export async function saveDirectory(
  database: Database,
  before: StoredDirectory,
  next: Directory,
  cause: { readonly actor: Actor; readonly at: string; readonly requestId: string },
): Promise<StoredDirectory> {
  const events = link(RULES_CHAIN, before.head, [
    { ...cause, action: 'directory-changed', detailsHash: digest(next) },
  ]);
  const last = events.at(-1);
  const head = last ? { seq: last.seq, hash: last.hash } : before.head;
  const version = before.version + 1;
  await database.transact([
    {
      name: 'directory',
      Put: {
        TableName: database.projects,
        Item: { ...directoryKey, version, content: pack(next), head },
        ...(before.version === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: '#version = :version',
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':version': before.version },
            }),
      },
    },
    ...events.map((event) => appendOf(database, event)),
  ]);
  return { version, directory: next, head };
}
