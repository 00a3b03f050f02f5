import type { HistoryEvent } from '../../shared/history/event.ts';
import type { Totals } from './totals.ts';

/**
 * What a column holds: `text` as it is, also where it is all digits; `count` an integer; `fen` and `yuan` an amount,
 * both given in fen; `beijing` an instant, given in UTC.
 */
type Kind = 'text' | 'count' | 'fen' | 'yuan' | 'beijing';

export interface Column {
  readonly name: string;
  readonly kind: Kind;
  readonly of: (event: HistoryEvent) => string | number | undefined;
}

const column = (name: string, kind: Kind, of: Column['of']): Column => ({ name, kind, of });

/** A column is never renamed or moved; a new one goes before `content_hash`. */
export const columns: readonly Column[] = [
  column('chain', 'text', (event) => event.chain),
  column('seq', 'count', (event) => event.seq),
  column('at_utc', 'text', (event) => event.at),
  column('at_beijing', 'beijing', (event) => event.at),
  column('actor', 'text', (event) => event.actor.id),
  column('actor_name', 'text', (event) => event.actor.name),
  column('role', 'text', (event) => event.actor.role),
  column('via', 'text', (event) => event.actor.via),
  column('on_behalf_of', 'text', (event) => event.actor.onBehalfOf),
  column('on_behalf_of_id', 'text', (event) => event.actor.onBehalfOfId),
  column('action', 'text', (event) => event.action),
  column('outcome', 'text', (event) => event.outcome),
  column('stage', 'text', (event) => event.stage),
  column('project', 'text', (event) => event.projectId),
  column('unit', 'text', (event) => event.unit),
  column('budget_year', 'count', (event) => event.budgetYear),
  column('revision', 'count', (event) => event.revision),
  column('state_before', 'text', (event) => event.from),
  column('state_after', 'text', (event) => event.to),
  column('requested_yuan', 'yuan', (event) => event.requestedFen),
  column('requested_fen', 'fen', (event) => event.requestedFen),
  column('approved_yuan', 'yuan', (event) => event.approvedFen),
  column('approved_fen', 'fen', (event) => event.approvedFen),
  column('comment', 'text', (event) => event.comment),
  column('proof', 'text', (event) => event.proof),
  column('requested_at_beijing', 'beijing', (event) => event.requestedAt),
  column('deadline_beijing', 'beijing', (event) => event.deadline),
  column('scope', 'text', (event) => event.scope),
  column('count', 'count', (event) => event.count),
  column('request_id', 'text', (event) => event.requestId),
  column('opened_at_beijing', 'beijing', (event) => event.openedAt),
  column('together', 'count', (event) => event.together),
  column('content_hash', 'text', (event) => event.contentHash),
  column('details_hash', 'text', (event) => event.detailsHash),
  column('previous_hash', 'text', (event) => event.previousHash),
  column('hash', 'text', (event) => event.hash),
];

/** What marks the last row: no chain is named like this. */
export const TRAILER = '合计 TOTAL';

/** What the last row says, by column. */
export const trailerOf = ({
  count,
  requestedFen,
  approvedFen,
}: Totals): Readonly<Record<string, string | number>> => ({
  chain: TRAILER,
  count,
  requested_yuan: requestedFen,
  requested_fen: requestedFen,
  approved_yuan: approvedFen,
  approved_fen: approvedFen,
  hash: 'complete',
});

const CENTS = 100;
/** By digits, not by division: sums of an export are larger than what two decimals of a float can say. */
export function yuanText(fen: number): string {
  const whole = Math.trunc(Math.abs(fen) / CENTS);
  return `${fen < 0 ? '-' : ''}${whole}.${String(Math.abs(fen) % CENTS).padStart(2, '0')}`;
}
