import type { Finding } from '../../forms/finding.ts';
import type { Words } from '../../values/language.ts';
import { normalMailbox } from '../../values/mailbox.ts';
import type { Person, Unit } from '../../workflow/directory.ts';
import { allValues, entriesFor, sizeOf } from '../piece-map.ts';
import { peopleAround, peopleWith, successorOf, unitsWith } from './part.ts';
import type { DirectorySnapshot } from './snapshot.ts';
import { type DirectoryChange, namedByAbsences, namedByPosts } from './with-change.ts';

/** What stands against a change of the directory. Only what is changed is looked at: what stands has held before. */

/** Where a unit or person stands in what came in, as a JSON Pointer. */
export type PlaceOf = (kind: 'unit' | 'person', id: string) => string;

const finding = (path: string, message: Words): Finding => ({
  rule: 'directory',
  severity: 'error',
  path,
  message,
});

const words = {
  noUnit: { zh: '名录中没有此单位', en: 'The directory has no such unit' },
  noPerson: { zh: '名录中没有此人', en: 'The directory has no such person' },
  successorCircle: {
    zh: '承接关系形成循环，或承接单位不存在',
    en: 'The successors form a circle, or one is not there',
  },
  itself: { zh: '不能是本单位自身', en: 'It cannot be the unit itself' },
  ownDelegate: { zh: '不能委托本人代为办理', en: 'Nobody is their own delegate' },
  backwards: { zh: '结束日期早于开始日期', en: 'It ends before it begins' },
  noAdministrator: { zh: '至少须有一名管理员', en: 'There must be an administrator' },
  empty: { zh: '机构名录不能为空', en: 'The directory must not be empty' },
  hasPeople: { zh: '该单位还有人员，请先调整人员所属单位', en: 'The unit still has people: move them first' },
  isNamed: {
    zh: '还有单位以该单位为财政审核单位、主管部门或承接单位，请先调整',
    en: 'Other units name it as their finance, supervising or succeeding unit: change those first',
  },
} as const;

interface After {
  readonly units: ReadonlyMap<string, Unit>;
  readonly people: ReadonlyMap<string, Person>;
}

/** What the change's own units and people name, as it is to be. */
async function namedBy(after: DirectorySnapshot, { units, people }: DirectoryChange): Promise<After> {
  const ownUnits = [...units.values()].flatMap((unit) => unit ?? []);
  const ownPeople = [...people.values()].flatMap((person) => person ?? []);
  const [foundUnits, foundPeople] = await Promise.all([
    unitsWith(after, [
      ...ownUnits.flatMap(({ finance, supervisor, successor }) =>
        [finance, supervisor, successor].flatMap((id) => id ?? []),
      ),
      ...ownPeople.map(({ unit }) => unit),
    ]),
    peopleWith(after, [
      ...ownUnits.flatMap(namedByPosts),
      ...ownPeople.flatMap(namedByAbsences),
      ...after.administrators,
    ]),
  ]);
  return { units: foundUnits, people: foundPeople };
}

function unitFindings(unit: Unit, at: string, { units, people }: After): Finding[] {
  const others = (['finance', 'supervisor', 'successor'] as const).flatMap((key) => {
    const id = unit[key];
    if (id === undefined) return [];
    if (key === 'successor' && id === unit.id) return [finding(`${at}/${key}`, words.itself)];
    return units.has(id) ? [] : [finding(`${at}/${key}`, words.noUnit)];
  });
  const posts = (unit.posts ?? []).flatMap(({ holder, delegates = [] }, index) => {
    const path = `${at}/posts/${index}`;
    const asDelegates = delegates.flatMap((delegate, number) => {
      if (delegate === holder) return [finding(`${path}/delegates/${number}`, words.ownDelegate)];
      return people.has(delegate) ? [] : [finding(`${path}/delegates/${number}`, words.noPerson)];
    });
    return [...(people.has(holder) ? [] : [finding(`${path}/holder`, words.noPerson)]), ...asDelegates];
  });
  return [...others, ...posts];
}

