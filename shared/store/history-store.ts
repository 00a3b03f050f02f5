import * as z from 'zod';
import type { Linked } from '../history/chain.ts';
import type { HistoryEvent } from '../history/event.ts';
import { historyEvent } from '../history/event.ts';
import { systemActors } from '../history/vocabulary.ts';
import type { Database, Item, Write } from './database.ts';
import { CHECKPOINTS } from './keys.ts';

/** Sorts by time, then by chain and number, so that a cursor is exact also within one millisecond. */
export const sortKeyOf = (event: HistoryEvent): string =>
  `${event.at}#${event.chain}#${String(event.seq).padStart(6, '0')}`;

/**
 * Whether the index by actor holds what somebody did. What the system does in projects would be a third
 * of it, at a write unit each: that is found by month. Earlier releases indexed them as well.
 */
export const isFoundByActor = (id: string): boolean => !systemActors.some((one) => one === id);

/** Index keys ride beside the event; they are not part of what is hashed. */
const itemOf = (event: HistoryEvent): Item => ({
  ...event,
  sortKey: sortKeyOf(event),
  ...(isFoundByActor(event.actor.id) ? { byActor: event.actor.id } : {}),
  ...(event.actor.onBehalfOfId === undefined ? {} : { byPrincipal: event.actor.onBehalfOfId }),
  ...(event.unit === undefined ? {} : { byUnit: event.unit }),
  byMonth: event.at.slice(0, 7),
});

/** An item as it is hashed, without what rides beside it. */
function withoutKeys(item: Item): Item {
  const { sortKey: _s, byActor: _a, byPrincipal: _p, byUnit: _u, byMonth: _m, ...event } = item;
  return event;
}

/** An event without its index keys. @throws ZodError */
export const eventOf = (item: Item): HistoryEvent => historyEvent.parse(withoutKeys(item));

/** An append: a Put on condition that the number is free. It is only ever part of the transaction of its state. */
export const appendOf = (database: Database, event: HistoryEvent): Write => ({
  name: `event ${event.seq}`,
  Put: {
    TableName: database.history,
    Item: itemOf(event),
    ConditionExpression: 'attribute_not_exists(previousHash)',
  },
});

/**
 * The items of a chain after a number, oldest first, without their index keys: whatever stands there. Who verifies a
 * history must not stumble over what was done to it.
 * @param eventually at half the price, and what was appended a moment ago may be missing
 */
export async function itemsOf(
  database: Database,
  chain: string,
  range: { readonly after?: number; readonly to?: number } = {},
  eventually?: 'eventually',
): Promise<Item[]> {
  // Signed checkpoints stand in the same table under a key that anyone may ask for as a chain: they are no events.
  if (chain === CHECKPOINTS) return [];
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await database.query({
      TableName: database.history,
      ConsistentRead: eventually === undefined,
      KeyConditionExpression: '#chain = :chain AND #seq BETWEEN :first AND :last',
      ExpressionAttributeNames: { '#chain': 'chain', '#seq': 'seq' },
      ExpressionAttributeValues: {
        ':chain': chain,
        ':first': (range.after ?? 0) + 1,
        ':last': range.to ?? Number.MAX_SAFE_INTEGER,
      },
      ExclusiveStartKey: start,
    });
    items.push(...page.items.map(withoutKeys));
    start = page.next;
  } while (start);
  return items;
}

/** The events of a chain after a number, oldest first. @throws ZodError where an item is no event */
export const eventsOf = async (database: Database, chain: string, afterSeq = 0): Promise<HistoryEvent[]> =>
  (await itemsOf(database, chain, { after: afterSeq })).map((item) => historyEvent.parse(item));

/**
 * The events of a chain up to its head, which the caller has read, oldest first. They never change once they are there:
 * the cheaper read serves wherever it has seen as many. @throws ZodError where an item is no event
 */
export async function eventsUpTo(database: Database, chain: string, head: number): Promise<HistoryEvent[]> {
  const seen = await itemsOf(database, chain, { to: head }, 'eventually');
  const items = seen.length === head ? seen : await itemsOf(database, chain, { to: head });
  return items.map((item) => historyEvent.parse(item));
}

const linked = z.looseObject({
  chain: z.string(),
  seq: z.int(),
  previousHash: z.string(),
  hash: z.string(),
});

/** What stands in a chain after a number, oldest first, as far as it binds: also what is no event any more. */
export const linksOf = async (database: Database, chain: string, afterSeq: number): Promise<Linked[]> =>
  (await itemsOf(database, chain, { after: afterSeq })).map(
    (item) =>
      linked.safeParse(item).data ?? { ...item, chain, seq: Number(item.seq), previousHash: '', hash: '' },
  );

/** Those items of a chain that are events: what somebody put among them is left to the verification beside. */
export const legibleEventsOf = async (database: Database, chain: string): Promise<HistoryEvent[]> =>
  (await itemsOf(database, chain)).flatMap((item) => historyEvent.safeParse(item).data ?? []);

/** One event of a chain, read strongly. */
export async function eventIn(
  database: Database,
  chain: string,
  seq: number,
): Promise<HistoryEvent | undefined> {
  const item = await database.get(database.history, { chain, seq });
  return item === undefined ? undefined : eventOf(item);
}

/** The first event of all is the directory's: without it there is no unit that could have a project. */
export const firstMonth = async (database: Database): Promise<string | undefined> =>
  (await eventIn(database, 'rules', 1))?.at.slice(0, 7);
