import type { Grid } from '../entries.ts';
import { withoutNumber } from '../items.ts';
import type { Ledger } from '../ledger.ts';
import { monthIn, periodIn } from '../periods.ts';
import { type Cell, cellsOf } from '../source/blocks.ts';
import { type ScheduleColumn, scheduleColumnOf } from './columns.ts';

/** Section 五 in a table: what is done, from when, until when. */
export function readSchedule(ledger: Ledger, grid: Grid, budgetYear: number | undefined): void {
  const { table, head } = grid;
  if (head === null) return;
  const heads = new Map<number, ScheduleColumn>();
  for (const cell of cellsOf(table, head)) {
    // A cell that leads to all rows is no column.
    if (cell.rows > 1) continue;
    const column = scheduleColumnOf(cell.piece.plain.replace(/\s/g, ''));
    if (column !== undefined && ![...heads.values()].includes(column)) heads.set(cell.column, column);
  }
  for (let number = grid.from; number < grid.to; number++) {
    const cells = new Map<string, Cell>();
    for (const cell of cellsOf(table, number)) {
      const column = heads.get(cell.column);
      if (column !== undefined && !cell.isEmpty) cells.set(column, cell);
    }
    const content = cells.get('content');
    if (content) readRow(ledger, content, cells, grid.from, number, budgetYear);
  }
}

function readRow(
  ledger: Ledger,
  content: Cell,
  cells: ReadonlyMap<string, Cell>,
  first: number,
  number: number,
  budgetYear: number | undefined,
): void {
  const row = ledger.next(['activities']);
  const { rest, number: marker } = withoutNumber(content.span);
  // `1总体概念规划`: a number that counts the rows, without a mark behind it.
  const order = String(number - first + 1);
  const bare =
    marker === undefined && rest.plain.startsWith(order) && /^\d+[\u4E00-\u9FFF]/.test(rest.plain)
      ? rest.slice(order.length)
      : rest;
  if (!ledger.put(['activities', row, 'content'], bare.text, bare)) return;
  ledger.label(content.span);
  const period = cells.get('period')?.span;
  const both = period ? periodIn(period, budgetYear) : null;
  if (period && both) {
    const why = { zh: `由“${period.text}”得出`, en: `Taken from "${period.text}"` };
    if (both.start !== undefined) ledger.infer(['activities', row, 'start'], both.start, why, period);
    if (both.due !== undefined) ledger.infer(['activities', row, 'due'], both.due, why, period);
  }
  for (const key of ['start', 'due'] as const) {
    const cell = cells.get(key);
    const found = cell ? monthIn(cell.span, key, budgetYear) : null;
    if (!cell || !found) continue;
    const path = ['activities', row, key];
    const why = { zh: `由“${cell.span.text}”得出`, en: `Taken from "${cell.span.text}"` };
    if (found.isSaid) ledger.put(path, found.month, cell.span);
    else ledger.infer(path, found.month, why, cell.span);
  }
}
