import { digest } from '../history/digest.ts';
import type { Database } from '../store/database.ts';
import { loadSettings } from '../store/settings-store.ts';
import { type Calendar, shippedCalendar } from '../values/calendar/calendar.ts';
import type { Notice } from '../values/calendar/notice.ts';

/** How long a process counts by the calendar that it has read: a notice is effective everywhere within a minute. */
export const CALENDAR_AGE_MS = 60_000;

/** The calendar of this release with the notices that were added to it; their hash tells two such calendars apart. */
const calendarWith = (added: readonly Notice[]): Calendar =>
  added.length === 0
    ? shippedCalendar
    : {
        version: `${shippedCalendar.version} + ${digest(added).slice(0, 8)}`,
        notices: [...shippedCalendar.notices, ...added],
      };

/** The calendar that everything is counted by, read at most once a minute. */
export function calendarInForce(database: Database, now: () => Date): () => Promise<Calendar> {
  let read: { readonly calendar: Calendar; readonly at: number } | undefined;
  return async () => {
    const at = now().getTime();
    if (read && Math.abs(at - read.at) < CALENDAR_AGE_MS) return read.calendar;
    const { settings } = await loadSettings(database);
    const fresh = calendarWith(settings.notices ?? []);
    const calendar = read?.calendar.version === fresh.version ? read.calendar : fresh;
    read = { calendar, at };
    return calendar;
  };
}
