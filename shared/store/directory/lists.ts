import { folded } from '../../values/search-words.ts';
import type { Person, Unit } from '../../workflow/directory.ts';
import { entriesAfter, type PieceMap } from '../piece-map.ts';
import type { DirectorySnapshot, StoredPerson, StoredUnit } from './snapshot.ts';

/** What is asked for: words of a name, an id or an address; a page of so many, behind an id. */
export interface ListQuery {
  readonly q?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Listed<Line> {
  readonly lines: readonly Line[];
  /** The id that the next page begins behind. */
  readonly next: string | null;
}

export interface UnitLine extends Unit {
  /** How many people it has. */
  readonly people: number;
}

export interface PersonLine extends Person {
  /** The units whose posts name the person. */
  readonly postsAt: readonly string[];
}

/** A page of a map in the order of ids; a search reads on until the page is full. */
async function listed<V, Line>(
  map: PieceMap<V>,
  { q = '', limit, cursor }: ListQuery,
  lineOf: (value: V) => { readonly line: Line; readonly searched: readonly string[] } | null,
): Promise<Listed<Line>> {
  const wanted = folded(q).trim();
  const lines: Line[] = [];
  let last = '';
  for await (const [id, value] of entriesAfter(map, cursor)) {
    const found = lineOf(value);
    if (!found?.searched.some((text) => folded(text).includes(wanted))) continue;
    if (lines.length === limit) return { lines, next: last };
    lines.push(found.line);
    last = id;
  }
  return { lines, next: null };
}

const unitLine = ({ unit, people }: StoredUnit) => ({
  line: { ...unit, people: people.length },
  searched: [unit.id, unit.name],
});

const personLine = ({ person, posts }: StoredPerson) =>
  person ? { line: { ...person, postsAt: posts }, searched: [person.id, person.name, person.email] } : null;

export const listUnits = (stored: DirectorySnapshot, query: ListQuery): Promise<Listed<UnitLine>> =>
  listed(stored.units, query, unitLine);

export const listPeople = (stored: DirectorySnapshot, query: ListQuery): Promise<Listed<PersonLine>> =>
  listed(stored.people, query, personLine);
