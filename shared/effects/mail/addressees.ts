import { peopleWith, successorOf, unitsWith } from '../../store/directory/part.ts';
import type { DirectorySnapshot } from '../../store/directory/snapshot.ts';
import type { Assignee } from '../../workflow/assignee.ts';
import type { Person, Unit } from '../../workflow/directory.ts';
import type { Reader } from './compose.tsx';

/** Those whom mails are written to: people by their ids, and units by an id that their own mailbox has among them. */

const PREFIX = 'unit:';

/** The id of a unit's own mailbox among those of people: no person's id has a colon. */
export const mailboxOfUnit = (uscc: string): string => `${PREFIX}${uscc}`;

export interface Addressee {
  readonly name: string;
  /** Absent of a unit without a mailbox. */
  readonly email?: string | undefined;
  /** What the address is a part of. */
  readonly of: { readonly person: Person } | { readonly unit: Unit };
}

/** Those of them who are in the directory, by the ids under which they are written to. */
export async function addresseesWith(
  snapshot: DirectorySnapshot,
  ids: readonly string[],
): Promise<Map<string, Addressee>> {
  const usccs = ids.flatMap((id) => (id.startsWith(PREFIX) ? id.slice(PREFIX.length) : []));
  const [people, units] = await Promise.all([
    peopleWith(
      snapshot,
      ids.filter((id) => !id.startsWith(PREFIX)),
    ),
    unitsWith(snapshot, usccs),
  ]);
  return new Map<string, Addressee>([
    ...[...people].map(
      ([id, person]) => [id, { name: person.name, email: person.email, of: { person } }] as const,
    ),
    ...[...units].map(
      ([id, unit]) => [mailboxOfUnit(id), { name: unit.name, email: unit.contact, of: { unit } }] as const,
    ),
  ]);
}

/** Whom a letter speaks to: by the name and language of the mailbox, and in whose place. */
export const readerOf = (
  { onBehalfOf }: Pick<Assignee, 'onBehalfOf'>,
  { name, lang }: Pick<Person, 'name' | 'lang'>,
): Reader => ({ name, lang: lang ?? 'zh', onBehalfOf });

/** The name of the finance unit that a unit (USCC) hands its projects in to. */
export async function officeOf(snapshot: DirectorySnapshot, unit: string): Promise<string | undefined> {
  const finance = (await unitsWith(snapshot, [unit])).get(unit)?.finance;
  return finance === undefined ? undefined : (await successorOf(snapshot, finance))?.name;
}
