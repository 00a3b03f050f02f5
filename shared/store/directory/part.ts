import { normalMailbox } from '../../values/mailbox.ts';
import type { Directory, FormerMailbox, OfficeChange, Person, Unit } from '../../workflow/directory.ts';
import { personOfAccount } from '../account-store.ts';
import { entriesFor } from '../piece-map.ts';
import type { DirectorySnapshot, StoredPerson, StoredUnit } from './snapshot.ts';
import { namedByAbsences, namedByPosts } from './with-change.ts';

/** What of the directory somebody has to do with. */
export interface Concerned {
  /** USCC */
  readonly units: readonly string[];
  readonly people: readonly string[];
}

/** A part of the directory, as plain data: whole for the questions that the core asks about those concerned. */
export interface DirectoryPart {
  readonly directory: Directory;
  /** What those people were reached by in earlier versions. */
  readonly formerMailboxes: readonly FormerMailbox[];
  /** Who changed those units' posts, or those people. */
  readonly officeChanges: readonly OfficeChange[];
  /** The version of the directory that it is a part of. */
  readonly directoryVersion: number;
}

/** Units by id; those that are not there are not in it. */
export async function unitsWith(
  snapshot: DirectorySnapshot,
  ids: Iterable<string>,
): Promise<Map<string, Unit>> {
  const found = await entriesFor(snapshot.units, ids);
  return new Map([...found].map(([id, { unit }]) => [id, unit]));
}

/** People by id; whoever is not in the directory, or has left it, is not in it. */
export async function peopleWith(
  snapshot: DirectorySnapshot,
  ids: Iterable<string>,
): Promise<Map<string, Person>> {
  const found = await entriesFor(snapshot.people, ids);
  return new Map([...found].flatMap(([id, { person }]) => (person ? [[id, person]] : [])));
}

/**
 * The person of a token: by id, else by the verified e-mail address; an access token may have none, and is known by
 * whom the account signed in as.
 */
export async function personOfToken(
  snapshot: DirectorySnapshot,
  { id, email }: { readonly id: string; readonly email?: string | undefined },
): Promise<Person | undefined> {
  const byId = (await peopleWith(snapshot, [id])).get(id);
  if (byId) return byId;
  if (email === undefined) {
    const bound = await personOfAccount(snapshot.people.source.database, id);
    return bound === undefined ? undefined : (await peopleWith(snapshot, [bound])).get(bound);
  }
  const mailbox = normalMailbox(email);
  const ids = (await entriesFor(snapshot.mailboxes, [mailbox])).get(mailbox) ?? [];
  const people = await peopleWith(snapshot, ids);
  return [...people.values()].find((person) => normalMailbox(person.email) === mailbox);
}

/** Units with all that they went on as, one after the other. */
export async function withSuccessors(
  snapshot: DirectorySnapshot,
  ids: Iterable<string>,
): Promise<Map<string, StoredUnit>> {
  const found = new Map<string, StoredUnit>();
  for (let wanted = new Set(ids); wanted.size > 0; ) {
    const some = await entriesFor(snapshot.units, wanted);
    for (const [id, one] of some) found.set(id, one);
    const next = [...some.values()].flatMap(({ unit }) => unit.successor ?? []);
    wanted = new Set(next.filter((id) => !found.has(id)));
  }
  return found;
}

/** Units with those whose posts decide on their projects. */
async function unitsAround(
  snapshot: DirectorySnapshot,
  ids: readonly string[],
): Promise<Map<string, StoredUnit>> {
  const own = await entriesFor(snapshot.units, ids);
  const above = [...own.values()].flatMap(({ unit: { finance, supervisor } }) =>
    [finance ?? [], supervisor ?? []].flat(),
  );
  return new Map([...own, ...(await withSuccessors(snapshot, above))]);
}

/** People with those who decide in their place while they are away, and so on. */
export async function peopleAround(
  snapshot: DirectorySnapshot,
  ids: Iterable<string>,
): Promise<Map<string, StoredPerson>> {
  const found = new Map<string, StoredPerson>();
  for (let wanted = new Set(ids); wanted.size > 0; ) {
    const some = await entriesFor(snapshot.people, wanted);
    for (const [id, one] of some) found.set(id, one);
    const named = [...some.values()].flatMap(({ person }) => namedByAbsences(person));
    wanted = new Set(named.filter((id) => !found.has(id)));
  }
  return found;
}

