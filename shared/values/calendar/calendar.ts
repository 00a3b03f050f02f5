import { once } from '../once.ts';
import type { Notice } from './notice.ts';
import { PUBLISHED_BY, publishedNotices } from './published-notices.ts';
import { FIRST_YEAR, isWeekend, LAST_YEAR, statutoryDaysOff } from './statutory.ts';

/**
 * China's working calendar as a value: the statutory days off are known by rule, on top of them lies what the State
 * Council announces for each year (days off and make-up days, 调休). Days are Beijing's, `2027-01-01`.
 */
export interface Calendar {
  /** Stands with every deadline that was counted by it: another version may count another day. */
  readonly version: string;
  /** Of one year the last counts: it replaces what was announced, or published, before. */
  readonly notices: readonly Notice[];
}

/** What this release knows. The number moves when the same notices would count otherwise: 2 added the statutory days. */
export const shippedCalendar: Calendar = { version: `${PUBLISHED_BY} (2)`, notices: publishedNotices };

const byYear = ({ notices }: Calendar): ReadonlyMap<number, Notice> =>
  new Map(notices.map((notice) => [notice.year, notice]));

// The same for every calendar: of thirty years, whenever an office's notices are read, it was most of what a look cost.
const statutory = once(() => {
  const days = new Set<string>();
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++)
    for (const day of statutoryDaysOff(year)) days.add(day);
  return days;
});

/** Days that notices name, and whether they are worked. */
function announcedDays(calendar: Calendar): ReadonlyMap<string, boolean> {
  const days = new Map<string, boolean>();
  for (const { daysOff, workdays } of byYear(calendar).values()) {
    for (const day of daysOff) days.set(day, false);
    for (const day of workdays) days.set(day, true);
  }
  return days;
}

// An overview asks of some thousand waits, day by day.
const known = new WeakMap<Calendar, ReadonlyMap<string, boolean>>();

export function isWorkingDay(calendar: Calendar, day: string): boolean {
  const announced = known.get(calendar) ?? announcedDays(calendar);
  known.set(calendar, announced);
  return announced.get(day) ?? (!statutory().has(day) && !isWeekend(day));
}

/** Whether a year's notice is known. One that is not is counted by rule and weekends alone: its days are provisional. */
export const isAnnounced = (calendar: Calendar, year: number): boolean => byYear(calendar).has(year);

const yearOf = (day: string): number => Number(day.slice(0, 4));

/** Whether the days from one to another, both inclusive, touch a year whose notice is not known. */
export function isProvisional(calendar: Calendar, from: string, to: string): boolean {
  for (let year = yearOf(from); year <= yearOf(to); year++) if (!isAnnounced(calendar, year)) return true;
  return false;
}
