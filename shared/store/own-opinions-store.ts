import * as z from 'zod';
import { type CannedOpinions, cannedOpinions } from '../workflow/canned-opinions.ts';
import { ConditionRefused, type Database, outOfHand, type Write } from './database.ts';
import { ownOpinionsKey } from './keys.ts';

/**
 * Somebody's own canned opinions. They stand apart from the directory: nothing follows from them, so no version of the
 * office and no event tells of them, and whoever decides reads one small item.
 */

const record = z.object({ opinions: cannedOpinions });

/**
 * @param person the directory's id
 * @param eventually for whoever is only offered them: one that was kept a moment ago may be missing
 */
export async function loadOwnOpinions(
  database: Database,
  person: string,
  eventually?: 'eventually',
): Promise<CannedOpinions> {
  const item = await database.get(database.projects, ownOpinionsKey(person), eventually);
  return item === undefined ? [] : record.parse(item).opinions;
}

const WRITE = 'own-opinions';

/**
 * Replaces them, as a part of a transaction.
 * @param before those that were read: over others nothing is written
 */
export const ownOpinionsWrite = (
  database: Database,
  person: string,
  before: CannedOpinions,
  opinions: CannedOpinions,
): Write => ({
  name: WRITE,
  Put: {
    TableName: database.projects,
    Item: { ...ownOpinionsKey(person), opinions },
    ConditionExpression:
      before.length === 0 ? 'attribute_not_exists(pk) OR opinions = :before' : 'opinions = :before',
    ExpressionAttributeValues: { ':before': before },
  },
});

/**
 * Replaces them.
 * @param before those that were read
 * @param beside what is written with them
 * @throws ConditionRefused where others stand there by now; nothing was written
 */
export const saveOwnOpinions = (
  database: Database,
  person: string,
  before: CannedOpinions,
  opinions: CannedOpinions,
  beside: readonly Write[] = [],
): Promise<void> =>
  outOfHand(() => database.transact([ownOpinionsWrite(database, person, before, opinions), ...beside]));

/** Whether nothing was written because others stand there than were read. */
export const areOpinionsOvertaken = (error: unknown): boolean =>
  error instanceof ConditionRefused && error.writes.includes(WRITE);
