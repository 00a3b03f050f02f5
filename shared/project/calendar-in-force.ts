import { digest } from '../history/digest.ts';
import type { Database } from '../store/database.ts';
import { loadDirectory } from '../store/directory/load.ts';
import { settingsBeside } from '../store/settings-store.ts';
import { type Calendar, shippedCalendar } from '../values/calendar/calendar.ts';
import type { Notice } from '../values/calendar/notice.ts';
import type { StoredSettings } from '../workflow/settings.ts';

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

/** The calendar that everything is counted by. */
export interface CalendarInForce {
  /** As it was at most a minute ago. */
  load(): Promise<Calendar>;
  /** Takes it from settings that were read just now: it is not read beside them. */
  takeFrom(settings: StoredSettings): Calendar;
}

export function calendarInForce(database: Database, now: () => Date): CalendarInForce {
  let known: { readonly calendar: Calendar; readonly at: number } | undefined;
  const takeFrom = ({ notices = [] }: StoredSettings): Calendar => {
    const fresh = calendarWith(notices);
    const calendar = known?.calendar.version === fresh.version ? known.calendar : fresh;
    known = { calendar, at: now().getTime() };
    return calendar;
  };
  return {
    takeFrom,
    async load() {
      const isFresh = known && Math.abs(now().getTime() - known.at) < CALENDAR_AGE_MS;
      return known && isFresh
        ? known.calendar
        : takeFrom((await settingsBeside(await loadDirectory(database, 'eventually'))).settings);
    },
  };
}
