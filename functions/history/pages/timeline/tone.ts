import type { HistoryEvent } from '../../../../shared/history/event.ts';

export type Tone = 'minor' | 'step' | 'good' | 'warning' | 'error';

// What follows by itself from the event before it, or prepares the next.
const MINOR: ReadonlySet<string> = new Set([
  'created',
  'requested',
  'reminded',
  'urged',
  'deadline-changed',
  'reassigned',
  'rerouted',
  'link-renewed',
  'returned',
]);

// Somebody must look after it.
const WORRYING: ReadonlySet<string> = new Set(['escalated', 'mail-failed', 'objected', 'taken-back']);
const ENDED: ReadonlySet<string> = new Set(['rejected', 'withdrawn', 'lapsed']);

/** How much an event weighs on the line, and whether it is good news. */
export function toneOf({ action, outcome }: HistoryEvent): Tone {
  if (MINOR.has(action)) return 'minor';
  if (action === 'approved') return 'good';
  if (outcome === 'return' || WORRYING.has(action)) return 'warning';
  if (ENDED.has(action) || outcome === 'reject') return 'error';
  return 'step';
}
