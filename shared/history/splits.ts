import type { HistoryEvent } from './event.ts';

/** One declaration of a group: its last submission of those that were looked at. */
interface SplitPart {
  readonly projectId: string;
  /** The number of the `submitted` event in the project's chain. */
  readonly seq: number;
  readonly requestedFen: number;
}

/** Declarations of one unit in one budget year, each below a threshold, that together reach it (化整为零). */
export interface Split {
  readonly unit: string;
  readonly budgetYear: number;
  readonly thresholdFen: number;
  readonly sumFen: number;
  /** The largest first. */
  readonly parts: readonly SplitPart[];
}

const ENDED: ReadonlySet<string> = new Set(['withdrawn', 'rejected', 'lapsed']);

/** The last submission of every project that has not ended without money. */
function standing(events: readonly HistoryEvent[]): HistoryEvent<'submitted'>[] {
  const last = new Map<string, HistoryEvent<'submitted'>>();
  const ended = new Set(events.filter(({ action }) => ENDED.has(action)).map(({ chain }) => chain));
  for (const event of events) {
    if (event.action !== 'submitted' || ended.has(event.chain)) continue;
    const before = last.get(event.chain);
    if (before === undefined || before.seq < event.seq) last.set(event.chain, event);
  }
  return [...last.values()];
}

/**
 * Looks for split declarations among events in any order. A unit's year is listed once for each threshold that it
 * reaches in this way; the highest sum comes first.
 */
export function splitsIn(events: readonly HistoryEvent[], thresholdsFen: readonly number[]): Split[] {
  const groups = new Map<string, HistoryEvent<'submitted'>[]>();
  for (const event of standing(events)) {
    const key = `${event.unit} ${event.budgetYear}`;
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  const found = [...groups.values()].flatMap((group) =>
    thresholdsFen.flatMap((thresholdFen): Split[] => {
      const parts = group
        .map(({ chain, seq, requestedFen }) => ({ projectId: chain, seq, requestedFen }))
        .filter(({ requestedFen }) => requestedFen > 0 && requestedFen < thresholdFen)
        .sort((a, b) => b.requestedFen - a.requestedFen || (a.projectId < b.projectId ? -1 : 1));
      const sumFen = parts.reduce((sum, { requestedFen }) => sum + requestedFen, 0);
      const [{ unit, budgetYear } = {}] = group;
      if (parts.length < 2 || sumFen < thresholdFen || unit === undefined || budgetYear === undefined)
        return [];
      return [{ unit, budgetYear, thresholdFen, sumFen, parts }];
    }),
  );
  return found.sort((a, b) => b.sumFen - a.sumFen || (a.unit < b.unit ? -1 : 1));
}
