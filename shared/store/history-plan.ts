import type { HistoryEvent } from '../history/event.ts';
import { monthAfter, monthRange } from '../values/beijing-month.ts';
import type { Database } from './database.ts';
import type { Place } from './history-cursor.ts';
import { type FilterName, type HistoryFilters, testsOf } from './history-filters.ts';
import { chainSource, indexSource, type Partition, type Source } from './history-sources.ts';
import { firstMonth, isFoundByActor } from './history-store.ts';

/** Sources that are merged by time; one month after the other where there is no better index. */
export interface Part {
  readonly month?: string;
  readonly sources: readonly Source[];
}

export interface Planned {
  readonly index: 'chain' | 'by-actor+by-principal' | 'by-unit' | 'by-month';
  readonly parts: readonly Part[];
  /** The filters that the index does not answer, and what they demand. */
  readonly filtered: readonly FilterName[];
  readonly matches: (event: HistoryEvent) => boolean;
  /** How many items were read to find this plan. */
  readonly read: number;
}

interface Asked extends HistoryFilters {
  readonly order: 'oldest' | 'newest';
}

/** What bounds an index's part: sort keys, both inclusive. */
type Range = Pick<Partition, 'from' | 'to' | 'order'>;

/**
 * A clock may have been ahead, and was put back: what it wrote of the month to come is shown with the rest. What is
 * further ahead is found by a range that names it.
 */
async function monthsOf(
  database: Database,
  range: Range,
  { after, month }: Place,
  now: Date,
): Promise<Part[]> {
  const first = await firstMonth(database);
  if (first === undefined) return [];
  const ahead = monthAfter(now.toISOString().slice(0, 7));
  const last = /^\d/.test(range.to) ? range.to.slice(0, 7) : ahead;
  const months = monthRange(first, last).filter((one) => one >= range.from.slice(0, 7));
  if (range.order === 'newest') months.reverse();
  const resumed = after?.slice(0, 7) ?? month;
  const from = resumed === undefined ? 0 : months.indexOf(resumed);
  // A place in a month that is in no range of this query: there is nothing behind it.
  return (from === -1 ? [] : months.slice(from)).map((value) => ({
    month: value,
    sources: [indexSource(database, { ...range, index: 'by-month', value })],
  }));
}

/** So many events tell which of two partitions is the sparser one; it costs three read units in each. */
const PROBED = 25;

/**
 * Whether a unit's events are sparser than an actor's, from where the query goes on: a submitter has few events in a
 * unit that has many, a reviewer many in all units.
 */
async function unitIsSparser(unit: Source, actor: Source, { order }: Range, { after }: Place) {
  const [ofUnit, ofActor] = await Promise.all([unit.read(after, PROBED), actor.read(after, PROBED)]);
  const read = ofUnit.read + ofActor.read;
  const reach = { unit: ofUnit.events.at(-1)?.at ?? '', actor: ofActor.events.at(-1)?.at ?? '' };
  if (!ofActor.more) return { sparser: false, read };
  if (!ofUnit.more) return { sparser: true, read };
  return { sparser: order === 'oldest' ? reach.unit > reach.actor : reach.unit < reach.actor, read };
}

/** Which index serves a query: the most selective one that its filters allow. */
export async function planOf(
  database: Database,
  query: Asked,
  range: Range,
  place: Place,
  now: Date,
): Promise<Planned> {
  const tests = testsOf(query);
  const served = (by: readonly FilterName[]) => {
    const left = [...tests].filter(([name]) => !by.includes(name));
    return {
      filtered: left.map(([name]) => name),
      matches: (event: HistoryEvent) => left.every(([, test]) => test(event)),
    };
  };
  const { chain, actor, unit, order } = query;
  const isEmpty = range.from > range.to;
  if (chain !== undefined) {
    const parts = [{ sources: [chainSource(database, chain, order)] }];
    return { index: 'chain', parts, ...served(['chain']), read: 0 };
  }
  const source = (index: Partition['index'], value: string) =>
    indexSource(database, { ...range, index, value });
  const partsOf = (...sources: Source[]): Part[] => (isEmpty ? [] : [{ sources }]);
  const ofUnit = unit === undefined ? undefined : source('by-unit', unit);
  const byUnit = (one: Source, read: number): Planned => ({
    index: 'by-unit',
    parts: partsOf(one),
    ...served(['unit', 'from', 'to']),
    read,
  });
  if (actor !== undefined && isFoundByActor(actor)) {
    const own = source('by-actor', actor);
    const probed = ofUnit && !isEmpty ? await unitIsSparser(ofUnit, own, range, place) : undefined;
    if (ofUnit && probed?.sparser) return byUnit(ofUnit, probed.read);
    const parts = partsOf(own, source('by-principal', actor));
    const by = served(['actor', 'from', 'to']);
    return { index: 'by-actor+by-principal', parts, ...by, read: probed?.read ?? 0 };
  }
  if (ofUnit) return byUnit(ofUnit, 0);
  const parts = isEmpty ? [] : await monthsOf(database, range, place, now);
  return { index: 'by-month', parts, ...served(['from', 'to']), read: 0 };
}
