import { unitOfLabel } from '../amounts.ts';
import type { Grid } from '../entries.ts';
import type { Ledger } from '../ledger.ts';
import { type Cell, cellsOf } from '../source/blocks.ts';
import { topicsOf } from '../words/labels.ts';
import { isSourceName, type MoneyRole, sourceOfName, TOTAL, WITHIN } from '../words/money-words.ts';
import { amountOfCell } from './cell-amount.ts';
import { headingsOf, isNumeric, moneyRoleIn, moneyRoleOf, yearColumnOf } from './columns.ts';
import type { Funding } from './funding.ts';

/** Section 六 in tables: sources and sums by rows, years by columns. */

const compact = (cell: Cell): string => cell.piece.plain.replace(/\s/g, '');

interface Column {
  readonly role: MoneyRole;
  readonly unit: string | null;
}

function columnsOf(grid: Grid, budgetYear: number | undefined): Map<number, Column> {
  const columns = new Map<number, Column>();
  for (const { cell, text } of headingsOf(grid)) {
    const role = moneyRoleIn(text, budgetYear);
    if (role === undefined) continue;
    for (let column = cell.column; column < cell.column + cell.columns; column++)
      columns.set(column, { role, unit: unitOfLabel(cell.piece.plain) ?? grid.unit });
  }
  return columns;
}

/** Amounts of all years together, beside those of the budget year. */
const LONG_TERM = /^(?:中期|中长期|实施期|项目期|总体|长期|三年|全?周期|项目总)/;

export class FundingTable {
  private readonly funding: Funding;
  private readonly ledger: Ledger;
  private readonly grid: Grid;
  private readonly columns: Map<number, Column>;
  private readonly asksLater: boolean;
  private lastSource: ReturnType<Funding['saySource']>;
  private wasSource = false;
  private readonly longTerm = new Set<number>();

  constructor(funding: Funding, ledger: Ledger, grid: Grid, budgetYear: number | undefined) {
    this.funding = funding;
    this.ledger = ledger;
    this.grid = grid;
    this.columns = columnsOf(grid, budgetYear);
    const roles = [...this.columns.values()].map(({ role }) => role);
    this.asksLater = roles.includes('request') || !roles.includes('initial');
  }

  read(): void {
    for (let row = this.grid.from; row < this.grid.to; row++) this.readRow(row);
  }

  private readRow(row: number): void {
    const printed = this.grid.table.rows[row] ?? [];
    const cells = cellsOf(this.grid.table, row).filter((cell) => !cell.isEmpty);
    const filled = this.grid.table.ragged
      ? printed.filter((cell): cell is Cell => cell !== undefined && !cell.isEmpty)
      : cells;
    if (this.columns.size === 0) {
      this.readPairs(filled);
      return;
    }
    const first = filled.findIndex((cell) => isNumeric(cell.piece.plain) || this.columns.has(cell.column));
    const name = filled[first < 0 ? filled.length - 1 : first - 1];
    if (!name) return;
    const text = compact(name);
    const isTotal = TOTAL.test(text);
    const kind = cells.find(
      (cell) => cell !== name && sourceOfName(compact(cell)) !== undefined && !isNumeric(cell.piece.plain),
    );
    const isSource = !isTotal && (sourceOfName(text) !== undefined || kind !== undefined);
    const values = filled.filter((cell) => this.columns.has(cell.column) && cell !== name);
    for (const cell of values) this.readValue(name, cell, isTotal, isSource);
    if (isTotal || (isSource && values.length === 0)) this.ledger.label(name.span);
    this.wasSource = isSource;
  }

  private readValue(name: Cell, cell: Cell, isTotal: boolean, isSource: boolean): void {
    const column = this.columns.get(cell.column);
    if (/^[-—/]+$/.test(compact(cell))) {
      this.ledger.label(cell.span);
      return;
    }
    const amount = column ? amountOfCell(cell.span, column.unit) : null;
    if (!column || !amount || column.role === 'none') return;
    if (isTotal) this.funding.say(column.role, { ...amount, name: name.span });
    else if (isSource && (column.role === 'request' || (column.role === 'initial' && !this.asksLater)))
      this.saySource(name, amount);
    else if (!isSource && this.onlyRow()) this.funding.say(column.role, amount);
  }

  /** Our own tables have the source, its name, and the part that is asked for, in columns of their own. */
  private beside(name: Cell): { kind?: Cell['span']; requested?: { fen: number; span: Cell['span'] } } {
    const { table, head } = this.grid;
    const cells = cellsOf(table, name.row).filter((cell) => !cell.isEmpty);
    const first = cells[0];
    const heads = head === null ? [] : cellsOf(table, head);
    const asked = heads.find((cell) => /本次申请/.test(compact(cell)));
    const value = asked ? cells.find((cell) => cell.column === asked.column) : undefined;
    const requested =
      asked && value ? amountOfCell(value.span, unitOfLabel(asked.piece.plain) ?? this.grid.unit) : null;
    const isKind = first && first !== name && heads[first.column]?.piece.plain.trim() === '来源';
    return { ...(isKind ? { kind: first.span } : {}), ...(requested ? { requested } : {}) };
  }

