import type { HistoryParameters } from '../../shared/contract/routes/history.ts';
import { listedById, MOST_TITLES, projectsTitled, seenTitle } from '../../shared/project/title-search.ts';
import type { Database } from '../../shared/store/database.ts';
import { listPeople, listUnits } from '../../shared/store/directory/lists.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { unitsWith } from '../../shared/store/directory/part.ts';
import type { DirectorySnapshot } from '../../shared/store/directory/snapshot.ts';
import { entriesFor } from '../../shared/store/piece-map.ts';
import { looksLikeProjectId } from '../../shared/values/project-id.ts';
import type { Choice, Suggestions } from './suggestions.ts';

/** What the words of a search may mean: people, units and projects. */

/** As many of each as are suggested. */
const MOST_SUGGESTED = 10;

export interface Found {
  readonly suggestions: Suggestions;
  /** What the words mean, where they mean one thing alone. */
  readonly only?: Choice;
}

const none = { people: [], units: [], projects: [], more: { people: false, units: false, projects: false } };

/** A number, an account or a code as it stands: looked up, and not searched. */
async function byName(
  database: Database,
  directory: DirectorySnapshot,
  words: string,
): Promise<Found | undefined> {
  const number = words.toUpperCase();
  if (looksLikeProjectId(number)) {
    const line = await listedById(database, number);
    const { title, unitName, budgetYear } = line
      ? { title: seenTitle(line), unitName: line.unit.name, budgetYear: line.budgetYear }
      : { title: '', unitName: '', budgetYear: null };
    const projects = [{ id: number, title, unitName, budgetYear }];
    return { suggestions: { ...none, words, projects }, only: { project: number } };
  }
  const [people, units] = await Promise.all([
    entriesFor(directory.people, [words]),
    unitsWith(directory, [words.toUpperCase()]),
  ]);
  const [unit] = units.values();
  if (unit)
    return {
      suggestions: { ...none, words, units: [{ id: unit.id, name: unit.name }] },
      only: { unit: unit.id },
    };
  // Whoever has left the directory keeps what they did.
  const known = people.get(words);
  if (!known) return undefined;
  const { person } = known;
  const unitName = person && (await unitsWith(directory, [person.unit])).get(person.unit)?.name;
  const named = { id: words, name: person?.name ?? words, unitName: unitName ?? '' };
  return { suggestions: { ...none, words, people: [named] }, only: { actor: words } };
}

function onlyOf({ people, units, projects, more }: Suggestions): Choice | undefined {
  const choices: Choice[] = [
    ...people.map(({ id }) => ({ actor: id })),
    ...units.map(({ id }) => ({ unit: id })),
    ...projects.map(({ id }) => ({ project: id })),
  ];
  const isAll = !more.people && !more.units && !more.projects;
  return isAll && choices.length === 1 ? choices[0] : undefined;
}

/**
 * What words may mean, at most ten of each kind. People and units are searched in the directory, projects in the lists
 * of what was handed in: of the unit and the year that are asked for, and no further than the bound.
 */
export async function findByWords(
  database: Database,
  typed: string,
  { unit, year }: Pick<HistoryParameters, 'unit' | 'year'>,
): Promise<Found> {
  const words = typed.normalize('NFKC').trim();
  const directory = await loadDirectory(database);
  const named = await byName(database, directory, words);
  if (named) return named;
  const asked = { q: words, limit: MOST_SUGGESTED };
  const [people, units, projects] = await Promise.all([
    listPeople(directory, asked),
    listUnits(directory, asked),
    projectsTitled(database, { words, unit, year, limit: MOST_SUGGESTED }),
  ]);
  const unitsOfPeople = await unitsWith(
    directory,
    people.lines.map((person) => person.unit),
  );
  const suggestions: Suggestions = {
    words,
    people: people.lines.map((person) => ({
      id: person.id,
      name: person.name,
      unitName: unitsOfPeople.get(person.unit)?.name ?? '',
    })),
    units: units.lines.map(({ id, name }) => ({ id, name })),
    projects: projects.lines.map((line) => ({
      id: line.id,
      title: seenTitle(line),
      unitName: line.unit.name,
      budgetYear: line.budgetYear,
    })),
    more: {
      people: people.next !== null,
      units: units.next !== null,
      projects: projects.next !== null,
    },
    ...(projects.searchedTo ? { searched: MOST_TITLES } : {}),
  };
  const only = onlyOf(suggestions);
  return { suggestions, ...(only ? { only } : {}) };
}

/** What was meant by an account or a code that the directory does not have: it may be a name. */
export async function findLost(
  database: Database,
  { actor, unit }: Pick<HistoryParameters, 'actor' | 'unit'>,
): Promise<Found | undefined> {
  if (actor === undefined && unit === undefined) return undefined;
  const directory = await loadDirectory(database);
  const [people, units] = await Promise.all([
    entriesFor(directory.people, actor === undefined ? [] : [actor]),
    unitsWith(directory, unit === undefined ? [] : [unit]),
  ]);
  const lost = [
    ...(actor !== undefined && !people.has(actor) ? [actor] : []),
    ...(unit !== undefined && !units.has(unit) ? [unit] : []),
  ];
  const [words] = lost;
  return words === undefined ? undefined : findByWords(database, words, {});
}
