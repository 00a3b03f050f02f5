import type { HistoryEvent } from '../../shared/history/event.ts';
import { shownText } from '../../shared/values/text.ts';
import type { Totals } from './totals.ts';

type Cell = string | number | undefined;

/**
 * A cell that begins with one of these would be run as a formula by a spreadsheet; the full-width signs are what an
 * input method types, and some spreadsheets take them for the others.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

function cell(value: Cell): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const shown = shownText(value);
  const text = FORMULA.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const CENTS = 100;
/** By digits, not by division: sums of an export are larger than what two decimals of a float can say. */
function yuan(fen: number | undefined): number | string | undefined {
  if (fen === undefined) return undefined;
  const whole = Math.trunc(Math.abs(fen) / CENTS);
  return `${fen < 0 ? '-' : ''}${whole}.${String(Math.abs(fen) % CENTS).padStart(2, '0')}`;
}

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});
const beijing = (utc: string | undefined): string | undefined =>
  utc === undefined ? undefined : `${clock.format(new Date(utc))}+08:00`;

/** A column is never renamed or moved; a new one goes before `content_hash`. */
const columns: readonly [string, (event: HistoryEvent) => Cell][] = [
  ['chain', (event) => event.chain],
  ['seq', (event) => event.seq],
  ['at_utc', (event) => event.at],
  ['at_beijing', (event) => beijing(event.at)],
  ['actor', (event) => event.actor.id],
  ['actor_name', (event) => event.actor.name],
  ['role', (event) => event.actor.role],
  ['via', (event) => event.actor.via],
  ['on_behalf_of', (event) => event.actor.onBehalfOf],
  ['on_behalf_of_id', (event) => event.actor.onBehalfOfId],
  ['action', (event) => event.action],
  ['outcome', (event) => event.outcome],
  ['stage', (event) => event.stage],
  ['project', (event) => event.projectId],
  ['unit', (event) => event.unit],
  ['budget_year', (event) => event.budgetYear],
  ['revision', (event) => event.revision],
  ['state_before', (event) => event.from],
  ['state_after', (event) => event.to],
  ['requested_yuan', (event) => yuan(event.requestedFen)],
  ['requested_fen', (event) => event.requestedFen],
  ['approved_yuan', (event) => yuan(event.approvedFen)],
  ['approved_fen', (event) => event.approvedFen],
  ['comment', (event) => event.comment],
  ['proof', (event) => event.proof],
  ['requested_at_beijing', (event) => beijing(event.requestedAt)],
  ['deadline_beijing', (event) => beijing(event.deadline)],
  ['scope', (event) => event.scope],
  ['count', (event) => event.count],
  ['request_id', (event) => event.requestId],
  ['content_hash', (event) => event.contentHash],
  ['details_hash', (event) => event.detailsHash],
  ['previous_hash', (event) => event.previousHash],
  ['hash', (event) => event.hash],
];

/** What marks the last row: no chain is named like this. */
export const TRAILER = '合计 TOTAL';

const trailerRow = ({ count, requestedFen, approvedFen }: Totals): string[] => {
  const said: Readonly<Record<string, Cell>> = {
    chain: TRAILER,
    count,
    requested_yuan: yuan(requestedFen),
    requested_fen: requestedFen,
    approved_yuan: yuan(approvedFen),
    approved_fen: approvedFen,
    hash: 'complete',
  };
  return columns.map(([name]) => cell(said[name]));
};

/**
 * A page of an export for a spreadsheet. The first page begins with a byte-order mark, without which Excel misreads
 * Chinese, and the header; the last one ends with the trailer: pages put together are one file.
 */
export function csvOf(
  events: readonly HistoryEvent[],
  { first, trailer }: { readonly first: boolean; readonly trailer: Totals | null },
): string {
  const rows = [
    ...(first ? [columns.map(([name]) => name)] : []),
    ...events.map((event) => columns.map(([, value]) => cell(value(event)))),
    ...(trailer ? [trailerRow(trailer)] : []),
  ];
  return `${first ? '\uFEFF' : ''}${rows.map((row) => `${row.join(',')}\r\n`).join('')}`;
}
