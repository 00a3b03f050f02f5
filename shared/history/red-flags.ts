import type { Calendar } from '../values/calendar/calendar.ts';
import { isOfficeTime } from '../values/office-time.ts';
import type { HistoryEvent } from './event.ts';

/**
 * What auditors look at first. None of these is a fault: a flag is a question, and each is answered from one event
 * alone, so that it can be a filter like any other.
 */
export const flags = [
  'quick',
  'late',
  'delegated',
  'off-hours',
  'office-changed',
  'together',
  'below-threshold',
] as const;
export type Flag = (typeof flags)[number];

/** What the answers depend on besides the event. */
export interface FlagSettings {
  /** The amounts from which on a stronger procedure applies, in fen. None configured: nothing is just below one. */
  readonly thresholdsFen: readonly number[];
  /** By which offices are open, or are not. */
  readonly calendar: Calendar;
}

/** Whoever decides within half a minute of being asked, or of opening it, has not read the declaration. */
const QUICK_MS = 30_000;
/** Within a tenth below a threshold: [90 %, 100 %). */
const JUST_BELOW = 0.9;

const isJustBelow = (fen: number, thresholds: readonly number[]): boolean =>
  thresholds.some((threshold) => fen >= threshold * JUST_BELOW && fen < threshold);

const isQuick = (since: string, at: string): boolean => Date.parse(at) - Date.parse(since) <= QUICK_MS;

/** Whether an event raises a flag. All ask of decisions, but the amount, which the unit chose when it submitted. */
export function raises(flag: Flag, event: HistoryEvent, settings: FlagSettings): boolean {
  if (flag === 'below-threshold')
    return event.action === 'submitted' && isJustBelow(event.requestedFen, settings.thresholdsFen);
  if (event.action !== 'decided') return false;
  const { at, actor, requestedAt, deadline, openedAt, together } = event;
  switch (flag) {
    case 'quick':
      return requestedAt !== undefined && isQuick(requestedAt, at);
    case 'late':
      return deadline !== undefined && at > deadline;
    case 'delegated':
      return actor.onBehalfOf !== undefined || actor.onBehalfOfId !== undefined;
    case 'off-hours':
      return !isOfficeTime(settings.calendar, at);
    case 'office-changed':
      return (event.marks ?? []).length > 0;
    case 'together':
      // What was opened and read before is decided as any other, wherever the button is.
      return together !== undefined && (openedAt === undefined || isQuick(openedAt, at));
  }
}

/** How many of these events raise each flag. */
export function flagCounts(events: readonly HistoryEvent[], settings: FlagSettings): Record<Flag, number> {
  const raised = (flag: Flag): number => events.filter((event) => raises(flag, event, settings)).length;
  return {
    quick: raised('quick'),
    late: raised('late'),
    delegated: raised('delegated'),
    'off-hours': raised('off-hours'),
    'office-changed': raised('office-changed'),
    together: raised('together'),
    'below-threshold': raised('below-threshold'),
  };
}
