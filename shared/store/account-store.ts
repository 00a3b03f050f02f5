import * as z from 'zod';
import type { Database } from './database.ts';
import { accountKey } from './keys.ts';

const accountRecord = z.object({ person: z.string() });

/** The id of the directory's person that an account (`sub`) was last seen to be of. */
export async function personOfAccount(database: Database, account: string): Promise<string | undefined> {
  const item = await database.get(database.projects, accountKey(account));
  return item && accountRecord.parse(item).person;
}

/** Keeps whose account it is: its access tokens name nobody. Written only where it was somebody else's, or nobody's. */
export async function bindAccount(database: Database, account: string, person: string): Promise<void> {
  if ((await personOfAccount(database, account)) === person) return;
  await database.put(database.projects, { ...accountKey(account), person });
}
