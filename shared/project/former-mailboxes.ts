import * as z from 'zod';
import { ConditionRefused, type Database } from '../store/database.ts';
import { hashedMailbox } from '../workflow/rerouting.ts';
import { digestKey, formerMailboxKey } from './keys.ts';

/**
 * Letters to mailboxes that people do not have any more: whoever has one hears of the change, also where nothing was
 * open for them. Each is owed once, is due like everything that is to be mailed, and is remembered for a while.
 */

const formerLetter = z.lazy(() =>
  z.object({
    name: z.string(),
    lang: z.enum(['zh', 'en']).optional(),
    mailbox: z.string(),
    /** When the person got another one: UTC. */
    until: z.string(),
    /** Absent once it has been sent. */
    due: z.literal('due').optional(),
  }),
);
export type FormerLetter = z.infer<typeof formerLetter>;

/** By then every request that was open at the change has long followed it. */
const KEPT_SECONDS = 90 * 24 * 60 * 60;

/** Owes a letter, unless it was ever owed. */
export async function oweFormerLetter(
  database: Database,
  person: string,
  letter: Omit<FormerLetter, 'due'>,
  now: Date,
): Promise<void> {
  const item = {
    ...formerMailboxKey(person, letter.until, hashedMailbox(letter.mailbox)),
    ...letter,
    ...{ due: 'due', dueAt: now.toISOString() },
  };
  try {
    await database.put(database.projects, item, 'attribute_not_exists(pk)');
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
  }
}

/** @param name what is due by, of a person; null where it is not owed any more */
export async function loadFormerLetter(
  database: Database,
  person: string,
  name: string,
): Promise<FormerLetter | null> {
  const item = await database.get(database.projects, { ...digestKey(person), sk: name });
  const letter = item === undefined ? null : formerLetter.parse(item);
  return letter?.due ? letter : null;
}

/** It has been sent. */
export const formerLetterSent = (database: Database, person: string, name: string, at: Date): Promise<void> =>
  database.update({
    TableName: database.projects,
    Key: { ...digestKey(person), sk: name },
    UpdateExpression: 'SET #expiresAt = :expiresAt REMOVE #due, #dueAt, #failures',
    ExpressionAttributeNames: {
      ...{ '#due': 'due', '#dueAt': 'dueAt' },
      ...{ '#failures': 'failures', '#expiresAt': 'expiresAt' },
    },
    ExpressionAttributeValues: { ':expiresAt': Math.floor(at.getTime() / 1000) + KEPT_SECONDS },
  });
