import type { HistoryEvent } from '../history/event.ts';
import type { Database } from './database.ts';
import { ForeignCursor, keyIn } from './history-cursor.ts';
import { eventOf, eventsAt, sortKeyOf } from './history-store.ts';

/** Some events of the history in the order of a query, read a few at a time from a place on. */
export interface Source {
  /**
   * Events behind this sort key, from so many items: an entry of an index may stand for two. `more` says that others may
   * follow them, `read` how many items it took.
   */
  read(
    after: string | undefined,
    limit: number,
  ): Promise<{ events: HistoryEvent[]; more: boolean; read: number }>;
}

type Order = 'oldest' | 'newest';

/** One chain, read strongly, by the number of its events. @throws ForeignCursor for a place in another chain */
export function chainSource(database: Database, chain: string, order: Order): Source {
  return {
    async read(after, limit) {
      const place = after === undefined ? undefined : keyIn(after);
      if (place && place.chain !== chain) throw new ForeignCursor('The cursor is of another chain');
      const comparison = order === 'oldest' ? '>' : '<';
      const page = await database.query({
        TableName: database.history,
        ConsistentRead: true,
        KeyConditionExpression: `#chain = :chain${place ? ` AND #seq ${comparison} :seq` : ''}`,
        ExpressionAttributeNames: { '#chain': 'chain', ...(place ? { '#seq': 'seq' } : {}) },
        ExpressionAttributeValues: { ':chain': chain, ...(place ? { ':seq': place.seq } : {}) },
        ScanIndexForward: order === 'oldest',
        Limit: limit,
      });
      return { events: page.items.map(eventOf), more: page.next !== undefined, read: page.items.length };
    },
  };
}

/** One partition of an index that sorts by time. */
export interface Partition {
  readonly index: 'by-actor' | 'by-principal' | 'by-unit' | 'by-month';
  readonly value: string;
  /** Sort keys, both inclusive. */
  readonly from: string;
  readonly to: string;
  readonly order: Order;
}

const ATTRIBUTE = {
  'by-actor': 'byActor',
  'by-principal': 'byPrincipal',
  'by-unit': 'byUnit',
  'by-month': 'byMonth',
} as const satisfies Record<Partition['index'], string>;

/** Behind a sort key, and before the next one. */
const NEXT = '~';

export function indexSource(database: Database, { index, value, from, to, order }: Partition): Source {
  const attribute = ATTRIBUTE[index];
  const startBehind = (sortKey: string, isItself: boolean) => {
    const { chain, seq } = keyIn(sortKey);
    return { [attribute]: value, sortKey: isItself ? `${sortKey}${NEXT}` : sortKey, chain, seq };
  };
  const isBehind = (event: HistoryEvent, after: string | undefined): boolean =>
    after === undefined || (order === 'oldest' ? sortKeyOf(event) > after : sortKeyOf(event) < after);
  return {
    async read(after, limit) {
      // An entry may stand for two events: backwards, the place may be between them, and its own entry is read again.
      const isBetween = after !== undefined && order === 'newest';
      const page = await database.query({
        TableName: database.history,
        IndexName: index,
        KeyConditionExpression: `${attribute} = :value AND sortKey BETWEEN :from AND :to`,
        ExpressionAttributeValues: { ':value': value, ':from': from, ':to': to },
        ScanIndexForward: order === 'oldest',
        // It names a place, not an item that must be there: the place may be that of an event in another index.
        ExclusiveStartKey: after === undefined ? undefined : startBehind(after, isBetween),
        Limit: isBetween ? limit + 1 : limit,
      });
      const found = (await Promise.all(page.items.map((item) => eventsAt(database, item)))).flat();
      const events =
        order === 'oldest' ? found : found.toSorted((a, b) => (sortKeyOf(a) > sortKeyOf(b) ? -1 : 1));
      return {
        events: events.filter((event) => isBehind(event, after)),
        more: page.next !== undefined,
        // What is read again was counted before.
        read: Math.min(limit, page.items.filter(({ sortKey }) => sortKey !== after).length),
      };
    },
  };
}
