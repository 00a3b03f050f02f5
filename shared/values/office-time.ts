import { type Calendar, isWorkingDay } from './calendar/calendar.ts';
import { atHour, beijingDay, dayAfter, EVENING, MORNING } from './working-days.ts';

/** A working day has nine hours, from the opening of the offices to their closing: a wait over it is one day. */
const WORKING_DAY_MS = (EVENING - MORNING) * 60 * 60_000;

/** Whether offices are open at a moment (UTC): 09:00 to 18:00 in Beijing on a working day, make-up days included. */
export function isOfficeTime(calendar: Calendar, utc: string): boolean {
  const at = new Date(utc);
  const day = beijingDay(at);
  return isWorkingDay(calendar, day) && at >= atHour(day, MORNING) && at < atHour(day, EVENING);
}

/** The office hours between two moments (UTC), in milliseconds. Nights, weekends and holidays do not count. */
function officeMsBetween(calendar: Calendar, from: string, to: string): number {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const last = beijingDay(new Date(end));
  let sum = 0;
  for (let day = beijingDay(new Date(start)); day <= last; day = dayAfter(day)) {
    if (!isWorkingDay(calendar, day)) continue;
    const [opens, closes] = [atHour(day, MORNING).getTime(), atHour(day, EVENING).getTime()];
    sum += Math.max(0, Math.min(end, closes) - Math.max(start, opens));
  }
  return sum;
}

/** The same in working days of nine hours. */
export const workingDaysBetween = (calendar: Calendar, from: string, to: string): number =>
  officeMsBetween(calendar, from, to) / WORKING_DAY_MS;

/** The time within which offices are closed, between two moments: nights, weekends, holidays. For shading an axis. */
export function closedBetween(
  calendar: Calendar,
  from: string,
  to: string,
): { readonly from: string; readonly to: string }[] {
  const spans: { from: string; to: string }[] = [];
  let since = from;
  const last = beijingDay(new Date(to));
  for (let day = beijingDay(new Date(from)); day <= last; day = dayAfter(day)) {
    if (!isWorkingDay(calendar, day)) continue;
    const [opens, closes] = [atHour(day, MORNING).toISOString(), atHour(day, EVENING).toISOString()];
    if (opens > since) spans.push({ from: since, to: opens < to ? opens : to });
    if (closes > since) since = closes;
  }
  if (since < to) spans.push({ from: since, to });
  return spans;
}