/** Everybody who has or had one of these people's mailboxes: who may be the same person under another id. */
async function aliasesOf(
  snapshot: DirectorySnapshot,
  people: ReadonlyMap<string, StoredPerson>,
): Promise<Map<string, StoredPerson>> {
  const mailboxes = [...people.values()].flatMap(({ person, former }) => [
    ...(person ? [normalMailbox(person.email)] : []),
    ...former.map(({ mailbox }) => mailbox),
  ]);
  const ids = [...(await entriesFor(snapshot.mailboxes, mailboxes)).values()].flat();
  return entriesFor(
    snapshot.people,
    ids.filter((id) => !people.has(id)),
  );
}

/**
 * What the core may ask about: the units with their finance and supervising units, whoever their posts name, the
 * people, the administrators, who stands in for any of them, and who shares a mailbox with one.
 */
export async function partOf(snapshot: DirectorySnapshot, concerned: Concerned): Promise<DirectoryPart> {
  const units = await unitsAround(snapshot, concerned.units);
  const posts = [...units.values()].flatMap(({ unit }) => namedByPosts(unit));
  const around = await peopleAround(snapshot, [...concerned.people, ...snapshot.administrators, ...posts]);
  const people = new Map([...around, ...(await aliasesOf(snapshot, around))]);
  return {
    directoryVersion: snapshot.version,
    directory: {
      units: [...units.values()].map(({ unit }) => unit),
      people: [...people.values()].flatMap(({ person }) => person ?? []),
      administrators: [...snapshot.administrators],
    },
    formerMailboxes: [...people].flatMap(([person, { former }]) =>
      former.map(({ mailbox, until }) => ({ person, mailbox, until })),
    ),
    officeChanges: [...units, ...people].flatMap(([of, { changedBy }]) =>
      changedBy.map((change) => ({ of, ...change })),
    ),
  };
}

/** The ids of the units (USCC) whose posts a person holds or stands in for, by a post or by an absence. */
export async function unitsServedBy(snapshot: DirectorySnapshot, id: string): Promise<Set<string>> {
  const own = (await entriesFor(snapshot.people, [id])).get(id);
  const others = await entriesFor(snapshot.people, own?.standsInFor ?? []);
  return new Set([own, ...others.values()].flatMap((one) => one?.posts ?? []));
}

/** The same on one day: by an absence only while it lasts. @param day in Beijing, `2021-11-18` */
export async function unitsServedOn(
  snapshot: DirectorySnapshot,
  id: string,
  day: string,
): Promise<ReadonlySet<string>> {
  const own = (await entriesFor(snapshot.people, [id])).get(id);
  const others = await entriesFor(snapshot.people, own?.standsInFor ?? []);
  const away = [...others.values()].filter(({ person }) =>
    person?.absences?.some(({ from, to, delegate }) => delegate === id && from <= day && day <= to),
  );
  return new Set([...(own ? [own] : []), ...away].flatMap(({ posts }) => posts));
}

/** The unit that a unit's projects go on under: itself, or the last of those that it was merged into; null for none. */
export async function successorOf(snapshot: DirectorySnapshot, id: string): Promise<Unit | null> {
  const seen = new Set<string>();
  for (let next = id; !seen.has(next); ) {
    seen.add(next);
    const unit = (await unitsWith(snapshot, [next])).get(next);
    if (unit?.successor === undefined) return unit ?? null;
    next = unit.successor;
  }
  return null;
}

/** The ids of a unit's people. */
export const membersOf = async (snapshot: DirectorySnapshot, unit: string): Promise<readonly string[]> =>
  (await entriesFor(snapshot.units, [unit])).get(unit)?.people ?? [];

/**
 * The ids of those who work for a unit: its people, and of some others those whose own unit was merged into it.
 * @param others ids of people who may be listed under a unit that was merged
 */
export async function workingFor(
  snapshot: DirectorySnapshot,
  unit: string,
  others: readonly string[],
): Promise<ReadonlySet<string>> {
  const own = await membersOf(snapshot, unit);
  const elsewhere = await peopleWith(
    snapshot,
    others.filter((id) => !own.includes(id)),
  );
  const merged = await Promise.all(
    [...elsewhere.values()].map(async (one) =>
      (await successorOf(snapshot, one.unit))?.id === unit ? [one.id] : [],
    ),
  );
  return new Set([...own, ...merged.flat()]);
}