  private saySource(name: Cell, amount: { readonly fen: number; readonly span: Cell['span'] }): void {
    const within = WITHIN.test(compact(name)) && this.wasSource ? this.lastSource : undefined;
    const made = this.funding.saySource({ ...amount, name: name.span, ...this.beside(name) }, within);
    if (!within) this.lastSource = made;
  }

  private onlyRow(): boolean {
    return this.grid.to - this.grid.from === 1;
  }

  private isLongTerm(name: Cell, value: Cell): boolean {
    const text = compact(name);
    const isSum = LONG_TERM.test(text) && /总额|合计|总金额|总投资|总预算|总计/.test(text);
    const is = isSum || topicsOf(name.piece.plain.trim()).includes('totalInvestment');
    const pairs = cellsOf(this.grid.table, name.row).filter((cell) => isNumeric(cell.piece.plain)).length;
    if (isSum && pairs > 1) this.longTerm.add(value.column);
    return is;
  }

  /** `合计 | 100 | 90 | 120` below headings that nobody knows: whose amount the first is, is not said. */
  private isOneOfSeveral(values: readonly Cell[], fen: number): boolean {
    const end = values.findIndex((cell) => !isNumeric(cell.piece.plain));
    return values
      .slice(1, end < 0 ? values.length : end)
      .some((cell) => (amountOfCell(cell.span, this.grid.unit)?.fen ?? fen) !== fen);
  }

  /** `总额 | 238.93`, `年初预算 | 0.00 | 调整后预算数 | 3.36`: names with their amounts beside them. */
  private readPairs(filled: readonly Cell[]): void {
    for (const [index, name] of filled.entries()) {
      const value = filled[index + 1];
      if (isNumeric(name.piece.plain)) continue;
      const amount = value ? amountOfCell(value.span, unitOfLabel(name.piece.plain) ?? this.grid.unit) : null;
      const text = compact(name);
      const role = moneyRoleOf(text);
      // A sum that is printed as one: `20+10=30`.
      const isAmount = value && (isNumeric(value.piece.plain) || /=\s*[\d,.]+\s*$/.test(value.piece.plain));
      if (!amount || !value || !isAmount || this.isOneOfSeveral(filled.slice(index + 1), amount.fen))
        continue;
      if (this.isLongTerm(name, value)) this.funding.say('totalInvestment', { ...amount, name: name.span });
      else if (this.longTerm.has(value.column)) continue;
      else if (TOTAL.test(text)) this.funding.say('total', { ...amount, name: name.span });
      else if (sourceOfName(text) !== undefined) this.saySource(name, amount);
      else if (role !== undefined && role !== 'none') this.funding.say(role, { ...amount, name: name.span });
      else continue;
      if (sourceOfName(text) === undefined || TOTAL.test(text) || this.isLongTerm(name, value))
        this.ledger.label(name.span);
      this.wasSource = sourceOfName(text) !== undefined;
    }
  }
}

/** Sources and their sum as headings, above one row of amounts. */
export function readSourcesAbove(funding: Funding, ledger: Ledger, grid: Grid): void {
  const names = headingsOf(grid).filter(({ text }) => isSourceName(text));
  const values = cellsOf(grid.table, grid.from).filter((cell) => isNumeric(cell.piece.plain));
  // `金额（万元）` may stand before the amounts.
  const [lead] = cellsOf(grid.table, grid.from);
  const unit = (lead && unitOfLabel(lead.piece.plain)) ?? grid.unit;
  if (lead && !isNumeric(lead.piece.plain) && unitOfLabel(lead.piece.plain)) ledger.label(lead.span);
  const isWhole = values.length === names.length;
  for (const [index, { cell: name, text }] of names.entries()) {
    const value = isWhole ? values[index] : values.find(({ column }) => column === name.column);
    const amount = value ? amountOfCell(value.span, unitOfLabel(text) ?? unit) : null;
    if (!amount) continue;
    if (TOTAL.test(text)) {
      funding.say('total', { ...amount, name: name.span });
      ledger.label(name.span);
    } else funding.saySource({ ...amount, name: name.span });
  }
}

/** Amounts by years: `第1年 | 第2年`, `2021年 | 2022年`. */
export function readYears(
  funding: Funding,
  ledger: Ledger,
  grid: Grid,
  budgetYear: number | undefined,
): void {
  const { table, head } = grid;
  if (head === null) return;
  const heads = cellsOf(table, head);
  for (let row = grid.from; row < grid.to; row++) {
    const [name, ...values] = cellsOf(table, row);
    if (!name || !/^(?:年度)?(?:金额|合计|总计|资金总额|总额|资金额|投资额|预算)/.test(compact(name)))
      continue;
    const unit = unitOfLabel(name.piece.plain) ?? grid.unit;
    for (const value of values) {
      const column = heads.find((cell) => cell.column === value.column);
      const found = column ? yearColumnOf(compact(column)) : null;
      const amount = amountOfCell(value.span, unit);
      if (!column || !found || !amount) continue;
      if ('year' in found) funding.sayYear(found.year, amount);
      else if (budgetYear !== undefined) funding.sayYear(budgetYear + found.order - 1, amount);
    }
    ledger.label(name.span);
    return;
  }
}
