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

const later = (a: Date, b: Date): Date => (a > b ? a : b);

/** Since when a request is waited on, and by when it is asked for: UTC. */
export interface Wait {
  readonly requestedAt: string;
  readonly deadline: string;
}

/** When a step of waiting is due by the asking alone. */
function plannedAt(calendar: Calendar, stage: Stage, wait: Wait, step: number): Date {
  const askedAt = new Date(wait.requestedAt);
  const [remind, remindAgain] = deadlinesOf(stage);
  if (step === 0) return morningAfter(calendar, askedAt, remind);
  if (step === 1) return morningAfter(calendar, askedAt, remindAgain);
  const deadline = new Date(wait.deadline);
  return step === 2 ? deadline : new Date(deadline.getTime() + (step - 2) * WEEK_MS);
}

/** A deadline that is counted anew leaves at least so many working days. */
const LEAST_LEFT = 2;

/** Where a deadline was moved for whoever is asked anew: reminded on the next working day, once before it has passed. */
export const soonDeadlines = [1, 1, 2] as const;

/** The nearest that a deadline comes to lie which is set while its request is open already. */
export const leastDeadline = (calendar: Calendar, now: Date): Date => eveningAfter(calendar, now, LEAST_LEFT);

/**
 * An open request's deadline by a calendar that was not known when it was asked: counted from then, but announced now.
 * So it never comes to lie nearer than two working days from now; one that is as near already stays as it is, and so
 * does one that has passed either way.
 */
export function recountedDeadline(calendar: Calendar, stage: Stage, wait: Wait, now: string): string {
  const { requestedAt, deadline } = wait;
  const before = Date.parse(deadline);
  const counted = deadlineOf(calendar, stage, new Date(requestedAt)).getTime();
  const soonest = leastDeadline(calendar, new Date(now)).getTime();
  const stays = counted < before ? before <= soonest : counted === before || counted <= Date.parse(now);
  return stays ? deadline : new Date(Math.max(counted, soonest)).toISOString();
}

/**
 * Before when no step of waiting is taken: each keeps its usual distance from the mail before it, however late that
 * one went out. After an outage nobody is reminded twice in a row, or reported as overdue before being reminded.
 * @param toldAt when the mail before the step went out: the one that asks, then that of the step before
 */
export function earliestAt(calendar: Calendar, stage: Stage, toldAt: Date, step: number): Date {
  const [remind, remindAgain, escalate] = deadlinesOf(stage);
  if (step === 0) return morningAfter(calendar, toldAt, remind);
  if (step === 1) return morningAfter(calendar, toldAt, remindAgain - remind);
  if (step === 2) return eveningAfter(calendar, toldAt, escalate - remindAgain);
  return new Date(toldAt.getTime() + WEEK_MS);
}

/**
 * When a step of waiting is due; never on a day off.
 * @param toldAt when the mail before the step went out; where all went out in time, the step is due as planned
 */
export function stepAt(
  calendar: Calendar,
  stage: Stage,
  wait: Wait,
  step: number,
  toldAt: Date = new Date(wait.requestedAt),
): Date {
  const due = later(plannedAt(calendar, stage, wait, step), earliestAt(calendar, stage, toldAt, step));
  return step <= 2 ? due : nextOfficeMoment(calendar, due);
}

const DAY_MS = 24 * 60 * 60_000;
/** A unit is warned two weeks and one week before its returned project lapses. */
const DAYS_BEFORE_LAPSE = [14, 7, 0] as const;

/**
 * When a returned project is warned (steps 0 and 1) and lapses (step 2): a week lies between the steps, however late
 * the one before was.
 * @param returnedAt when the unit was told of the return
 * @param lapseDays calendar days from the return to the lapse
 * @param warnedAt when the warning before the step went out; where all went out in time, the step is due as planned
 */
export function lapseStepAt(
  calendar: Calendar,
  returnedAt: Date,
  step: 0 | 1 | 2,
  lapseDays: number,
  warnedAt: Date = returnedAt,
): Date {
  const planned = new Date(returnedAt.getTime() + (lapseDays - DAYS_BEFORE_LAPSE[step]) * DAY_MS);
  return nextOfficeMoment(
    calendar,
    step === 0 ? planned : later(planned, new Date(warnedAt.getTime() + WEEK_MS)),
  );
}

/** When a project lapses whose unit is warned now for the first or the second time; no earlier, whatever comes late. */
export function lapseAfterWarning(
  calendar: Calendar,
  warning: 1 | 2,
  returnedAt: Date,
  lapseDays: number,
  warnedAt: Date,
): Date {
  const next = lapseStepAt(calendar, returnedAt, warning, lapseDays, warnedAt);
  return warning === 2 ? next : lapseStepAt(calendar, returnedAt, 2, lapseDays, next);
}
