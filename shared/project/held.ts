import * as z from 'zod';
import { inTurns } from '../runtime/in-turns.ts';
import { ConditionRefused, type Database } from '../store/database.ts';
import type { Assignee } from '../workflow/assignee.ts';
import { digestKey, HELD_PREFIX, heldKey, heldMarkKey, mailedDigestKey, sentKey } from './keys.ts';

/**
 * Mails that wait for somebody's digest. Each stands twice: in its project, where no further step is taken before it
 * has been told, and under the person. Every write can be done again, and each order is such that a crash in between
 * leaves what is told once more rather than never.
 */

/** One letter of an event that a person is told in the digest. */
export interface Held {
  readonly projectId: string;
  readonly seq: number;
  /** UTC, the event's. */
  readonly at: string;
  /** As whom: which of the event's mails it is. */
  readonly recipients: string;
  readonly to: Assignee;
}

const held = z.lazy(() =>
  z.object({
    projectId: z.string(),
    seq: z.int(),
    at: z.string(),
    recipients: z.string(),
    to: z.object({
      id: z.string(),
      name: z.string(),
      onBehalfOf: z.string().optional(),
      onBehalfOfId: z.string().optional(),
    }),
  }),
);

/** So many writes at once keep the table calm. */
const AT_ONCE = 12;

const keyOf = ({ projectId, seq, at, recipients, to }: Held) =>
  heldKey(to.id, at, projectId, seq, recipients);

/** Holds a letter for a digest: the one that is due already, or else one at a time. The mark of the sent mail follows. */
export async function hold(database: Database, letter: Held, digestAt: Date): Promise<void> {
  const { projectId, seq, to } = letter;
  const { projects } = database;
  await database.put(projects, { ...heldMarkKey(projectId, seq, to.id), seq });
  await database.put(projects, { ...keyOf(letter), ...letter });
  await database.update({
    TableName: projects,
    Key: digestKey(to.id),
    UpdateExpression: 'SET #due = :due, #dueAt = if_not_exists(#dueAt, :at) ADD #holds :one',
    ExpressionAttributeNames: { '#due': 'due', '#dueAt': 'dueAt', '#holds': 'holds' },
    ExpressionAttributeValues: { ':due': 'due', ':at': digestAt.toISOString(), ':one': 1 },
  });
}

/** A digest before it is written. */
export interface HeldDigest {
  readonly letters: readonly Held[];
  /** Whether more is held than these. */
  readonly more: boolean;
  /** How often something was ever held for the person: by it, what comes meanwhile is noticed. */
  readonly holds: number;
  /** When it is due, UTC; absent where nothing is. */
  readonly dueAt?: string | undefined;
}

const digestItem = z.lazy(() => z.object({ holds: z.int(), dueAt: z.string().optional() }));

/** What is held for a person, oldest first and at most so much; null where nothing ever was. */
export async function loadHeld(database: Database, person: string, most: number): Promise<HeldDigest | null> {
  // The count first: what is held after it was read is noticed when the digest ends.
  const item = await database.get(database.projects, digestKey(person));
  if (item === undefined) return null;
  const { items, next } = await database.query({
    TableName: database.projects,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :held)',
    ExpressionAttributeValues: { ':pk': digestKey(person).pk, ':held': HELD_PREFIX },
    Limit: most,
  });
  return {
    letters: items.map((one) => held.parse(one)),
    more: next !== undefined,
    ...digestItem.parse(item),
  };
}

/** From when on an event counts as told; one whose other mails are not all sent is delivered once more. */
async function tellAt(database: Database, { projectId, seq }: Held, at: Date): Promise<void> {
  try {
    await database.update({
      TableName: database.projects,
      Key: sentKey(projectId, seq),
      UpdateExpression: 'SET #at = :at',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: { ':at': at.toISOString() },
    });
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
  }
}

/** Ends what was held: told at a time, or overtaken and told no more. */
export async function release(
  database: Database,
  letters: readonly (Held & { readonly isTold: boolean })[],
  at: Date,
): Promise<void> {
  const { projects } = database;
  await inTurns(letters, AT_ONCE, async (letter) => {
    if (letter.isTold) await tellAt(database, letter, at);
    await database.delete(projects, heldMarkKey(letter.projectId, letter.seq, letter.to.id));
    await database.delete(projects, keyOf(letter));
  });
}

/** The digest is due at another time. */
export const postponeDigest = (database: Database, person: string, at: Date): Promise<void> =>
  database.update({
    TableName: database.projects,
    Key: digestKey(person),
    UpdateExpression: 'SET #dueAt = :at REMOVE #failures',
    ExpressionAttributeNames: { '#dueAt': 'dueAt', '#failures': 'failures' },
    ExpressionAttributeValues: { ':at': at.toISOString() },
  });

/** Nothing is due any more, unless something was held meanwhile: that is told at a time. */
export async function endDigest(
  database: Database,
  person: string,
  { holds }: HeldDigest,
  next: Date,
): Promise<void> {
  try {
    await database.update({
      TableName: database.projects,
      Key: digestKey(person),
      UpdateExpression: 'REMOVE #due, #dueAt, #failures',
      ConditionExpression: '#holds = :holds',
      ExpressionAttributeNames: {
        ...{ '#due': 'due', '#dueAt': 'dueAt' },
        ...{ '#failures': 'failures', '#holds': 'holds' },
      },
      ExpressionAttributeValues: { ':holds': holds },
    });
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
    await postponeDigest(database, person, next);
  }
}

/** What a digest told is known for so long: a mail that bounces does within days. */
const MAILED_KEPT_SECONDS = 30 * 24 * 60 * 60;

const mailedDigest = z.lazy(() => z.object({ letters: z.array(held) }));

/** Keeps what a digest tells, for the day on which it comes back. */
export const keepMailed = (
  database: Database,
  person: string,
  digest: string,
  letters: readonly Held[],
  now: Date,
): Promise<void> =>
  database.put(database.projects, {
    ...mailedDigestKey(person, digest),
    letters,
    expiresAt: Math.floor(now.getTime() / 1000) + MAILED_KEPT_SECONDS,
  });

/** What a digest told. @throws Error where it is not known, or not any more */
export async function loadMailed(
  database: Database,
  person: string,
  digest: string,
): Promise<readonly Held[]> {
  const item = await database.get(database.projects, mailedDigestKey(person, digest));
  if (item === undefined) throw new Error(`There is no digest ${digest} of ${person}`);
  return mailedDigest.parse(item).letters;
}
