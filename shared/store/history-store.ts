import { createHash } from 'node:crypto';
import * as z from 'zod';
import { canonical } from '../history/canonical.ts';
import type { HistoryEvent } from '../history/event.ts';
import { historyEvent } from '../history/event.ts';
import type { Database, Item, Write } from './database.ts';
import { CHECKPOINTS } from './keys.ts';
import { monthsBetween } from './months.ts';

/** Sorts by time, then by chain and number, so that a cursor is exact also within one millisecond. */
const sortKeyOf = (event: HistoryEvent): string =>
  `${event.at}#${event.chain}#${String(event.seq).padStart(6, '0')}`;

/** Index keys ride beside the event; they are not part of what is hashed. */
const itemOf = (event: HistoryEvent): Item => ({
  ...event,
  sortKey: sortKeyOf(event),
  byActor: event.actor.id,
  ...(event.unit === undefined ? {} : { byUnit: event.unit }),
  byMonth: event.at.slice(0, 7),
});

/** An event without its index keys. @throws ZodError */
export const eventOf = (item: Item): HistoryEvent => {
  const { sortKey: _s, byActor: _a, byUnit: _u, byMonth: _m, ...event } = item;
  return historyEvent.parse(event);
};

/** An append: a Put on condition that the number is free. It is only ever part of the transaction of its state. */
export const appendOf = (database: Database, event: HistoryEvent): Write => ({
  name: `event ${event.seq}`,
  Put: {
    TableName: database.history,
    Item: itemOf(event),
    ConditionExpression: 'attribute_not_exists(previousHash)',
  },
});

