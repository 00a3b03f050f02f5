import type { HistoryEvent } from '../history/event.ts';
import type { Database } from './database.ts';
import { ForeignCursor, keyIn, type Place, readCursor, writeCursor } from './history-cursor.ts';
import type { HistoryFilters } from './history-filters.ts';
import { type Part, type Planned, planOf } from './history-plan.ts';
import { isFoundByActor, sortKeyOf } from './history-store.ts';

export { ForeignCursor } from './history-cursor.ts';

export interface HistoryQuery extends HistoryFilters {
  readonly order: 'oldest' | 'newest';
  /** How many events a page holds at most; at most `MOST_READ`. */
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface HistoryPage {
  readonly events: HistoryEvent[];
  /** The cursor of the next page; null on the last one. A page with a cursor may be short, even empty. */
  readonly next: string | null;
  readonly plan: {
    /** Which index served; `chain` is the table itself. */
    readonly index: Planned['index'];
    /** The filters that were held against what the index gave; where there are none, the index alone answered. */
    readonly filtered: readonly string[];
    /** How many items were read. */
    readonly read: number;
  };
}

/** At most this many items are read for one page; a page may then be short and have a cursor. */
const MOST_READ = 500;
/** Of a query that filters, so many are read at once: enough to find some, few enough not to read in vain. */
const AT_ONCE = 100;
/** And at most so many months are looked into for one page: an empty month costs a query as well. */
const MOST_MONTHS = 24;
/**
 * Queries of an index leave out what is so new. An event is written within a second of its time, in the worst case after
 * a few rounds against other writers, and an index follows its table within a second: a page that ended at now could
 * pass by an event that is still on its way. A chain is read strongly, in the order of its numbers, to its end.
 */
const SETTLED_MS = 3_000;
/** Clocks of functions differ by less. What is further ahead was written before a clock was put back, and has settled. */
const SKEW_MS = 60_000;
/** Behind every sort key. */
const END = '~';

/** What is too new to be shown; where it may come in any order, no place is kept within it. */
function tooNew(now: Date, asOf: Date): Pick<Walk, 'isLeftOut' | 'isOnItsWay'> {
  const settled = (time: Date) => new Date(time.getTime() - SETTLED_MS).toISOString();
  const [settledThen, settledNow] = [settled(asOf), settled(now)];
  const ahead = new Date(now.getTime() + SKEW_MS).toISOString();
  return {
    isLeftOut: ({ at }) => at > settledThen && at <= ahead,
    isOnItsWay: ({ at }) => at > settledNow && at <= ahead,
  };
}

const nothingTooNew: ReturnType<typeof tooNew> = { isLeftOut: () => false, isOnItsWay: () => false };

interface Lane {
  readonly source: Part['sources'][number];
  waiting: HistoryEvent[];
  more: boolean;
}

/** What one page has found and read so far. */
interface Progress {
  readonly events: HistoryEvent[];
  read: number;
  /** The sort key of the event that was looked at last. */
  after: string | undefined;
}

/** Reads on in every lane that ran dry. Returns false where the page must not read that much any more. */
async function refill(lanes: readonly Lane[], page: Progress, atOnce: number): Promise<boolean> {
  const dry = lanes.filter(({ waiting, more }) => waiting.length === 0 && more);
  if (dry.length === 0) return true;
  // Shared, so that no lane's share is nothing: a page always gets on.
  const share = Math.min(atOnce, Math.floor((MOST_READ - page.read) / dry.length));
  if (share < 1) return false;
  const { after } = page;
  await Promise.all(
    dry.map(async (lane) => {
      const { events, more, read } = await lane.source.read(after, share);
      lane.waiting = events;
      lane.more = more;
      page.read += read;
    }),
  );
  return true;
}

/** Takes the lanes' next event in the query's order. */
function take(lanes: readonly Lane[], order: HistoryQuery['order']): HistoryEvent | undefined {
  let best: { lane: Lane; key: string } | undefined;
  for (const lane of lanes) {
    const [first] = lane.waiting;
    if (!first) continue;
    const key = sortKeyOf(first);
    if (!best || (order === 'oldest' ? key < best.key : key > best.key)) best = { lane, key };
  }
  return best?.lane.waiting.shift();
}

/** What a query walks by. */
interface Walk extends HistoryQuery {
  readonly isLeftOut: (event: HistoryEvent) => boolean;
  readonly isOnItsWay: (event: HistoryEvent) => boolean;
}

/** Reads a part until the page is full, the part at its end (`done`), or enough is read. */
async function readPart(part: Part, query: Walk, planned: Planned, page: Progress) {
  const lanes: Lane[] = part.sources.map((source) => ({ source, waiting: [], more: true }));
  const isOver = () => lanes.every(({ waiting, more }) => waiting.length === 0 && !more);
  while (page.events.length < query.limit) {
    // One more than is wanted tells whether there is a next page.
    const wanted = query.limit - page.events.length + 1;
    const atOnce = planned.filtered.length === 0 ? wanted : Math.max(wanted, AT_ONCE);
    if (!(await refill(lanes, page, atOnce))) return { done: false };
    const event = take(lanes, query.order);
    if (!event) return { done: true };
    const key = sortKeyOf(event);
    // Somebody who acts in their own place stands in both indexes.
    if (key !== page.after && !query.isLeftOut(event) && planned.matches(event)) page.events.push(event);
    // The oldest first, a place within what is on its way would pass by the rest of it.
    if (query.order === 'newest' || !query.isOnItsWay(event)) page.after = key;
  }
  return { done: isOver() };
}

async function readParts(query: Walk, planned: Planned, place: Place) {
  const page: Progress = { events: [], read: planned.read, after: place.after };
  for (const [number, part] of planned.parts.entries()) {
    const isEnough = number === MOST_MONTHS || page.events.length >= query.limit || page.read >= MOST_READ;
    if (isEnough) return { page, next: { month: part.month } };
    const { done } = await readPart(part, query, planned, page);
    const next = page.after === undefined ? part.month && { month: part.month } : { after: page.after };
    if (!done) return { page, next: next || null };
    page.after = undefined;
  }
  return { page, next: null };
}

/**
 * A page of the history. Its cursor names the event that was looked at last, so that an event that is appended
 * between two pages is neither lost nor doubled.
 * @param asOf what has happened since is left out, for pages that belong together
 * @throws ForeignCursor
 */
export async function queryHistory(
  database: Database,
  query: HistoryQuery,
  now: Date,
  asOf = now,
): Promise<HistoryPage> {
  const { cursor, limit: _, ...asked } = query;
  const place = readCursor(asked, cursor);
  const { chain, unit, actor } = query;
  const isByMonth = (chain ?? unit) === undefined && (actor === undefined || !isFoundByActor(actor));
  if (place.month !== undefined && !isByMonth)
    throw new ForeignCursor('Only a query by month goes on with a month');
  const range = { order: query.order, from: query.from ?? '0', to: query.to ?? END };
  const isBefore =
    place.after !== undefined && query.from !== undefined && keyIn(place.after).at < query.from;
  // A chain's place may be before the range: it is in the order of numbers, and held against the range.
  if (isBefore && query.chain === undefined) throw new ForeignCursor('The cursor is from before the range');
  const planned = await planOf(database, query, range, place, now);
  const left = query.chain === undefined ? tooNew(now, asOf) : nothingTooNew;
  const { page, next } = await readParts({ ...query, ...left }, planned, place);
  return {
    events: page.events,
    next: next === null ? null : writeCursor(asked, next),
    plan: { index: planned.index, filtered: planned.filtered, read: page.read },
  };
}
