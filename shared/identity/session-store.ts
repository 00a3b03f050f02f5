import * as z from 'zod';
import { roles } from '../contract/roles.ts';
import type { Database } from '../store/database.ts';
import type { Account } from './principal.ts';

/** Sessions: who signed in, under the hash of the cookie's value. The value itself is stored nowhere. */

const sessionKey = (hash: string) => ({ pk: `S#${hash}`, sk: 'SESSION' });

const sessionRecord = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().optional(),
  roles: z.array(z.enum(roles)),
  /** Epoch seconds: the table's TTL attribute. */
  expiresAt: z.int(),
});

export async function saveSession(
  database: Database,
  hash: string,
  account: Account,
  expiresAt: Date,
): Promise<void> {
  const { id, name, email, roles } = account;
  const expires = Math.floor(expiresAt.getTime() / 1_000);
  await database.put(database.projects, { ...sessionKey(hash), id, name, email, roles, expiresAt: expires });
}

/** The account that a session is of. Read strongly: signing out must hold at once, and signing in be seen at once. */
export async function findSession(database: Database, hash: string, at: Date): Promise<Account | undefined> {
  const item = await database.get(database.projects, sessionKey(hash));
  if (!item) return undefined;
  const { expiresAt, email, ...account } = sessionRecord.parse(item);
  // The table deletes what has expired days later, if ever: the end of a session is decided here.
  if (at.getTime() / 1_000 >= expiresAt) return undefined;
  return { ...account, ...(email === undefined ? {} : { email }) };
}

export const endSession = (database: Database, hash: string): Promise<void> =>
  database.delete(database.projects, sessionKey(hash));
