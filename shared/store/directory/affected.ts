import { normalMailbox } from '../../values/mailbox.ts';
import type { Person, Unit } from '../../workflow/directory.ts';
import { allValues, differencesOf, entriesFor } from '../piece-map.ts';
import { withSuccessors } from './part.ts';
import type { DirectorySnapshot, StoredPerson, StoredUnit } from './snapshot.ts';

/** Whose open requests may be asked of others since a change of the office. */
export interface Affected {
  /** Ids of people: what asks them, and what asks others in their place. */
  readonly people: ReadonlySet<string>;
  /** USCCs of units whose posts are asked: what waits there for nobody. */
  readonly unitsAsked: ReadonlySet<string>;
  /** USCCs of units that were merged into another: all their projects. */
  readonly unitsMerged: ReadonlySet<string>;
  /** USCCs of units that are decided on by others than before: what they have handed in. */
  readonly unitsDeclaring: ReadonlySet<string>;
  /** Mailboxes that people have others for now, in the order of people's ids. */
  readonly lostMailboxes: readonly LostMailbox[];
}

/** A mailbox that somebody had until another version of the directory, and who they are. */
export interface LostMailbox {
  readonly person: string;
  readonly name: string;
  readonly lang?: Person['lang'];
  /** As compared, and the present one as it is. */
  readonly mailbox: string;
  readonly present: string;
  /** UTC */
  readonly until: string;
}

/** The holders of those posts of a unit in which somebody is named. */
const holdersBeside = (unit: Unit | undefined, id: string): string[] =>
  (unit?.posts ?? [])
    .filter(({ holder, delegates }) => holder === id || delegates?.includes(id))
    .map(({ holder }) => holder);

/** Everybody in those posts of a unit that are others than before. */
function inChangedPosts(before: Unit | undefined, after: Unit | undefined): string[] {
  const names = new Set([...(before?.posts ?? []), ...(after?.posts ?? [])].map(({ post }) => post));
  const postsOf = (unit: Unit | undefined, name: string) =>
    (unit?.posts ?? []).filter(({ post }) => post === name);
  return [...names].flatMap((name) => {
    const [had, has] = [postsOf(before, name), postsOf(after, name)];
    if (JSON.stringify(had) === JSON.stringify(has)) return [];
    return [...had, ...has].map(({ holder }) => holder);
  });
}

/** Who had posts of some units in other versions that are others now. */
async function holdersIn(
  versions: readonly DirectorySnapshot[],
  units: readonly { readonly id: string; readonly has: Unit | undefined }[],
): Promise<string[]> {
  const ids = units.map(({ id }) => id);
  const found = await Promise.all(versions.map((version) => entriesFor(version.units, ids)));
  return found.flatMap((had) => units.flatMap(({ id, has }) => inChangedPosts(had.get(id)?.unit, has)));
}

/** Whose absence begins or ends on a day after one and up to another, `2021-11-18`. */
async function atBoundaries(now: DirectorySnapshot, after: string, until: string): Promise<string[]> {
  if (after >= until) return [];
  const lies = (day: string): boolean => after < day && day <= until;
  // An absence is over on the day after its last.
  const isOver = (day: string): boolean => after <= day && day < until;
  return (await allValues(now.people)).flatMap(({ person }) =>
    person?.absences?.some(({ from, to }) => lies(from) || isOver(to)) ? [person.id] : [],
  );
}

/**
 * The mailboxes that somebody lost between two versions and has another for; of whoever was not in the directory before,
 * the one that they left with.
 */
function lostBy(
  id: string,
  { before, after }: { readonly before?: StoredPerson; readonly after?: StoredPerson },
): LostMailbox[] {
  const { person, former = [] } = after ?? {};
  if (!person) return [];
  const known = before?.former ?? [];
  const lost = [...(before?.person ? [] : known.slice(-1)), ...former.slice(known.length)];
  const present = normalMailbox(person.email);
  const { name, lang, email } = person;
  return lost
    .filter(({ mailbox }) => mailbox !== present)
    .map((one) => ({ ...one, person: id, name, lang, present: email }));
}

interface Versions<V> {
  readonly before?: V;
  readonly after?: V;
}

/** Who changed what has been changed: they may have no part any more in what is open. */
function changersIn(differences: Iterable<Versions<StoredUnit | StoredPerson>>): string[] {
  return [...differences].flatMap(({ before, after }) => {
    const known = new Set((before?.changedBy ?? []).map(({ at }) => at));
    return (after?.changedBy ?? []).filter(({ at }) => !known.has(at)).map(({ by }) => by);
  });
}

