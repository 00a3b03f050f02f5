import type { Calendar } from '../values/calendar/calendar.ts';
import { eveningAfter, morningAfter, nextOfficeMoment } from '../values/working-days.ts';
import type { Stage } from './stages.ts';

/** Remind after two working days and again after four; on the evening of the fifth the deadline has passed. */
export const usualDeadlines = [2, 4, 5] as const;
const WEEK_MS = 7 * 24 * 60 * 60_000;

const deadlinesOf = (stage: Stage) => stage.deadlines ?? usualDeadlines;

export const deadlineOf = (calendar: Calendar, stage: Stage, askedAt: Date): Date =>
  eveningAfter(calendar, askedAt, deadlinesOf(stage)[2]);

/** What happens at a step of waiting: two reminders, the escalation, then a reminder every week. */
export const stepKind = (step: number): 'reminded' | 'escalated' => (step === 2 ? 'escalated' : 'reminded');

/** Since when a request is waited on, and by when it is asked for: UTC. */
export interface Wait {
  readonly requestedAt: string;
  readonly deadline: string;
}

/** When a step of waiting is due; never on a day off. */
export function stepAt(calendar: Calendar, stage: Stage, wait: Wait, step: number): Date {
  const askedAt = new Date(wait.requestedAt);
  const [remind, remindAgain] = deadlinesOf(stage);
  if (step === 0) return morningAfter(calendar, askedAt, remind);
  if (step === 1) return morningAfter(calendar, askedAt, remindAgain);
  const deadline = new Date(wait.deadline);
  return step === 2
    ? deadline
    : nextOfficeMoment(calendar, new Date(deadline.getTime() + (step - 2) * WEEK_MS));
}

/** A deadline that is counted anew leaves at least so many working days. */
const LEAST_LEFT = 2;

/**
 * An open request's deadline by a calendar that was not known when it was asked: counted from then, but announced now.
 * So it never comes to lie nearer than two working days from now; one that is as near already stays as it is, and so
 * does one that has passed either way.
 */
export function recountedDeadline(calendar: Calendar, stage: Stage, wait: Wait, now: string): string {
  const { requestedAt, deadline } = wait;
  const before = Date.parse(deadline);
  const counted = deadlineOf(calendar, stage, new Date(requestedAt)).getTime();
  const soonest = eveningAfter(calendar, new Date(now), LEAST_LEFT).getTime();
  const stays = counted < before ? before <= soonest : counted === before || counted <= Date.parse(now);
  return stays ? deadline : new Date(Math.max(counted, soonest)).toISOString();
}

const DAY_MS = 24 * 60 * 60_000;
/** A unit is warned two weeks and one week before its returned project lapses. */
const DAYS_BEFORE_LAPSE = [14, 7, 0] as const;

/**
 * When a returned project is warned (steps 0 and 1) and lapses (step 2).
 * @param lapseDays calendar days from the return to the lapse
 */
export const lapseStepAt = (calendar: Calendar, returnedAt: Date, step: 0 | 1 | 2, lapseDays: number): Date =>
  nextOfficeMoment(calendar, new Date(returnedAt.getTime() + (lapseDays - DAYS_BEFORE_LAPSE[step]) * DAY_MS));
