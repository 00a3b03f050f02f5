import { isWorkday } from 'chinese-days';
import { BEIJING_MS } from './beijing-time.ts';

/**
 * Working days by China's calendar with its make-up days (调休), as the State Council publishes them each year; the
 * data are those of the package, whose version is recorded with every deadline. Beyond the published years weekends
 * are free and nothing else is known.
 */
export const CALENDAR_VERSION = 'chinese-days 1.5.7';

const DAY_MS = 24 * 60 * 60_000;

/** The day that it is in Beijing, `2021-11-18`. */
export const beijingDay = (at: Date): string =>
  new Date(at.getTime() + BEIJING_MS).toISOString().slice(0, 10);

export const atHour = (day: string, hour: number): Date =>
  new Date(`${day}T${String(hour).padStart(2, '0')}:00:00.000+08:00`);

export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

/** The day that is `days` working days after the one it is in Beijing. */
function workingDayAfter(at: Date, days: number): string {
  let day = beijingDay(at);
  for (let left = days; left > 0; ) {
    day = dayAfter(day);
    if (isWorkday(day)) left -= 1;
  }
  return day;
}

/** Offices open at nine: a reminder lies on top of the day's mail. */
export const MORNING = 9;
/** A deadline is the end of an office day. */
export const EVENING = 18;

export const morningAfter = (at: Date, workingDays: number): Date =>
  atHour(workingDayAfter(at, workingDays), MORNING);
export const eveningAfter = (at: Date, workingDays: number): Date =>
  atHour(workingDayAfter(at, workingDays), EVENING);

/** The first moment from `at` on that lies on a working day, in office hours: no mail goes out on a day off. */
export function nextOfficeMoment(at: Date): Date {
  const day = beijingDay(at);
  const [opens, closes] = [atHour(day, MORNING), atHour(day, EVENING)];
  if (isWorkday(day) && at < closes) return at < opens ? opens : at;
  return morningAfter(at, 1);
}

/** When something that has come due may be done: now, or where today is a day off when the next office day begins. */
export const notOnADayOff = (now: Date): Date => (isWorkday(beijingDay(now)) ? now : nextOfficeMoment(now));