function personFindings(person: Person, at: string, { units, people }: After): Finding[] {
  const absences = (person.absences ?? []).flatMap(({ from, to, delegate }, index) => {
    const path = `${at}/absences/${index}`;
    return [
      ...(from <= to ? [] : [finding(`${path}/to`, words.backwards)]),
      ...(delegate === person.id ? [finding(`${path}/delegate`, words.ownDelegate)] : []),
      ...(delegate === undefined || people.has(delegate)
        ? []
        : [finding(`${path}/delegate`, words.noPerson)]),
    ];
  });
  return [...(units.has(person.unit) ? [] : [finding(`${at}/unit`, words.noUnit)]), ...absences];
}

/** A circle of delegates who are all away on one day, from a person to the same person; null where there is none. */
function circleFrom(person: Person, people: ReadonlyMap<string, Person>): Person[] | null {
  const follow = (path: readonly Person[], from: string, to: string): Person[] | null => {
    for (const absence of path.at(-1)?.absences ?? []) {
      const start = absence.from > from ? absence.from : from;
      const end = absence.to < to ? absence.to : to;
      const next = absence.delegate === undefined ? undefined : people.get(absence.delegate);
      if (!next || start > end) continue;
      if (next.id === person.id) return [...path, next];
      const circle = path.includes(next) ? null : follow([...path, next], start, end);
      if (circle) return circle;
    }
    return null;
  };
  return follow([person], '', '9999-12-31');
}

async function circleFindings(
  after: DirectorySnapshot,
  people: readonly Person[],
  placeOf: PlaceOf,
): Promise<Finding[]> {
  const away = people.filter((person) => namedByAbsences(person).length > 0);
  const around = await peopleAround(
    after,
    away.map(({ id }) => id),
  );
  const known = new Map([...around].flatMap(([id, { person }]) => (person ? [[id, person]] : [])));
  return away.flatMap((person) => {
    const circle = circleFrom(person, known) ?? [];
    // Of somebody who names themself that is said where it stands.
    if (circle.length <= 2) return [];
    const names = circle.map(({ name }) => name).join(' → ');
    return [
      finding(`${placeOf('person', person.id)}/absences`, {
        zh: `同一时段内委托形成循环：${names}`,
        en: `At one time the delegates form a circle: ${names}`,
      }),
    ];
  });
}

/** Of units that were merged into each other nobody could say which one goes on. */
async function successorFindings(
  after: DirectorySnapshot,
  units: readonly Unit[],
  placeOf: PlaceOf,
): Promise<Finding[]> {
  const merged = units.filter(({ id, successor }) => successor !== undefined && successor !== id);
  const last = await Promise.all(merged.map(({ id }) => successorOf(after, id)));
  return merged.flatMap(({ id }, at) =>
    last[at] ? [] : [finding(`${placeOf('unit', id)}/successor`, words.successorCircle)],
  );
}

/** Two people never have the same address: by it links arrive, and by it people are told apart. */
async function mailboxFindings(
  after: DirectorySnapshot,
  people: readonly Person[],
  placeOf: PlaceOf,
): Promise<Finding[]> {
  const sharing = await entriesFor(
    after.mailboxes,
    people.map(({ email }) => normalMailbox(email)),
  );
  const others = await peopleWith(after, [...sharing.values()].flat());
  return people.flatMap((person) => {
    const mailbox = normalMailbox(person.email);
    const ids = sharing.get(mailbox) ?? [];
    const other = ids
      .map((id) => others.get(id))
      .find((one) => one && one.id !== person.id && normalMailbox(one.email) === mailbox);
    if (!other) return [];
    return [
      finding(`${placeOf('person', person.id)}/email`, {
        zh: `与“${other.name}”（${other.id}）的邮箱相同`,
        en: `${other.name} (${other.id}) has the same address`,
      }),
    ];
  });
}

