import { canonical } from '../../shared/history/canonical.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { Totals } from './totals.ts';

/** A page of an export for programs: each event's canonical form on a line, and on the last page the trailer. */
export function ndjsonOf(events: readonly HistoryEvent[], trailer: Totals | null): string {
  const lines = events.map((event) => canonical(event));
  if (trailer) lines.push(canonical({ trailer: { ...trailer, complete: true } }));
  return lines.map((line) => `${line}\n`).join('');
}
