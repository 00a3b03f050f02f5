import { log } from '../../shared/runtime/log.ts';
import { countMetric } from '../../shared/runtime/metric.ts';
import { lastWarning, saveWarning } from '../../shared/store/calendar-store.ts';
import type { Database } from '../../shared/store/database.ts';
import { type Calendar, isAnnounced } from '../../shared/values/calendar/calendar.ts';
import { beijingDay } from '../../shared/values/working-days.ts';

/** A year's holidays are announced in November; from 1 December on, 31 days ahead, they are missed. */
const AHEAD_MS = 31 * 24 * 60 * 60_000;

/** Says once a day that the coming year's holidays, or the present one's, are not known. */
export async function watchCalendar(database: Database, calendar: Calendar, now: Date): Promise<void> {
  const year = Number(beijingDay(new Date(now.getTime() + AHEAD_MS)).slice(0, 4));
  if (isAnnounced(calendar, year)) return;
  const today = beijingDay(now);
  if ((await lastWarning(database)) === today) return;
  log.warn('CALENDAR_UNKNOWN', { year, calendar: calendar.version });
  countMetric('CalendarUnknown', 1);
  await saveWarning(database, today);
}
