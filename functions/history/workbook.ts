import writeExcelFile, { type CellObject, type Row } from 'write-excel-file/node';
import { headingCell, textCell, yuanCell } from '../../shared/document/workbook-cells.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { BEIJING_MS } from '../../shared/values/beijing-time.ts';
import { type Column, columns, trailerOf, yuanText } from './columns.ts';
import type { Totals } from './totals.ts';

/** Columns of instants say whose time it is: a cell of a date has none. */
const ZONE = 'UTC+08:00';

/** In characters of digits; whatever is longer can be widened. */
const WIDTHS: Readonly<Record<Column['kind'], number>> = {
  text: 16,
  count: 8,
  fen: 16,
  yuan: 18,
  beijing: 20,
};
const WIDER: Readonly<Record<string, number>> = { at_utc: 25, unit: 21, comment: 40, scope: 40 };

/** A double holds fifteen digits, and so does a cell: what is longer is exact as text alone. */
const MOST_EXACT = 10 ** 15;

function amountCell(fen: number, kind: 'fen' | 'yuan'): CellObject {
  if (Math.abs(fen) >= MOST_EXACT) return textCell(kind === 'fen' ? String(fen) : yuanText(fen));
  return kind === 'fen' ? { type: Number, value: fen, format: '0' } : yuanCell(fen);
}

/** To the second, as the file shows it: what a spreadsheet rounded would be another minute. */
const beijingCell = (utc: string): CellObject => ({
  type: Date,
  value: new Date(Math.floor((Date.parse(utc) + BEIJING_MS) / 1_000) * 1_000),
  format: 'yyyy-mm-dd hh:mm:ss',
});

function cell({ kind }: Column, value: string | number | undefined): CellObject | null {
  if (value === undefined) return null;
  if (typeof value === 'string') return kind === 'beijing' ? beijingCell(value) : textCell(value);
  return kind === 'fen' || kind === 'yuan' ? amountCell(value, kind) : { type: Number, value, format: '0' };
}

const heading = ({ name, kind }: Column): CellObject =>
  headingCell(kind === 'beijing' ? `${name} (${ZONE})` : name);

/**
 * An export as a workbook (XLSX): the columns of the CSV and its trailer. Texts are cells of text, never formulas, and
 * codes keep all their digits; amounts are numbers, exact to the fen; times are dates of Beijing.
 */
export async function workbookOf(events: readonly HistoryEvent[], totals: Totals): Promise<Uint8Array> {
  const said = trailerOf(totals);
  const rows: Row[] = [
    columns.map(heading),
    ...events.map((event) => columns.map((column) => cell(column, column.of(event)))),
    columns.map((column) => cell(column, said[column.name])),
  ];
  return writeExcelFile(rows, {
    sheet: '审批历史',
    stickyRowsCount: 1,
    columns: columns.map(({ name, kind }) => ({ width: WIDER[name] ?? WIDTHS[kind] })),
  }).toBuffer();
}
