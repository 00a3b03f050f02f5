import type { HistoryEvent } from '../../../../shared/history/event.ts';

/** How much an approval cut of what was left before it, in fen. */
export function cutBy(event: HistoryEvent, events: readonly HistoryEvent[]): number {
  if (event.action !== 'decided' || event.approvedFen === undefined) return 0;
  const before = events.findLast(
    ({ seq, action, revision, approvedFen, reopens }) =>
      seq < event.seq &&
      (action === 'decided' || action === 'taken-back') &&
      revision === event.revision &&
      (approvedFen !== undefined || reopens !== undefined),
  );
  return (before?.approvedFen ?? before?.reopens?.approvedFen ?? event.requestedFen) - event.approvedFen;
}
