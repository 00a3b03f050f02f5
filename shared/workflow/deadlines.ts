import { eveningAfter, morningAfter, nextOfficeMoment } from '../values/working-days.ts';
import type { Stage } from './stages.ts';

/** Remind after two working days and again after four; on the evening of the fifth the deadline has passed. */
export const usualDeadlines = [2, 4, 5] as const;
const WEEK_MS = 7 * 24 * 60 * 60_000;

const deadlinesOf = (stage: Stage) => stage.deadlines ?? usualDeadlines;

export const deadlineOf = (stage: Stage, askedAt: Date): Date => eveningAfter(askedAt, deadlinesOf(stage)[2]);

/** What happens at a step of waiting: two reminders, the escalation, then a reminder every week. */
export const stepKind = (step: number): 'reminded' | 'escalated' => (step === 2 ? 'escalated' : 'reminded');

/** When a step of waiting is due; never on a day off. */
export function stepAt(stage: Stage, askedAt: Date, step: number): Date {
  const [remind, remindAgain] = deadlinesOf(stage);
  if (step === 0) return morningAfter(askedAt, remind);
  if (step === 1) return morningAfter(askedAt, remindAgain);
  const deadline = deadlineOf(stage, askedAt);
  return step === 2 ? deadline : nextOfficeMoment(new Date(deadline.getTime() + (step - 2) * WEEK_MS));
}

const DAY_MS = 24 * 60 * 60_000;
/** A unit is warned two weeks and one week before its returned project lapses. */
const DAYS_BEFORE_LAPSE = [14, 7, 0] as const;

/**
 * When a returned project is warned (steps 0 and 1) and lapses (step 2).
 * @param lapseDays calendar days from the return to the lapse
 */
export const lapseStepAt = (returnedAt: Date, step: 0 | 1 | 2, lapseDays: number): Date =>
  nextOfficeMoment(new Date(returnedAt.getTime() + (lapseDays - DAYS_BEFORE_LAPSE[step]) * DAY_MS));
