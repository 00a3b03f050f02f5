import { StateError } from './errors.ts';
import { longestSeconds } from './limits.ts';

/** A number of seconds that an expression gave; the service takes whole numbers within bounds and nothing else. */
export function wholeSeconds(value: unknown, least: number, where: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= longestSeconds)
    return value;
  throw new StateError(
    'States.QueryEvaluationError',
    `${where}: ${JSON.stringify(value)} is not a whole number between ${least} and ${longestSeconds}.`,
  );
}
