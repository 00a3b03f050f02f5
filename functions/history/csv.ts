import type { HistoryEvent } from '../../shared/history/event.ts';

/** A cell that begins with one of these would be run as a formula by a spreadsheet. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const yuan = (fen: number | undefined): string | undefined =>
  fen === undefined ? undefined : (fen / 100).toFixed(2);

const beijing = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});

const columns: readonly [string, (event: HistoryEvent) => string | number | undefined][] = [
  ['chain', (event) => event.chain],
  ['seq', (event) => event.seq],
  ['at_utc', (event) => event.at],
  ['at_beijing', (event) => `${beijing.format(new Date(event.at))}+08:00`],
  ['actor', (event) => event.actor.id],
  ['actor_name', (event) => event.actor.name],
  ['role', (event) => event.actor.role],
  ['via', (event) => event.actor.via],
  ['on_behalf_of', (event) => event.actor.onBehalfOf],
  ['action', (event) => event.action],
  ['outcome', (event) => event.outcome],
  ['stage', (event) => event.stage],
  ['unit', (event) => event.unit],
  ['budget_year', (event) => event.budgetYear],
  ['revision', (event) => event.revision],
  ['requested_yuan', (event) => yuan(event.requestedFen)],
  ['requested_fen', (event) => event.requestedFen],
  ['approved_yuan', (event) => yuan(event.approvedFen)],
  ['approved_fen', (event) => event.approvedFen],
  ['comment', (event) => event.comment],
  ['content_hash', (event) => event.contentHash],
  ['previous_hash', (event) => event.previousHash],
  ['hash', (event) => event.hash],
];

/** A page of events for a spreadsheet: UTF-8 with a byte-order mark, without which Excel misreads Chinese. */
export function csvOf(events: readonly HistoryEvent[]): string {
  const rows = events.map((event) => columns.map(([, value]) => cell(value(event))).join(','));
  return `\uFEFF${[columns.map(([name]) => name).join(','), ...rows].join('\r\n')}\r\n`;
}
