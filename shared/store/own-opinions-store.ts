import * as z from 'zod';
import { type CannedOpinions, cannedOpinions } from '../workflow/canned-opinions.ts';
import type { Database, Write } from './database.ts';
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

const itemOf = (person: string, opinions: CannedOpinions) => ({ ...ownOpinionsKey(person), opinions });

/** Replaces them. */
export const saveOwnOpinions = (
  database: Database,
  person: string,
  opinions: CannedOpinions,
): Promise<void> => database.put(database.projects, itemOf(person, opinions));

/** Replaces them, as a part of a transaction. */
export const ownOpinionsWrite = (database: Database, person: string, opinions: CannedOpinions): Write => ({
  name: 'own-opinions',
  Put: { TableName: database.projects, Item: itemOf(person, opinions) },
});
