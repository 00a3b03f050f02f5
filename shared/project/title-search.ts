import type { Database } from '../store/database.ts';
import { hasWords } from '../values/search-words.ts';
import { projectKey } from './keys.ts';
import { type ListedPage, listPage, type SeenList } from './list-pages.ts';
import { totalsOfFinance } from './list-totals.ts';
import { type ListedLine, lineOf, listOf } from './listed-line.ts';
import { storedRecord } from './stored.ts';
import { allListedUnderWay } from './under-way.ts';

/** Projects by the words of their titles, for auditors: from the lists of what was handed in. */

export interface TitleQuery {
  readonly words: string;
  /** Of one declaring unit (USCC), of one budget year. */
  readonly unit?: string | undefined;
  readonly year?: number | undefined;
  readonly limit: number;
}

/** So many lines are looked at: some fifty read units, whatever the lists hold. */
export const MOST_TITLES = 1_000;

/** A title as somebody may see it who is no party to the project. */
export const seenTitle = ({ title, maskedTitle }: ListedLine): string => maskedTitle ?? title;

/** The lists that hold what is searched: those of one unit, or of all units that decide. */
async function listsOf(
  database: Database,
  unit: string | undefined,
  admits: (line: ListedLine) => boolean,
): Promise<SeenList[]> {
  if (unit !== undefined)
    return [{ list: listOf.unit(unit), admits, underWay: await allListedUnderWay(database, unit) }];
  const finances = new Set((await totalsOfFinance(database)).map(({ finance }) => finance));
  return [...finances].map((finance) => ({ list: listOf.finance(finance), admits }));
}

/**
 * The projects whose titles have all these words, the latest budget year first. Where the bound ended the search,
 * `searchedTo` is the last line that was looked at.
 */
export async function projectsTitled(database: Database, query: TitleQuery): Promise<ListedPage> {
  const isTitled = hasWords(query.words);
  const admits = (line: ListedLine): boolean => line.isHandedIn && isTitled(seenTitle(line));
  const lists = await listsOf(database, query.unit, admits);
  const { year, limit } = query;
  return listPage(
    database,
    { lists, filters: { year }, titleOf: seenTitle, order: 'newest', limit },
    MOST_TITLES,
  );
}

/** What was handed in under a number, as lists show it. */
export async function listedById(database: Database, id: string): Promise<ListedLine | undefined> {
  const item = await database.get(database.projects, projectKey(id));
  const line = item && lineOf(storedRecord(item));
  return line?.isHandedIn ? line : undefined;
}
