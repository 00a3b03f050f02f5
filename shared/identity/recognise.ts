import { bindAccount } from '../store/account-store.ts';
import type { Database } from '../store/database.ts';
import { loadDirectory } from '../store/directory/load.ts';
import { personOfToken } from '../store/directory/part.ts';
import type { Person } from '../workflow/directory.ts';
import type { Account } from './principal.ts';

/** The directory's person who signs in. Remembered with the account, because its access tokens name nobody. */
export async function recognise(database: Database, account: Account): Promise<Person | undefined> {
  const person = await personOfToken(await loadDirectory(database), account);
  // Whom the directory knows by the account's own id is found without.
  if (person && person.id !== account.id) await bindAccount(database, account.id, person.id);
  return person;
}