export interface HistoryQuery {
  readonly actor?: string | undefined;
  readonly unit?: string | undefined;
  readonly action?: string | undefined;
  readonly project?: string | undefined;
  /** UTC instants: from inclusive, to exclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly order: 'oldest' | 'newest';
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface HistoryPage {
  readonly events: HistoryEvent[];
  readonly next: string | null;
}

/** A cursor that was made for another query, or is none. */
export class ForeignCursor extends Error {
  override readonly name = 'ForeignCursor';
}

const cursorSchema = z.strictObject({
  q: z.string(),
  month: z.string().optional(),
  key: z.record(z.string(), z.unknown()).optional(),
});
type Cursor = z.infer<typeof cursorSchema>;

/** The same filters give the same mark: a cursor of another question is refused instead of answering a third one. */
function markOf(query: HistoryQuery): string {
  const { cursor: _, limit: __, ...filters } = query;
  const asked = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
  return createHash('sha256').update(canonical(asked)).digest('base64url').slice(0, 16);
}

function readCursor(query: HistoryQuery): Cursor | undefined {
  if (query.cursor === undefined) return undefined;
  try {
    const cursor = cursorSchema.parse(JSON.parse(Buffer.from(query.cursor, 'base64url').toString('utf8')));
    if (cursor.q === markOf(query)) return cursor;
  } catch (error) {
    throw new ForeignCursor('The cursor cannot be read', { cause: error });
  }
  throw new ForeignCursor('The cursor belongs to another query');
}

const writeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** The events of a chain after a number, oldest first. */
export async function eventsOf(database: Database, chain: string, afterSeq = 0): Promise<HistoryEvent[]> {
  // Signed checkpoints stand in the same table under a key that anyone may ask for as a chain: they are no events.
  if (chain === CHECKPOINTS) return [];
  const events: HistoryEvent[] = [];
  let start: Item | undefined;
  do {
    const page = await database.query({
      TableName: database.history,
      ConsistentRead: true,
      KeyConditionExpression: '#chain = :chain AND #seq > :after',
      ExpressionAttributeNames: { '#chain': 'chain', '#seq': 'seq' },
      ExpressionAttributeValues: { ':chain': chain, ':after': afterSeq },
      ExclusiveStartKey: start,
    });
    events.push(...page.items.map(eventOf));
    start = page.next;
  } while (start);
  return events;
}

/** At most this many items are read for one page; a page may then be short and have a cursor. */
const MOST_READ = 500;

/** The first event of all is the directory's: without it there is no unit that could have a project. */
export async function firstMonth(database: Database): Promise<string | undefined> {
  const key = { chain: 'rules', seq: 1 };
  const item = await database.get(database.history, key);
  return item === undefined ? undefined : eventOf(item).at.slice(0, 7);
}

async function monthsOf(database: Database, query: HistoryQuery, now: Date): Promise<string[]> {
  const first = await firstMonth(database);
  if (first === undefined) return [];
  const today = now.toISOString();
  const last = (query.to !== undefined && query.to < today ? query.to : today).slice(0, 7);
  const from = query.from !== undefined && query.from > first ? query.from.slice(0, 7) : first;
  const months = monthsBetween(from, last);
  return query.order === 'newest' ? months.reverse() : months;
}

interface Partition {
  readonly index: string;
  readonly attribute: string;
  readonly value: string;
}

/** The most selective index that the filters allow; without actor and unit, month by month. */
async function partitionsOf(database: Database, query: HistoryQuery, now: Date): Promise<Partition[]> {
  if (query.actor) return [{ index: 'by-actor', attribute: 'byActor', value: query.actor }];
  if (query.unit) return [{ index: 'by-unit', attribute: 'byUnit', value: query.unit }];
  const months = await monthsOf(database, query, now);
  return months.map((month) => ({ index: 'by-month', attribute: 'byMonth', value: month }));
}

function matches(event: HistoryEvent, query: HistoryQuery): boolean {
  return (
    (query.action === undefined || event.action === query.action) &&
    (query.unit === undefined || event.unit === query.unit) &&
    (query.actor === undefined || event.actor.id === query.actor) &&
    (query.project === undefined || event.projectId === query.project) &&
    (query.from === undefined || event.at >= query.from) &&
    (query.to === undefined || event.at < query.to)
  );
}

async function queryChain(database: Database, query: HistoryQuery, chain: string): Promise<HistoryPage> {
  const cursor = readCursor(query);
  const after = z.number().optional().parse(cursor?.key?.seq);
  const all = (await eventsOf(database, chain)).filter((event) => matches(event, query));
  if (query.order === 'newest') all.reverse();
  const from = after === undefined ? 0 : all.findIndex((event) => event.seq === after) + 1;
  const events = all.slice(from, from + query.limit);
  const last = events.at(-1);
  const more = last !== undefined && from + events.length < all.length;
  return { events, next: more ? writeCursor({ q: markOf(query), key: { seq: last.seq } }) : null };
}

/**
 * A page of the history. @throws ForeignCursor
 */
export async function queryHistory(database: Database, query: HistoryQuery, now: Date): Promise<HistoryPage> {
  if (query.project) return queryChain(database, query, query.project);
  const cursor = readCursor(query);
  const partitions = await partitionsOf(database, query, now);
  const resumed = cursor?.month === undefined ? 0 : partitions.findIndex((one) => one.value === cursor.month);
  const events: HistoryEvent[] = [];
  let read = 0;
  let key: Item | undefined = cursor?.key;
  for (const partition of partitions.slice(Math.max(0, resumed))) {
    do {
      const page = await database.query({
        TableName: database.history,
        IndexName: partition.index,
        KeyConditionExpression: `${partition.attribute} = :value AND sortKey BETWEEN :from AND :to`,
        ExpressionAttributeValues: {
          ':value': partition.value,
          ':from': query.from ?? '0',
          ':to': query.to ?? '9',
        },
        ScanIndexForward: query.order === 'oldest',
        ExclusiveStartKey: key,
        Limit: Math.min(query.limit - events.length, MOST_READ - read),
      });
      read += page.items.length;
      events.push(...page.items.map(eventOf).filter((event) => matches(event, query)));
      key = page.next;
      if (key && (events.length >= query.limit || read >= MOST_READ)) {
        return { events, next: writeCursor({ q: markOf(query), month: partition.value, key }) };
      }
    } while (key);
    if (events.length >= query.limit) {
      const following = partitions[partitions.indexOf(partition) + 1];
      return { events, next: following ? writeCursor({ q: markOf(query), month: following.value }) : null };
    }
  }
  return { events, next: null };
}
