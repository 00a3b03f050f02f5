import { emptyHead, link } from '../../shared/history/chain.ts';
import type { EventBody, HistoryEvent } from '../../shared/history/event.ts';
import type { Database } from '../../shared/store/database.ts';
import { appendsOf } from '../../shared/store/history-store.ts';

/** Fast enough, and within what one transaction takes. */
const AT_ONCE = 50;

/** Appends events to their chains as the stores do; keeps the heads. */
export function openChains(database: Database) {
  const heads = new Map<string, { seq: number; hash: string }>();
  return {
    async append(bodies: readonly (readonly [chain: string, body: EventBody])[]): Promise<HistoryEvent[]> {
      const events = bodies.map(([chain, body]) => {
        const [event] = link(chain, heads.get(chain) ?? emptyHead, [body]);
        if (!event) throw new Error('Nothing was linked');
        heads.set(chain, { seq: event.seq, hash: event.hash });
        return event;
      });
      for (let from = 0; from < events.length; from += AT_ONCE)
        await database.transact(appendsOf(database, events.slice(from, from + AT_ONCE)));
      return events;
    },
  };
}
