import type { Stage } from '../workflow/stages.ts';
import { eveningAfter } from './working-days.ts';

/** Remind after two working days and again after four; on the evening of the fifth the deadline has passed. */
const USUAL = [2, 4, 5] as const;

export const deadlineOf = (stage: Stage, askedAt: Date): Date =>
  eveningAfter(askedAt, (stage.deadlines ?? USUAL)[2]);
