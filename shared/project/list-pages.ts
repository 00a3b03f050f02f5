import { isOver, type ProjectStateName } from '../history/vocabulary.ts';
import type { Database, Item } from '../store/database.ts';
import { hasWords } from '../values/search-words.ts';
import { listPk, projectKey } from './keys.ts';
import { financeOf, type ListedLine, lineOf, listedLine, listOf, placeOf } from './listed-line.ts';
import { storedRecord } from './stored.ts';

/** Pages of the lists: several that one reader may see are read as one, in the order of budget year and time. */

/** A list as somebody may see it. */
export interface SeenList {
  /** Its name: `listOf`. */
  readonly list: string;
  /** Which of its lines they may see; all of them where nothing is said. */
  readonly admits?: (line: ListedLine) => boolean;
  /** Of a unit's list: what of it the unit has under way, which stands elsewhere (`under-way.ts`). */
  readonly underWay?: readonly ListedLine[];
}

export interface LineFilters {
  /** Words that all stand in the title, the number or the unit's name. */
  readonly q?: string | undefined;
  readonly year?: number | undefined;
  readonly state?: ProjectStateName | undefined;
  readonly stage?: string | undefined;
  readonly round?: string | undefined;
  readonly form?: string | undefined;
}

export interface ListQuery {
  readonly lists: readonly SeenList[];
  readonly filters: LineFilters;
  /** What is searched of a line: its title as the reader may see it. */
  readonly titleOf: (line: ListedLine) => string;
  readonly order: 'newest' | 'oldest';
  readonly limit: number;
  /** Behind which place it goes on (`placeOf`). */
  readonly after?: string | undefined;
}

export interface ListedPage {
  readonly lines: readonly ListedLine[];
  /** The place to go on from; null at the end. */
  readonly next: string | null;
  /** The last line that was looked at, where the bound ended the search before the page was full. */
  readonly searchedTo?: ListedLine | undefined;
}

/** So many lines of some 400 bytes are looked at for a page: half of thirty read units, with as much room for long texts. */
const MOST_LOOKED_AT = 300;
const BATCH = 100;

/** Whether a line is what the filters ask for, but for its budget year, which the key says. */
function matches({ filters, titleOf }: Pick<ListQuery, 'filters' | 'titleOf'>) {
  const { q = '', state, stage, round, form } = filters;
  const isNamed = hasWords(q);
  return (line: ListedLine): boolean => {
    if (state !== undefined && line.state !== state) return false;
    if (stage !== undefined && line.stage !== stage) return false;
    if (round !== undefined && line.round !== round) return false;
    if (form !== undefined && line.form !== form) return false;
    return isNamed(`${titleOf(line)} ${line.id} ${line.unit.name}`);
  };
}

/** The lines of one list, in order, from a place on; read as they are asked for, so many at once. */
async function* linesOf(
  database: Database,
  { list, underWay }: SeenList,
  { filters: { year }, order, after }: ListQuery,
  batch: number,
): AsyncGenerator<ListedLine> {
  const pk = listPk(list);
  let start: Item | undefined = after === undefined ? undefined : { pk, sk: after };
  do {
    const page = await database.query({
      TableName: database.projects,
      KeyConditionExpression: year === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :year)',
      ExpressionAttributeValues: { ':pk': pk, ...(year === undefined ? {} : { ':year': `${year}#` }) },
      ScanIndexForward: order === 'oldest',
      ExclusiveStartKey: start,
      Limit: batch,
    });
    for (const item of page.items) {
      const line = listedLine.parse(item);
      // Earlier releases wrote what is under way here as well.
      if (underWay === undefined || isOver(line.state)) yield line;
    }
    start = page.next;
  } while (start);
}

/** Whether one place comes before another. */
const before = ({ order }: ListQuery) =>
  order === 'newest' ? (a: string, b: string) => a > b : (a: string, b: string) => a < b;

/** The same of what was read already. */
function inOrder(lines: readonly ListedLine[], query: ListQuery): ListedLine[] {
  const { filters, after } = query;
  const { year } = filters;
  const isBefore = before(query);
  return lines
    .map((line) => ({ line, place: placeOf(line) }))
    .filter(({ place }) => year === undefined || place.startsWith(`${year}#`))
    .filter(({ place }) => after === undefined || isBefore(after, place))
    .sort((a, b) => (isBefore(a.place, b.place) ? -1 : 1))
    .map(({ line }) => line);
}

interface Found {
  readonly line: ListedLine;
  readonly admitted: boolean;
}

