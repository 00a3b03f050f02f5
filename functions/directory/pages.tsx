import { stageLabels } from '../../shared/declaration/stage-labels.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { inHead, loadMember, type Member } from '../../shared/identity/member.ts';
import { requestsAsking } from '../../shared/project/waiting-for.ts';
import {
  type Listed,
  listPeople,
  listUnits,
  type PersonLine,
  type UnitLine,
} from '../../shared/store/directory/lists.ts';
import { peopleWith, unitsWith } from '../../shared/store/directory/part.ts';
import type { DirectorySnapshot, StoredPerson } from '../../shared/store/directory/snapshot.ts';
import { allValues, entriesFor } from '../../shared/store/piece-map.ts';
import { beijingDay } from '../../shared/values/working-days.ts';
import type { Person, Unit } from '../../shared/workflow/directory.ts';
import { waitingOf } from './concerned.ts';
import type { Deps } from './deps.ts';
import { AroundPerson, AroundUnit } from './pages/around.tsx';
import { DirectoryPage } from './pages/directory-page.tsx';
import { ListPage } from './pages/list-page.tsx';
import { type HeldPost, PersonTable, type ShownPerson, type ShownUnit, UnitTable } from './pages/lists.tsx';
import type { Suggestion, Suggestions } from './pages/piece-fields.tsx';
import { directoryWords } from './words/directory.ts';

export type Page = NonNullable<Answer['page']>;
type Asked = Pick<Call, 'lang' | 'person'>;

/** The frame around a page of the directory. */
export const frameOf = (member: Member, title: string): Page['frame'] => ({
  title,
  current: 'directory',
  person: inHead(member),
});

/** The labels of stages in the reader's language. */
export async function stageLabelIn(deps: Deps, lang: 'zh' | 'en'): Promise<(id: string) => string> {
  const label = await stageLabels(deps.forms);
  return (id) => label(id, lang);
}

async function shownUnits(stored: DirectorySnapshot, lines: readonly UnitLine[]): Promise<ShownUnit[]> {
  const named = await unitsWith(
    stored,
    lines.flatMap(({ finance }) => finance ?? []),
  );
  return lines.map((line) => ({ ...line, financeName: named.get(line.finance ?? '')?.name ?? line.finance }));
}

/** The posts that name a person, of the units where they stand. */
export function heldBy(id: string, at: readonly string[], units: ReadonlyMap<string, Unit>): HeldPost[] {
  return at.flatMap((one) => {
    const unit = units.get(one);
    return (unit?.posts ?? []).flatMap(({ post, holder, delegates = [] }) =>
      holder === id || delegates.includes(id)
        ? [{ unit: one, unitName: unit?.name ?? one, post, isHolder: holder === id }]
        : [],
    );
  });
}

/** Who is away on a day, and who stands in. */
const absenceOn = ({ absences = [] }: Person, day: string) =>
  absences.find(({ from, to }) => from <= day && day <= to);

async function shownPeople(
  { now }: Pick<Deps, 'now'>,
  stored: DirectorySnapshot,
  lines: readonly PersonLine[],
): Promise<ShownPerson[]> {
  const day = beijingDay(now());
  const [units, delegates] = await Promise.all([
    unitsWith(
      stored,
      lines.flatMap(({ unit, postsAt }) => [unit, ...postsAt]),
    ),
    peopleWith(
      stored,
      lines.flatMap((line) => absenceOn(line, day)?.delegate ?? []),
    ),
  ]);
  return lines.map((line) => {
    const absence = absenceOn(line, day);
    return {
      ...line,
      unitName: units.get(line.unit)?.name ?? line.unit,
      held: heldBy(line.id, line.postsAt, units),
      ...(absence ? { away: { delegateName: delegates.get(absence.delegate ?? '')?.name } } : {}),
    };
  });
}

/** The administrators with their names. */
export async function namedAdministrators(stored: DirectorySnapshot): Promise<Suggestion[]> {
  const people = await peopleWith(stored, stored.administrators);
  return stored.administrators.map((id) => ({ id, name: people.get(id)?.name ?? id }));
}

/** So many of either kind a search over both shows first. */
const FIRST_FOUND = 10;

async function foundFor(deps: Deps, stored: DirectorySnapshot, q: string) {
  const query = { q, limit: FIRST_FOUND };
  const [units, people] = await Promise.all([listUnits(stored, query), listPeople(stored, query)]);
  return {
    q,
    units: await shownUnits(stored, units.lines),
    people: await shownPeople(deps, stored, people.lines),
  };
}

