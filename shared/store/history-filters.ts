import type { Action, HistoryEvent } from '../history/event.ts';
import { waitedDays } from '../history/overview.ts';
import { type Flag, raises } from '../history/red-flags.ts';
import type { Outcome } from '../history/vocabulary.ts';
import { type Calendar, shippedCalendar } from '../values/calendar/calendar.ts';

/** What events can be asked for by; all that is given must hold. */
export interface HistoryFilters {
  /** One chain: a project's id, `rules` or `reader:{id}`. */
  readonly chain?: string | undefined;
  /** Who did it, or in whose place it was done. */
  readonly actor?: string | undefined;
  readonly unit?: string | undefined;
  readonly action?: Action | undefined;
  readonly stage?: string | undefined;
  readonly outcome?: Outcome | undefined;
  /** The budget year. */
  readonly year?: number | undefined;
  /** Fen, both inclusive: of what was approved, or of what was requested where nothing is approved yet. */
  readonly minFen?: number | undefined;
  readonly maxFen?: number | undefined;
  /** A question of red flags. */
  readonly flag?: Flag | undefined;
  /** What `flag` counts as a threshold, in fen; it asks for nothing by itself. */
  readonly thresholdsFen?: readonly number[] | undefined;
  /** What working time is counted by, unless told the release's own; it asks for nothing by itself either. */
  readonly calendar?: Calendar | undefined;
  /** Working days that a decision was waited for: from inclusive, to exclusive. */
  readonly minDays?: number | undefined;
  readonly maxDays?: number | undefined;
  /** UTC instants with milliseconds: from inclusive, to exclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export type FilterName = Exclude<keyof HistoryFilters, 'thresholdsFen' | 'calendar'>;

type Test = (event: HistoryEvent) => boolean;

const amountOf = ({ approvedFen, requestedFen }: HistoryEvent): number | undefined =>
  approvedFen ?? requestedFen;

/** What each filter that was given demands of an event. */
export function testsOf(filters: HistoryFilters): ReadonlyMap<FilterName, Test> {
  const { chain, actor, unit, action, stage, outcome, year, minFen, maxFen, from, to } = filters;
  const { flag, minDays, maxDays, thresholdsFen = [], calendar = shippedCalendar } = filters;
  const tests: readonly (readonly [FilterName, unknown, Test])[] = [
    ['chain', chain, (event) => event.chain === chain],
    ['actor', actor, (event) => event.actor.id === actor || event.actor.onBehalfOfId === actor],
    ['unit', unit, (event) => event.unit === unit],
    ['action', action, (event) => event.action === action],
    ['stage', stage, (event) => event.stage === stage],
    ['outcome', outcome, (event) => event.outcome === outcome],
    ['year', year, (event) => event.budgetYear === year],
    // What compares with an absent amount is false: an event without one is in no range.
    ['minFen', minFen, (event) => Number(amountOf(event)) >= Number(minFen)],
    ['maxFen', maxFen, (event) => Number(amountOf(event)) <= Number(maxFen)],
    ['flag', flag, (event) => flag !== undefined && raises(flag, event, { thresholdsFen, calendar })],
    // In the same way, what was not waited for is in no range.
    ['minDays', minDays, (event) => Number(waitedDays(event, calendar)) >= Number(minDays)],
    ['maxDays', maxDays, (event) => Number(waitedDays(event, calendar)) < Number(maxDays)],
    ['from', from, (event) => from === undefined || event.at >= from],
    ['to', to, (event) => to === undefined || event.at < to],
  ];
  return new Map(tests.flatMap(([name, given, test]) => (given === undefined ? [] : [[name, test]])));
}