/** The lines of several lists as one, each project once. */
async function* merged(database: Database, query: ListQuery, batch: number): AsyncGenerator<Found> {
  const each = Math.ceil(batch / query.lists.length);
  const sources = query.lists.flatMap((seen) => {
    const { admits = () => true, underWay = [] } = seen;
    return [
      { admits, lines: inOrder(underWay, query).values() },
      { admits, lines: linesOf(database, seen, query, each) },
    ];
  });
  const heads = await Promise.all(sources.map(async ({ lines }) => (await lines.next()).value));
  const isFirst = before(query);
  for (;;) {
    const [first] = heads
      .flatMap((line) => (line ? [{ line, place: placeOf(line) }] : []))
      .toSorted((a, b) => (isFirst(a.place, b.place) ? -1 : 1));
    if (!first) return;
    const having = sources.map((_, at) => {
      const head = heads[at];
      return head && placeOf(head) === first.place ? head : undefined;
    });
    const admitted = sources.some(({ admits }, at) => having[at] && admits(having[at]));
    yield { line: first.line, admitted };
    // Only when another one is asked for: what is not looked at is not read.
    for (const [at, { lines }] of sources.entries()) if (having[at]) heads[at] = (await lines.next()).value;
  }
}

/**
 * A page of what a reader may see. A search that finds little ends at its bound, and says from where it goes on.
 * @param most how many lines are looked at
 */
export async function listPage(
  database: Database,
  query: ListQuery,
  most = MOST_LOOKED_AT,
): Promise<ListedPage> {
  const { lists, filters, limit } = query;
  const { year: _, ...narrow } = filters;
  const isNarrow =
    Object.values(narrow).some((value) => value !== undefined) || lists.some(({ admits }) => admits);
  const isWanted = matches(query);
  const lines: ListedLine[] = [];
  let last: ListedLine | undefined;
  let looked = 0;
  if (lists.length === 0) return { lines, next: null };
  for await (const { line, admitted } of merged(database, query, isNarrow ? BATCH : limit + 1)) {
    if (last && lines.length === limit) return { lines, next: placeOf(last) };
    looked += 1;
    last = line;
    if (admitted && isWanted(line)) lines.push(line);
    if (looked === most) return { lines, next: placeOf(last), searchedTo: last };
  }
  return { lines, next: null };
}

/** By its amount, the largest first; whole yuan and more fit into as many digits. */
const LARGEST = 10 ** 15;
const amountKey = ({ leftFen, requestedFen, id }: ListedLine): string =>
  `${String(LARGEST - (leftFen ?? requestedFen ?? -1)).padStart(16, '0')} ${id}`;

/** The largest first. */
export const sortedByAmount = (lines: readonly ListedLine[]): ListedLine[] =>
  lines
    .map((line) => ({ line, key: amountKey(line) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ line }) => line);

/** A page of an order by amount. */
export interface SortedPage {
  readonly lines: readonly ListedLine[];
  /** Where it goes on: `past` among those that were sorted, or behind them; null at the end. */
  readonly next: { readonly after?: string | undefined; readonly past?: string } | null;
  /** The last line that was sorted, where there are more. */
  readonly sortedTo?: ListedLine | undefined;
}

/**
 * The same with the largest first. No key says an amount, and a second set of items would cost each change of a project
 * as much again: so many lines are read as a search looks at, and sorted; those behind them are sorted by themselves.
 */
export async function pageByAmount(
  database: Database,
  { limit, past = '', ...query }: ListQuery & { readonly past?: string | undefined },
  most = MOST_LOOKED_AT,
): Promise<SortedPage> {
  const { lines, next, searchedTo } = await listPage(database, { ...query, limit: most }, most);
  const left = sortedByAmount(lines).filter((line) => amountKey(line) > past);
  const page = left.slice(0, limit);
  const last = page.at(-1);
  const goesOn = last !== undefined && left.length > limit;
  return {
    lines: page,
    next: goesOn ? { after: query.after, past: amountKey(last) } : next === null ? null : { after: next },
    ...(searchedTo ? { sortedTo: searchedTo } : {}),
  };
}

/** Whether a line stands in one of these lists, and its reader may see it there. */
const isListed = (lists: readonly SeenList[], line: ListedLine): boolean =>
  lists.some(
    ({ list, admits = () => true }) =>
      (list === listOf.unit(line.unit.id) || (line.isHandedIn && list === listOf.finance(financeOf(line)))) &&
      admits(line),
  );

/** The same for one project by its number, which is looked up and not searched. */
export async function listedWithId(database: Database, query: ListQuery, id: string): Promise<ListedPage> {
  const item = await database.get(database.projects, projectKey(id));
  const record = item && storedRecord(item);
  if (record?.listed === undefined) return { lines: [], next: null };
  const line = lineOf(record);
  const { year } = query.filters;
  const isWanted =
    (year === undefined || line.budgetYear === year) && isListed(query.lists, line) && matches(query)(line);
  return { lines: isWanted ? [line] : [], next: null };
}