export async function directoryPage(
  deps: Deps,
  call: Call<unknown, { q?: string | undefined; notice?: 'applied' | undefined }>,
): Promise<Page> {
  const member = await loadMember(deps.database, call.person);
  const stored = member.directory;
  const units = await allValues(stored.units);
  const { q, notice } = call.query;
  return {
    content: (
      <DirectoryPage
        lang={call.lang}
        units={units.length}
        people={units.reduce((sum, { people }) => sum + people.length, 0)}
        administrators={await namedAdministrators(stored)}
        isApplied={notice === 'applied'}
        {...(q === undefined ? {} : { found: await foundFor(deps, stored, q) })}
      />
    ),
    frame: frameOf(member, directoryWords[call.lang].title),
  };
}

interface ListAddress {
  readonly q?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly notice?: 'removed' | undefined;
}
type ListCall = Call<unknown, ListAddress>;

function nextHref(room: 'units' | 'people', { q, limit }: ListAddress, next: string | null) {
  if (next === null) return undefined;
  const query = new URLSearchParams({
    ...(q === undefined ? {} : { q }),
    limit: String(limit),
    cursor: next,
  });
  return `/directory/${room}?${query}`;
}

const listProps = (
  { lang, query }: Pick<ListCall, 'lang' | 'query'>,
  room: 'units' | 'people',
  { lines, next }: Listed<unknown>,
) => ({
  lang,
  room,
  q: query.q ?? '',
  nextHref: nextHref(room, query, next),
  isEmpty: lines.length === 0,
  isRemoved: query.notice === 'removed',
});

export async function unitListPage(member: Member, call: ListCall, listed: Listed<UnitLine>): Promise<Page> {
  const units = await shownUnits(member.directory, listed.lines);
  return {
    content: (
      <ListPage {...listProps(call, 'units', listed)}>
        <UnitTable lang={call.lang} units={units} />
      </ListPage>
    ),
    frame: frameOf(member, directoryWords[call.lang].units),
  };
}

export async function personListPage(
  deps: Pick<Deps, 'now'>,
  member: Member,
  call: ListCall,
  listed: Listed<PersonLine>,
): Promise<Page> {
  const people = await shownPeople(deps, member.directory, listed.lines);
  return {
    content: (
      <ListPage {...listProps(call, 'people', listed)}>
        <PersonTable lang={call.lang} people={people} withUnit />
      </ListPage>
    ),
    frame: frameOf(member, directoryWords[call.lang].people),
  };
}

/** So many members a unit's page shows. */
const MOST_MEMBERS = 50;

const linesOf = (stored: Iterable<StoredPerson>): PersonLine[] =>
  [...stored].flatMap(({ person, posts }) => (person ? [{ ...person, postsAt: posts }] : []));

/** What is shown around a unit. */
export async function aroundUnit(deps: Deps, { directory }: Member, { lang }: Asked, id: string) {
  const ids = (await entriesFor(directory.units, [id])).get(id)?.people ?? [];
  const stored = await entriesFor(directory.people, ids.slice(0, MOST_MEMBERS));
  const members = await shownPeople(deps, directory, linesOf(stored.values()));
  return <AroundUnit lang={lang} members={members} count={ids.length} />;
}

/** What is shown around a person. */
export async function aroundPerson(deps: Deps, { directory }: Member, { lang }: Asked, id: string) {
  const stored = (await entriesFor(directory.people, [id])).get(id);
  const { posts = [], standsInFor = [] } = stored ?? {};
  const [units, represented] = await Promise.all([
    unitsWith(directory, posts),
    peopleWith(directory, standsInFor),
  ]);
  return (
    <AroundPerson
      lang={lang}
      person={id}
      held={heldBy(id, posts, units)}
      standsInFor={[...represented.values()]}
      waiting={await waitingOf(deps, await requestsAsking(deps.database, id))}
      stageLabel={await stageLabelIn(deps, lang)}
    />
  );
}

/** What the fields of a unit or person offer: the units and people around, never all of them. */
export async function suggestionsFor(
  stored: DirectorySnapshot,
  around: readonly (string | undefined)[],
): Promise<Suggestions> {
  const first = await listUnits(stored, { limit: MOST_MEMBERS });
  const near = await entriesFor(
    stored.units,
    around.flatMap((id) => id ?? []),
  );
  const ids = [...near.values()].flatMap(({ people }) => people).slice(0, 2 * MOST_MEMBERS);
  const people = await peopleWith(stored, ids);
  const units = new Map(
    [...near.values(), ...first.lines.map((unit) => ({ unit }))].map(({ unit }) => [unit.id, unit]),
  );
  return { units: [...units.values()], people: [...people.values()] };
}
