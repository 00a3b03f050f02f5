import { canonical } from '../../history/canonical.ts';
import { normalMailbox } from '../../values/mailbox.ts';
import type { Person, Unit } from '../../workflow/directory.ts';
import { entriesFor, mapWith } from '../piece-map.ts';
import type { DirectorySnapshot, StoredPerson, StoredUnit } from './snapshot.ts';

/** Units and people as they are to be, by their ids; null for those that go. */
export interface DirectoryChange {
  readonly units: ReadonlyMap<string, Unit | null>;
  readonly people: ReadonlyMap<string, Person | null>;
  readonly administrators?: readonly string[] | undefined;
}

/** Somebody of whom nothing was known before. */
export const nobodyYet: StoredPerson = { changedBy: [], former: [], posts: [], standsInFor: [] };

/** Everybody whom a unit's posts name. */
export const namedByPosts = (unit: Unit | null | undefined): string[] =>
  (unit?.posts ?? []).flatMap(({ holder, delegates }) => [holder, ...(delegates ?? [])]);

/** Everybody whom a person's absences name. */
export const namedByAbsences = (person: Person | null | undefined): string[] =>
  (person?.absences ?? []).flatMap(({ delegate }) => delegate ?? []);

/** Ids by what they belong to. */
type Index = ReadonlyMap<string, readonly string[]>;

/** The ids of changed values, by each key that their values after the change have. */
function indexed<V>(changed: ReadonlyMap<string, V | null>, keysOf: (value: V) => readonly string[]): Index {
  const index = new Map<string, string[]>();
  for (const [id, value] of changed) {
    for (const key of value === null ? [] : new Set(keysOf(value))) {
      const ids = index.get(key);
      if (ids) ids.push(id);
      else index.set(key, [id]);
    }
  }
  return index;
}

/** A list of ids without those that may have changed, and with those that belong to it now. */
const listed = (
  before: readonly string[],
  changed: Pick<Index, 'has'>,
  now: readonly string[] = [],
): string[] => [...new Set([...before.filter((id) => !changed.has(id)), ...now])].toSorted();

/** What the changed values say of others. */
interface Consequences {
  /** Units by the people whom their posts name. */
  readonly posts: Index;
  /** People by the delegates whom their absences name. */
  readonly standsInFor: Index;
  /** People by their unit. */
  readonly members: Index;
  /** People by their mailbox, as compared. */
  readonly mailboxes: Index;
}

const consequencesOf = ({ units, people }: DirectoryChange): Consequences => ({
  posts: indexed(units, namedByPosts),
  standsInFor: indexed(people, namedByAbsences),
  members: indexed(people, ({ unit }) => [unit]),
  mailboxes: indexed(people, ({ email }) => [normalMailbox(email)]),
});

/** Who changes the directory and from when on it holds (UTC). */
export interface ChangeCause {
  readonly by: string;
  readonly at: string;
}

type ChangedBy = StoredPerson['changedBy'];

/** With somebody's change as their last one. */
const changedAlsoBy = (before: ChangedBy, { by, at }: ChangeCause): ChangedBy => [
  ...before.filter((one) => one.by !== by || one.delegate !== undefined),
  { by, at },
];

/** With those whom somebody named for their own absence, each for the last time. */
const alsoNaming = (before: ChangedBy, delegates: readonly string[], { by, at }: ChangeCause): ChangedBy => [
  ...before.filter(({ delegate }) => delegate === undefined || !delegates.includes(delegate)),
  ...delegates.map((delegate) => ({ by, at, delegate })),
];

/**
 * What decides whose place somebody has in a flow: not their language, nor what they want to be told and how. That they
 * are away themselves takes nobody's place but their own.
 */
function standingOf({ lang: _, followsUnit: __, mail: ___, ...standing }: Person, isOwn: boolean): string {
  const { absences: ____, ...present } = standing;
  return canonical(isOwn ? present : standing);
}

/** Whom somebody's absences name that were not the same before. */
function namedAnew(before: Person | undefined, person: Person | undefined): string[] {
  const known = new Set((before?.absences ?? []).map((absence) => canonical(absence)));
  const others = (person?.absences ?? []).filter((absence) => !known.has(canonical(absence)));
  return [...new Set(others.flatMap(({ delegate }) => delegate ?? []))];
}

