import type { HistoryEvent } from '../../shared/history/event.ts';
import { queryHistory } from '../../shared/store/history-query.ts';
import type { Deps } from './deps.ts';
import type { Scope } from './pages/plots/links.ts';

/** As many as one page of the history reads. */
const AT_ONCE = 500;

export interface Counted {
  readonly scope: Scope;
  readonly events: readonly HistoryEvent[];
  readonly complete: boolean;
}

/**
 * The events of a scope, the newest first. Where there are more than are counted, the scope is what was read whole: it
 * begins right after the oldest instant of which some events may be missing.
 * @param most how many events are counted, a multiple of 500: each thousand is about a megabyte of index, some 120 read
 * units, two queries
 */
export async function readScope(
  { database, now }: Pick<Deps, 'database' | 'now'>,
  asked: Scope,
  most: number,
): Promise<Counted> {
  const read: HistoryEvent[] = [];
  let cursor: string | undefined;
  do {
    // Only what an index answers by itself: what is read is then what is got, and its oldest instant is known.
    const { from, to, unit } = asked;
    const query = { from, to, unit, order: 'newest', limit: AT_ONCE, cursor } as const;
    const page = await queryHistory(database, query, now());
    read.push(...page.events);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && read.length < most);
  const oldest = read.at(-1);
  const complete = cursor === undefined || oldest === undefined;
  const from = complete ? asked.from : new Date(Date.parse(oldest.at) + 1).toISOString();
  const events = read.filter(
    ({ at, budgetYear }) => at >= from && (asked.year === undefined || budgetYear === asked.year),
  );
  return { scope: { ...asked, from }, events, complete };
}