/** Whoever is still named cannot go: a post without its holder, an absence without its delegate. */
async function leavingFindings(
  after: DirectorySnapshot,
  { people }: DirectoryChange,
  placeOf: PlaceOf,
): Promise<Finding[]> {
  const gone = [...people].flatMap(([id, person]) => (person === null ? [id] : []));
  const left = await entriesFor(after.people, gone);
  const named = [...left.values()];
  const units = await unitsWith(
    after,
    named.flatMap(({ posts }) => posts),
  );
  const represented = await peopleWith(
    after,
    named.flatMap(({ standsInFor }) => standsInFor),
  );
  return [...left].flatMap(([id, { posts, standsInFor }]) => {
    const place = placeOf('person', id);
    const names = (
      ids: readonly string[],
      all: ReadonlyMap<string, { readonly name: string }>,
      separator: string,
    ) => ids.map((one) => all.get(one)?.name ?? one).join(separator);
    return [
      ...(posts.length === 0
        ? []
        : [
            finding(place, {
              zh: `还在以下单位的岗位上，请先调整岗位：${names(posts, units, '、')}`,
              en: `Still named by posts of these units, change those first: ${names(posts, units, ', ')}`,
            }),
          ]),
      ...(standsInFor.length === 0
        ? []
        : [
            finding(place, {
              zh: `还是以下人员外出期间的受托人，请先调整：${names(standsInFor, represented, '、')}`,
              en: `Still the delegate of these people, change their absences first: ${names(standsInFor, represented, ', ')}`,
            }),
          ]),
    ];
  });
}

async function removedUnitFindings(
  before: DirectorySnapshot,
  after: DirectorySnapshot,
  { units, people }: DirectoryChange,
  placeOf: PlaceOf,
): Promise<Finding[]> {
  const gone = new Set([...units].flatMap(([id, unit]) => (unit === null ? [id] : [])));
  if (gone.size === 0) return [];
  const had = await entriesFor(before.units, gone);
  const remaining = await peopleWith(
    after,
    [...had.values()].flatMap((one) => one.people),
  );
  const left = await allValues(after.units);
  return [...gone].flatMap((id) => {
    const hasPeople = (had.get(id)?.people ?? []).some(
      (one) => !people.has(one) && remaining.get(one)?.unit === id,
    );
    const isNamed = left.some(({ unit }) => [unit.finance, unit.supervisor, unit.successor].includes(id));
    return [
      ...(hasPeople ? [finding(placeOf('unit', id), words.hasPeople)] : []),
      ...(isNamed ? [finding(placeOf('unit', id), words.isNamed)] : []),
    ];
  });
}

async function headFindings(after: DirectorySnapshot, { people }: After): Promise<Finding[]> {
  const isEmpty = (await sizeOf(after.units)) === 0 || (await sizeOf(after.people)) === 0;
  const unknown = after.administrators.flatMap((id, index) =>
    people.has(id) ? [] : [finding(`/administrators/${index}`, words.noPerson)],
  );
  return [
    ...(isEmpty ? [finding('', words.empty)] : []),
    ...(after.administrators.length === 0 ? [finding('/administrators', words.noAdministrator)] : []),
    ...unknown,
  ];
}

/** Everything that stands against a change, with the version that it would make. */
export async function checkChange(
  before: DirectorySnapshot,
  after: DirectorySnapshot,
  change: DirectoryChange,
  placeOf: PlaceOf,
): Promise<Finding[]> {
  const named = await namedBy(after, change);
  const people = [...change.people.values()].flatMap((person) => person ?? []);
  const units = [...change.units.values()].flatMap((unit) => unit ?? []);
  const found = await Promise.all([
    headFindings(after, named),
    units.flatMap((unit) => unitFindings(unit, placeOf('unit', unit.id), named)),
    people.flatMap((person) => personFindings(person, placeOf('person', person.id), named)),
    circleFindings(after, people, placeOf),
    successorFindings(after, units, placeOf),
    mailboxFindings(after, people, placeOf),
    leavingFindings(after, change, placeOf),
    removedUnitFindings(before, after, change, placeOf),
  ]);
  return found.flat();
}