/** Which posts ask whom for whose projects. */
const rolesOf = ({ posts = [], finance = '', supervisor = '', successor = '' }: Unit): string =>
  canonical([posts, finance, supervisor, successor]);

function personAfter(
  id: string,
  before: StoredPerson,
  { units, people }: DirectoryChange,
  { posts, standsInFor }: Consequences,
  cause: ChangeCause,
): StoredPerson | null {
  const next = people.get(id);
  const person = next === undefined ? before.person : (next ?? undefined);
  const had = before.person && normalMailbox(before.person.email);
  const isLeft = had !== undefined && (person === undefined || normalMailbox(person.email) !== had);
  const isOwn = cause.by === id;
  const isOther =
    before.person && (!person || standingOf(person, isOwn) !== standingOf(before.person, isOwn));
  const changedBy = isOther ? changedAlsoBy(before.changedBy, cause) : before.changedBy;
  const after: StoredPerson = {
    ...(person ? { person } : {}),
    // A person that is new has had no part in anything yet.
    changedBy: isOwn ? alsoNaming(changedBy, namedAnew(before.person, person), cause) : changedBy,
    former: isLeft ? [...before.former, { mailbox: had, until: cause.at }] : before.former,
    posts: listed(before.posts, units, posts.get(id)),
    standsInFor: listed(before.standsInFor, people, standsInFor.get(id)),
  };
  const isNobody = !person && after.former.length + after.posts.length + after.standsInFor.length === 0;
  return isNobody ? null : after;
}

function unitAfter(
  id: string,
  before: StoredUnit | undefined,
  { units, people }: DirectoryChange,
  { members }: Consequences,
  cause: ChangeCause,
): StoredUnit | null {
  const next = units.get(id);
  const unit = next === undefined ? before?.unit : next;
  if (!unit) return null;
  const known = before?.changedBy ?? [];
  const isOther = before !== undefined && rolesOf(unit) !== rolesOf(before.unit);
  return {
    unit,
    changedBy: isOther ? changedAlsoBy(known, cause) : known,
    people: listed(before?.people ?? [], people, members.get(id)),
  };
}

/** Changes of a map: what each id's value is now. */
const valuesFor = <V>(ids: Iterable<string>, afterOf: (id: string) => V): Map<string, V> =>
  new Map([...ids].map((id) => [id, afterOf(id)]));

const noChange: Index = new Map();

/**
 * The next version, with what follows from a change in what is kept beside units and people. Nothing is stored yet.
 */
export async function snapshotWith(
  before: DirectorySnapshot,
  change: DirectoryChange,
  cause: ChangeCause,
): Promise<DirectorySnapshot> {
  const [changedUnits, changedPeople] = await Promise.all([
    entriesFor(before.units, change.units.keys()),
    entriesFor(before.people, change.people.keys()),
  ]);
  const follows = consequencesOf(change);
  const unitIds = new Set([
    ...change.units.keys(),
    ...[...changedPeople.values()].flatMap(({ person }) => person?.unit ?? []),
    ...follows.members.keys(),
  ]);
  const personIds = new Set([
    ...change.people.keys(),
    ...[...changedUnits.values()].flatMap(({ unit }) => namedByPosts(unit)),
    ...follows.posts.keys(),
    ...[...changedPeople.values()].flatMap(({ person }) => namedByAbsences(person)),
    ...follows.standsInFor.keys(),
  ]);
  const [units, people, mailboxes] = await Promise.all([
    entriesFor(before.units, unitIds),
    entriesFor(before.people, personIds),
    entriesFor(before.mailboxes, follows.mailboxes.keys()),
  ]);
  const nextUnits = valuesFor(unitIds, (id) => unitAfter(id, units.get(id), change, follows, cause));
  const nextPeople = valuesFor(personIds, (id) =>
    personAfter(id, people.get(id) ?? nobodyYet, change, follows, cause),
  );
  const nextMailboxes = valuesFor(follows.mailboxes.keys(), (mailbox) =>
    listed(mailboxes.get(mailbox) ?? [], noChange, follows.mailboxes.get(mailbox)),
  );
  return {
    version: before.version + 1,
    administrators: change.administrators ?? before.administrators,
    units: await mapWith(before.units, nextUnits),
    people: await mapWith(before.people, nextPeople),
    mailboxes: await mapWith(before.mailboxes, nextMailboxes),
  };
}
