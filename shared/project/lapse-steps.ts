import type { HistoryEvent } from '../history/event.ts';
import type { Calendar } from '../values/calendar/calendar.ts';
import { lapseAfterWarning, lapseStepAt } from '../workflow/deadlines.ts';
import { type Marked, toldAt } from './load.ts';

/** A returned project's way to its lapse: two warnings to its unit, each counted from when the mail before went out. */

/** A unit is reminded of a revision that it has not handed in: nobody was ever asked about that one. */
const isWarning = ({ action, stage }: HistoryEvent): boolean => action === 'reminded' && stage === undefined;

/** What the unit was told: the last return, and the warnings since. */
function toldSinceReturn(events: readonly HistoryEvent[]) {
  const at = events.findLastIndex(({ action }) => action === 'returned');
  const returned = events[at];
  return returned && { returned, warnings: events.slice(at).filter(isWarning) };
}

/** Whether somebody of the unit is still to be told by a digest of the return, or of a warning since. */
export function isHeldOf({ held }: Marked, events: readonly HistoryEvent[]): boolean {
  const told = toldSinceReturn(events);
  return told !== undefined && [told.returned, ...told.warnings].some(({ seq }) => held.has(seq));
}

/** By what it is counted. */
export interface LapseRules {
  readonly lapseDays: number;
  readonly calendar: Calendar;
}

interface LapseStep {
  readonly at: Date;
  /** Which warning it is; absent where the project lapses. */
  readonly warning?: 1 | 2;
}

/** When a returned project is next warned, or lapses; null where nothing waits for its unit. */
export function nextLapseStep(
  loaded: Marked,
  events: readonly HistoryEvent[],
  { lapseDays, calendar }: LapseRules,
): LapseStep | null {
  const told = toldSinceReturn(events);
  if (loaded.record.flow.state !== 'returned' || !told) return null;
  const returnedAt = toldAt(loaded, told.returned);
  const last = told.warnings.at(-1);
  if (!last) return { at: lapseStepAt(calendar, returnedAt, 0, lapseDays), warning: 1 };
  const warnedAt = toldAt(loaded, last);
  return told.warnings.length === 1
    ? { at: lapseStepAt(calendar, returnedAt, 1, lapseDays, warnedAt), warning: 2 }
    : { at: lapseStepAt(calendar, returnedAt, 2, lapseDays, warnedAt) };
}

/** When the project lapses of which a warning is mailed now; undefined where the event warns of no lapse. */
export function lapseSaidBy(
  loaded: Marked,
  events: readonly HistoryEvent[],
  warning: HistoryEvent,
  now: Date,
  { lapseDays, calendar }: LapseRules,
): Date | undefined {
  const told = toldSinceReturn(events);
  const before = told?.warnings.findIndex(({ seq }) => seq === warning.seq) ?? -1;
  if (!told || before < 0) return undefined;
  return lapseAfterWarning(calendar, before === 0 ? 1 : 2, toldAt(loaded, told.returned), lapseDays, now);
}
