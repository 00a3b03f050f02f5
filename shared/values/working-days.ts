import { BEIJING_MS } from './beijing-time.ts';
import { type Calendar, isProvisional, isWorkingDay } from './calendar/calendar.ts';

/** Working days counted by a calendar, from and to moments. */

const DAY_MS = 24 * 60 * 60_000;

/** The day that it is in Beijing, `2021-11-18`. */
export const beijingDay = (at: Date): string =>
  new Date(at.getTime() + BEIJING_MS).toISOString().slice(0, 10);

export const atHour = (day: string, hour: number): Date =>
  new Date(`${day}T${String(hour).padStart(2, '0')}:00:00.000+08:00`);

export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

/** The day that is `days` working days after the one it is in Beijing. */
function workingDayAfter(calendar: Calendar, at: Date, days: number): string {
  let day = beijingDay(at);
  for (let left = days; left > 0; ) {
    day = dayAfter(day);
    if (isWorkingDay(calendar, day)) left -= 1;
  }
  return day;
}

/** Offices open at nine: a reminder lies on top of the day's mail. */
export const MORNING = 9;
/** A deadline is the end of an office day. */
export const EVENING = 18;

export const morningAfter = (calendar: Calendar, at: Date, workingDays: number): Date =>
  atHour(workingDayAfter(calendar, at, workingDays), MORNING);
export const eveningAfter = (calendar: Calendar, at: Date, workingDays: number): Date =>
  atHour(workingDayAfter(calendar, at, workingDays), EVENING);

/** The first moment from `at` on that lies on a working day, in office hours: no mail goes out on a day off. */
export function nextOfficeMoment(calendar: Calendar, at: Date): Date {
  const day = beijingDay(at);
  const [opens, closes] = [atHour(day, MORNING), atHour(day, EVENING)];
  if (isWorkingDay(calendar, day) && at < closes) return at < opens ? opens : at;
  return morningAfter(calendar, at, 1);
}

/** When something that has come due may be done: now, or where today is a day off when the next office day begins. */
export const notOnADayOff = (calendar: Calendar, now: Date): Date =>
  isWorkingDay(calendar, beijingDay(now)) ? now : nextOfficeMoment(calendar, now);

/** Whether what was counted from one moment to another (UTC) touches a year whose holidays are not announced yet. */
export const isCountedProvisionally = (calendar: Calendar, from: string, to: string): boolean =>
  isProvisional(calendar, beijingDay(new Date(from)), beijingDay(new Date(to)));

/** What stands beside a deadline that may still move; nothing where it stands firm. */
export const provisionally = (
  calendar: Calendar,
  from: string,
  deadline: string,
): { deadlineProvisional?: true } =>
  isCountedProvisionally(calendar, from, deadline) ? { deadlineProvisional: true } : {};
