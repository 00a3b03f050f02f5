import type { RequestRecord } from '../../project/records.ts';
import type { Calendar } from '../../values/calendar/calendar.ts';
import { isWorkingDay } from '../../values/calendar/calendar.ts';
import {
  atHour,
  beijingDay,
  EVENING,
  eveningAfter,
  MORNING,
  morningAfter,
} from '../../values/working-days.ts';
import type { Person } from '../../workflow/directory.ts';
import type { OwedMail } from '../effects.ts';

/** When a digest is mailed, and what does not wait for it. */

/**
 * A quarter past nine. Reminders and warnings are made at nine, when offices open, and a thousand a minute: so the
 * day's stand in the day's own digest, and a step loses no day by it.
 */
const AFTER_MORNING_MS = 15 * 60_000;

const digestOn = (day: string): Date => new Date(atHour(day, MORNING).getTime() + AFTER_MORNING_MS);

/** When the next digest is mailed to whoever something is held for now. */
export function nextDigestAt(calendar: Calendar, now: Date): Date {
  const day = beijingDay(now);
  if (isWorkingDay(calendar, day) && now < digestOn(day)) return digestOn(day);
  return digestOn(beijingDay(morningAfter(calendar, now, 1)));
}

/** Whether one that is due is mailed now: after an outage in the afternoon as well, but never in the night or on a day off. */
export function isDigestTime(calendar: Calendar, now: Date): boolean {
  const day = beijingDay(now);
  return isWorkingDay(calendar, day) && now >= digestOn(day) && now < atHour(day, EVENING);
}

/** Whether a deadline is ahead, and no later than the evening of the next working day. */
export const isDueSoon = (
  calendar: Calendar,
  { deadline }: Pick<RequestRecord, 'deadline'>,
  now: Date,
): boolean => deadline > now.toISOString() && new Date(deadline) <= eveningAfter(calendar, now, 1);

/** By what it is told what does not wait. */
export interface Urgency {
  readonly now: Date;
  readonly calendar: Calendar;
  /** In fen: what needs a code beside the link is not left until the morning either; null for never. */
  readonly codeThresholdFen: number | null;
}

/** Whether a letter waits for the recipient's digest. */
export function joinsDigest(
  { digest }: OwedMail,
  recipient: Person,
  request: Pick<RequestRecord, 'deadline' | 'requestedFen'> | undefined,
  { now, calendar, codeThresholdFen }: Urgency,
): boolean {
  if (digest === undefined || recipient.mail !== 'daily') return false;
  if (digest === 'results' || !request) return true;
  const isLarge = codeThresholdFen !== null && request.requestedFen >= codeThresholdFen;
  return !isLarge && !isDueSoon(calendar, request, now);
}
