import type { Role } from '../../../shared/contract/roles.ts';
import { personOfAccount } from '../../../shared/store/account-store.ts';
import type { Database } from '../../../shared/store/database.ts';
import { loadDirectory } from '../../../shared/store/directory/load.ts';
import { wholeOf } from '../../../shared/store/directory/snapshot.ts';
import { entriesAfter } from '../../../shared/store/piece-map.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { normalMailbox } from '../../../shared/values/mailbox.ts';
import { officeRoles } from '../../local/serve/office-roles.ts';

/** Somebody of the directory, as far as an account is made of it. Mailboxes are as compared. */
export interface OfficePerson {
  readonly id: string;
  readonly name: string;
  readonly mailbox: string;
  /** Absent where the person chose none. */
  readonly language?: Lang;
  readonly roles: readonly Role[];
}

/** Who belongs to an office, who did, and whose accounts have been seen. */
export interface Office {
  readonly people: readonly OfficePerson[];
  /** The ids of those who have left. */
  readonly left: ReadonlySet<string>;
  /** By a mailbox that nobody has any more: the ids of all who had it. */
  readonly former: ReadonlyMap<string, readonly string[]>;
}

/** @throws Error in words, where no directory was ever entered: nobody's account can follow it */
export async function readOffice(database: Database): Promise<Office> {
  const snapshot = await loadDirectory(database);
  const directory = await wholeOf(snapshot);
  if (directory.people.length === 0)
    throw new Error('The directory has no people yet: enter them at /directory; until then `people -- add`');
  const rolesOf = officeRoles(directory);
  const people = directory.people.map(({ id, name, email, lang }) => ({
    ...{ id, name, mailbox: normalMailbox(email), roles: rolesOf(id) },
    ...(lang && { language: lang }),
  }));
  const present = new Set(people.map(({ mailbox }) => mailbox));
  const left = new Set<string>();
  const former = new Map<string, string[]>();
  for await (const [id, stored] of entriesAfter(snapshot.people)) {
    if (stored.person === undefined) left.add(id);
    for (const mailbox of new Set(stored.former.map((one) => one.mailbox)))
      if (!present.has(mailbox)) former.set(mailbox, [...(former.get(mailbox) ?? []), id]);
  }
  return { people, left, former };
}

// As many reads at once as the database's client has connections.
const atOnce = 50;

/** Whom accounts were last seen to be of: the ids of people, by the `sub` of accounts. */
export async function boundPeople(database: Database, subs: readonly string[]): Promise<Map<string, string>> {
  const bound = new Map<string, string>();
  for (let at = 0; at < subs.length; at += atOnce)
    await Promise.all(
      subs.slice(at, at + atOnce).map(async (sub) => {
        const person = await personOfAccount(database, sub);
        if (person !== undefined) bound.set(sub, person);
      }),
    );
  return bound;
}