/** People whom others name, and those whom these name, and so on: whoever is asked while they are away or excluded. */
async function upwards(now: DirectorySnapshot, before: DirectorySnapshot, begun: Iterable<string>) {
  const people = new Set<string>();
  const unitsAsked = new Set<string>();
  for (let wanted = new Set(begun); wanted.size > 0; ) {
    for (const id of wanted) people.add(id);
    const found = await Promise.all([entriesFor(before.people, wanted), entriesFor(now.people, wanted)]);
    const stored = found.flatMap((one) => [...one]);
    const unitIds = new Set(stored.flatMap(([, { posts }]) => posts));
    for (const id of unitIds) unitsAsked.add(id);
    const units = (
      await Promise.all([entriesFor(before.units, unitIds), entriesFor(now.units, unitIds)])
    ).flatMap((one) => [...one.values()]);
    const above = stored.flatMap(([id, { standsInFor }]) => [
      ...standsInFor,
      ...units.flatMap(({ unit }) => holdersBeside(unit, id)),
    ]);
    wanted = new Set(above.filter((id) => !people.has(id)));
  }
  return { people, unitsAsked };
}

/** Units whose posts are asked in place of some others, and those that were. */
async function successorsOf(before: DirectorySnapshot, now: DirectorySnapshot, ids: readonly string[]) {
  const found = await Promise.all([withSuccessors(before, ids), withSuccessors(now, ids)]);
  return found.flatMap((units) => [...units.values()].map(({ unit }) => unit));
}

const byId = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** Who has or had a mailbox that somebody who is changed has or had: they may be the same person. */
async function aliasesIn(
  now: DirectorySnapshot,
  people: Iterable<Versions<StoredPerson>>,
): Promise<string[]> {
  const mailboxes = [...people].flatMap(({ after }) => [
    ...(after?.person ? [normalMailbox(after.person.email)] : []),
    ...(after?.former ?? []).map(({ mailbox }) => mailbox),
  ]);
  return [...(await entriesFor(now.mailboxes, mailboxes)).values()].flat();
}

/**
 * Whose open requests a change of the office may move: by another version of the directory, and by the days that have
 * begun since. More are looked at than are moved; none is left out that would be asked of somebody else today.
 * @param days the day (in Beijing) that has been followed, and today
 * @param between the versions that stood in between: whoever had a post in them alone may have been asked
 */
export async function affectedBetween(
  before: DirectorySnapshot,
  now: DirectorySnapshot,
  days: { readonly followed: string; readonly today: string },
  between: readonly DirectorySnapshot[] = [],
): Promise<Affected> {
  const [people, units, away] = await Promise.all([
    differencesOf(before.people, now.people),
    differencesOf(before.units, now.units),
    atBoundaries(now, days.followed, days.today),
  ]);
  const changedUnits = [...units].map(([id, { before: had, after: has }]) => ({
    id,
    had: had?.unit,
    has: has?.unit,
  }));
  const succeeded = await successorsOf(
    before,
    now,
    changedUnits.filter(({ had, has }) => had?.successor !== has?.successor).map(({ id }) => id),
  );
  const begun = [
    ...people.keys(),
    ...away,
    ...changersIn([...people.values(), ...units.values()]),
    ...(await aliasesIn(now, people.values())),
    ...changedUnits.flatMap(({ had, has }) => inChangedPosts(had, has)),
    ...(await holdersIn(between, changedUnits)),
    ...succeeded.flatMap(({ posts = [] }) => posts.map(({ holder }) => holder)),
  ];
  const { people: all, unitsAsked } = await upwards(now, before, begun);
  const isElsewhere = (had: Unit | undefined, has: Unit | undefined): boolean =>
    had?.finance !== has?.finance || had?.supervisor !== has?.supervisor;
  return {
    people: all,
    lostMailboxes: [...people].toSorted(byId).flatMap(([id, versions]) => lostBy(id, versions)),
    // Also where it was merged before: it may have stood for itself meanwhile, and have declared something.
    unitsMerged: new Set(changedUnits.filter(({ has }) => has?.successor !== undefined).map(({ id }) => id)),
    unitsAsked: new Set([...unitsAsked, ...[...changedUnits, ...succeeded].map(({ id }) => id)]),
    unitsDeclaring: new Set(changedUnits.filter(({ had, has }) => isElsewhere(had, has)).map(({ id }) => id)),
  };
}
