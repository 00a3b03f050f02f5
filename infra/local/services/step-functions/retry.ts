import type { Retrier } from './definition.ts';
import { matchesError } from './errors.ts';

// Defaults of the Amazon States Language.
const defaultIntervalSeconds = 1;
const defaultMaxAttempts = 3;
const defaultBackoffRate = 2;

/** The wait before the next attempt and the attempts then spent, or undefined when no rule grants another one. */
export function nextRetry(
  retriers: readonly Retrier[],
  spent: readonly number[],
  error: string | undefined,
  random: () => number,
): { delayMs: number; spent: number[] } | undefined {
  const position = retriers.findIndex((retrier) => matchesError(retrier.ErrorEquals, error));
  const retrier = retriers[position];
  if (retrier === undefined) return undefined;
  const before = spent[position] ?? 0;
  if (before >= (retrier.MaxAttempts ?? defaultMaxAttempts)) return undefined;
  return {
    delayMs: delayMs(retrier, before, random),
    spent: retriers.map((_, index) => (spent[index] ?? 0) + (index === position ? 1 : 0)),
  };
}

function delayMs(retrier: Retrier, before: number, random: () => number): number {
  const interval = retrier.IntervalSeconds ?? defaultIntervalSeconds;
  const grown = interval * (retrier.BackoffRate ?? defaultBackoffRate) ** before;
  const seconds = Math.min(grown, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return Math.round(1000 * (retrier.JitterStrategy === 'FULL' ? random() * seconds : seconds));
}
