import type { HistoryEvent } from '../../shared/history/event.ts';

/** What an export's trailer says: how many events, and the sums of their two columns of amounts, in fen. */
export interface Totals {
  readonly count: number;
  readonly requestedFen: number;
  readonly approvedFen: number;
}

type Amounts = Pick<HistoryEvent, 'requestedFen' | 'approvedFen'>;

export const noTotals: Totals = { count: 0, requestedFen: 0, approvedFen: 0 };

function exact(sum: number): number {
  if (!Number.isSafeInteger(sum)) throw new RangeError('A sum is too large to be exact');
  return sum;
}

/**
 * The sums check a file for completeness. They are no budget figures: a project's amount stands in each of its events
 * that names it. @throws RangeError beyond 2^53 fen
 */
export const withEvents = (before: Totals, events: readonly Amounts[]): Totals =>
  events.reduce<Totals>(
    ({ count, requestedFen, approvedFen }, event) => ({
      count: count + 1,
      requestedFen: exact(requestedFen + (event.requestedFen ?? 0)),
      approvedFen: exact(approvedFen + (event.approvedFen ?? 0)),
    }),
    before,
  );
