import { setTimeout as pause } from 'node:timers/promises';
import { type ChainHead, emptyHead, link } from '../history/chain.ts';
import type { EventBody, EventOf, HistoryEvent } from '../history/event.ts';
import { isReason } from '../workflow/reason.ts';
import { ConditionRefused, Conflict, type Database, type Write } from './database.ts';
import { Busy } from './errors.ts';
import { appendsOf, itemsOf, newestOf } from './history-store.ts';

/**
 * Chains that belong to no project: `rules` (directory, workflow, roles) and `reader:{id}` (what somebody took away).
 * They have no record beside them: the last event is the head, and the append's own condition guards it.
 */

/** The chain of the directory and of the rules. */
export const RULES_CHAIN = 'rules';

/** The chain of what one person exported, verified or unmasked. */
export const readerChain = (personId: string): string => `reader:${personId}`;

/** Where a chain ends, read strongly. @internal */
export async function headOf(database: Database, chain: string): Promise<ChainHead> {
  const [last] = await newestOf(database, chain, 1);
  return last ? { seq: last.seq, hash: last.hash } : emptyHead;
}

// Readers append to chains of their own, and rules change by the day: more than a few rounds means a fault.
const MOST_ROUNDS = 8;

/**
 * Whether events were appended, though the answer said otherwise: the client sends a transaction again whose answer was
 * lost, and a table that has forgotten the first finds what it wrote itself in its way. Asked by a query, as the head is:
 * not everybody who appends may get an item of the history.
 */
async function stands(database: Database, [first]: readonly HistoryEvent[]): Promise<boolean> {
  if (!first) return false;
  const [item] = await itemsOf(database, first.chain, { after: first.seq - 1, to: first.seq });
  return item?.hash === first.hash;
}

/**
 * Appends to such a chain, in one transaction with `writes`.
 * @throws ConditionRefused where a condition of `writes` did not hold; nothing was written
 * @throws Busy where others were first every time
 */
export async function appendToChain(
  database: Database,
  chain: string,
  bodies: readonly EventBody[],
  writes: readonly Write[] = [],
): Promise<HistoryEvent[]> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const events = link(chain, await headOf(database, chain), bodies);
    try {
      await database.transact([...writes, ...appendsOf(database, events)]);
      return events;
    } catch (error) {
      const isRefused = error instanceof ConditionRefused;
      if (isRefused && (await stands(database, events))) return events;
      const foreign = isRefused && !error.writes.every((one) => one.startsWith('event '));
      if (foreign || !(isRefused || error instanceof Conflict)) throw error;
    }
    await pause(Math.random() * 20 * (round + 1));
  }
  throw new Busy('Too many writers at once');
}

/**
 * Records in a reader's own chain what was read.
 * @throws Error for personal data that was shown without a reason (R30): whoever asks is told so before
 */
export async function recordReading(
  database: Database,
  reading: EventOf<'exported' | 'verified' | 'unmasked'>,
): Promise<HistoryEvent> {
  if (reading.action === 'unmasked' && !isReason(reading.comment))
    throw new Error('Personal data is shown for a reason alone');
  const [event] = await appendToChain(database, readerChain(reading.actor.id), [reading]);
  if (event === undefined) throw new Error('Nothing was appended');
  return event;
}
