import type { HistoryEvent } from '../../shared/history/event.ts';
import { csvText } from '../../shared/values/csv-text.ts';
import { stampOf } from '../../shared/values/when.ts';
import { type Column, columns, trailerOf, yuanText } from './columns.ts';
import type { Totals } from './totals.ts';

function cell({ kind }: Column, value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return kind === 'yuan' ? yuanText(value) : String(value);
  return kind === 'beijing' ? `${stampOf(value)}+08:00` : csvText(value);
}

function trailerRow(totals: Totals): string[] {
  const said = trailerOf(totals);
  return columns.map((column) => cell(column, said[column.name]));
}

/**
 * A page of an export for a spreadsheet. The first page begins with a byte-order mark, without which Excel misreads
 * Chinese, and the header; the last one ends with the trailer: pages put together are one file.
 *
 * No cell runs as a formula, whether cells are separated by commas or by semicolons. What CSV cannot say is that a cell
 * is text: a spreadsheet that opens the file by itself takes a code of digits for a number and rounds it after fifteen.
 * The same rows as a workbook keep it.
 */
export function csvOf(
  events: readonly HistoryEvent[],
  { first, trailer }: { readonly first: boolean; readonly trailer: Totals | null },
): string {
  const rows = [
    ...(first ? [columns.map(({ name }) => name)] : []),
    ...events.map((event) => columns.map((column) => cell(column, column.of(event)))),
    ...(trailer ? [trailerRow(trailer)] : []),
  ];
  return `${first ? '\uFEFF' : ''}${rows.map((row) => `${row.join(',')}\r\n`).join('')}`;
}
