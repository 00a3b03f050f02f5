import * as z from 'zod';
import { digest } from '../history/digest.ts';
import type { Actor } from '../history/event.ts';
import {
  type Directory,
  directory,
  emptyDirectory,
  type FormerMailbox,
  leftBehind,
} from '../workflow/directory.ts';
import { boundWrite } from './bound-store.ts';
import { pack, unpack } from './content.ts';
import type { Database } from './database.ts';
import { directoryKey } from './keys.ts';
import { appendToChain, RULES_CHAIN } from './system-chain.ts';

const directoryRecord = z.object({
  version: z.int().min(1),
  content: z.unknown(),
  // Directories of before 0.2 have none: of them only the present mailboxes are known.
  formerMailboxes: z.unknown().optional(),
});
const formerMailboxes = z.array(z.object({ person: z.string(), mailbox: z.string(), until: z.string() }));

export interface StoredDirectory {
  /** 0 where none was ever stored. */
  readonly version: number;
  readonly directory: Directory;
  /** What people were reached by in earlier versions. */
  readonly formerMailboxes: readonly FormerMailbox[];
}

/** The directory as one document: it changes as a whole, and a decision about rights reads one consistent state. */
export async function loadDirectory(database: Database): Promise<StoredDirectory> {
  const item = await database.get(database.projects, directoryKey);
  if (item === undefined) return { version: 0, directory: emptyDirectory, formerMailboxes: [] };
  const { version, content, formerMailboxes: former } = directoryRecord.parse(item);
  return {
    version,
    directory: directory.parse(unpack(content)),
    formerMailboxes: former === undefined ? [] : formerMailboxes.parse(unpack(former)),
  };
}

/**
 * Replaces the directory, with the event that says so. Every version is kept: with it one can tell later why a person
 * was asked on a day.
 * @throws ConditionRefused where another change was first
 */
export async function saveDirectory(
  database: Database,
  before: StoredDirectory,
  next: Directory,
  cause: { readonly actor: Actor; readonly at: string; readonly requestId: string },
): Promise<StoredDirectory> {
  const version = before.version + 1;
  const former = [...before.formerMailboxes, ...leftBehind(before.directory, next, cause.at)];
  await appendToChain(
    database,
    RULES_CHAIN,
    [{ ...cause, action: 'directory-changed', detailsHash: digest(next) }],
    [
      {
        name: 'directory',
        Put: {
          TableName: database.projects,
          Item: { ...directoryKey, version, content: pack(next), formerMailboxes: pack(former) },
          ...(before.version === 0
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : {
                ConditionExpression: '#version = :version',
                ExpressionAttributeNames: { '#version': 'version' },
                ExpressionAttributeValues: { ':version': before.version },
              }),
        },
      },
      boundWrite(database, next),
    ],
  );
  return { version, directory: next, formerMailboxes: former };
}
