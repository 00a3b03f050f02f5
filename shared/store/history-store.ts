import * as z from 'zod';
import { canonical } from '../history/canonical.ts';
import type { Linked } from '../history/chain.ts';
import type { HistoryEvent } from '../history/event.ts';
import { historyEvent } from '../history/event.ts';
import { systemActors } from '../history/vocabulary.ts';
import { packCarried, unpackCarried } from './carried-event.ts';
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

/** What the indexes find an event under. It rides beside the event and is not part of what is hashed. */
const keysOf = (event: HistoryEvent): Item => ({
  sortKey: sortKeyOf(event),
  ...(isFoundByActor(event.actor.id) ? { byActor: event.actor.id } : {}),
  ...(event.actor.onBehalfOfId === undefined ? {} : { byPrincipal: event.actor.onBehalfOfId }),
  ...(event.unit === undefined ? {} : { byUnit: event.unit }),
  byMonth: event.at.slice(0, 7),
});

const BESIDE: ReadonlySet<string> = new Set([
  ...['sortKey', 'byActor', 'byPrincipal', 'byUnit', 'byMonth'],
  'carried',
]);

/** An item as it is hashed, without what rides beside it. Name by name: the rest of a pattern takes three times as long. */
function withoutKeys(item: Item): Item {
  const event: Item = {};
  for (const name of Object.keys(item)) if (!BESIDE.has(name)) event[name] = item[name];
  return event;
}

/** An event without its index keys. @throws ZodError */
export const eventOf = (item: Item): HistoryEvent => historyEvent.parse(withoutKeys(item));

/** An append: a Put on condition that the number is free. It is only ever part of the transaction of its state. */
const appendOf = (database: Database, event: HistoryEvent, beside: Item): Write => ({
  name: `event ${event.seq}`,
  Put: {
    TableName: database.history,
    Item: { ...event, ...beside },
    ConditionExpression: 'attribute_not_exists(previousHash)',
  },
});

/** What the indexes find an event under, if `earlier` was found there with it; undefined where it is not. */
function keysOfBoth(earlier: HistoryEvent | undefined, event: HistoryEvent): Item | undefined {
  if (earlier?.hash !== event.previousHash) return undefined;
  const [had, keys] = [keysOf(earlier), keysOf(event)];
  const isSame =
    earlier.at === event.at && canonical({ ...had, sortKey: '' }) === canonical({ ...keys, sortKey: '' });
  if (!isSame) return undefined;
  const both = { ...keys, carried: packCarried(earlier, event) };
  // With room for what an item counts beside its text: a second unit, in the table and in each index, would cost more.
  const bytes =
    Buffer.byteLength(canonical(event)) + Buffer.byteLength(canonical(keys)) + both.carried.byteLength;
  return bytes <= ONE_UNIT ? both : undefined;
}
const ONE_UNIT = 1_024;

/**
 * The appends of a transaction. Where an event is found under the same keys as the one before it, the indexes have the
 * later one alone, which carries the earlier: each entry of an index is a write unit.
 */
export function appendsOf(database: Database, events: readonly HistoryEvent[]): Write[] {
  let isCarried = false;
  return events
    .map((event, at) => [events[at - 1], event] as const)
    .toReversed()
    .map(([earlier, event]) => {
      if (isCarried) {
        isCarried = false;
        return appendOf(database, event, {});
      }
      const both = keysOfBoth(earlier, event);
      isCarried = both !== undefined;
      return appendOf(database, event, both ?? keysOf(event));
    })
    .toReversed();
}

/** The events that an entry of an index stands for, the oldest first. @throws ZodError */
export async function eventsAt(database: Database, item: Item): Promise<HistoryEvent[]> {
  const event = eventOf(item);
  if (item.carried === undefined) return [event];
  // Whoever put something else there has not changed the history: it is asked itself.
  const earlier = unpackCarried(item.carried, event) ?? (await eventIn(database, event.chain, event.seq - 1));
  return earlier ? [earlier, event] : [event];
}

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

/** The newest events of a chain, the newest first, read strongly. */
export async function newestOf(database: Database, chain: string, most: number): Promise<HistoryEvent[]> {
  const { items } = await database.query({
    TableName: database.history,
    ConsistentRead: true,
    KeyConditionExpression: '#chain = :chain',
    ExpressionAttributeNames: { '#chain': 'chain' },
    ExpressionAttributeValues: { ':chain': chain },
    ScanIndexForward: false,
    Limit: most,
  });
  return items.map(eventOf);
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
