import { canonical } from '../../shared/history/canonical.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { apart } from '../../shared/project/opinions.ts';
import type { Totals } from './totals.ts';

/**
 * A page of an export for programs: each event's canonical form on a line, behind it the opinion that it binds by a
 * hash, and on the last page the trailer.
 */
export function ndjsonOf(events: readonly HistoryEvent[], trailer: Totals | null): string {
  const lines = events.flatMap((one) => {
    const { event, opinion } = apart(one);
    return [canonical(event), ...(opinion ? [canonical({ opinion })] : [])];
  });
  if (trailer) lines.push(canonical({ trailer: { ...trailer, complete: true } }));
  return lines.map((line) => `${line}\n`).join('');
}
