import type { Words } from '../../../values/language.ts';
import { inOneLine } from '../../../values/one-line.ts';
import { digitsOf, priceOfNumber, unitOfLabel } from '../amounts.ts';
import {
  type Calculation,
  calculationsIn,
  priceOf,
  productFen,
  quantityOf,
  quantityUnitOf,
} from '../calculation.ts';
import type { Grid } from '../entries.ts';
import type { Ledger, Path } from '../ledger.ts';
import { type Cell, cellsOf } from '../source/blocks.ts';
import type { Span } from '../source/span.ts';
import { NUMBERING } from '../words/labels.ts';
import { TOTAL, WITHIN } from '../words/money-words.ts';
import { amountOfCell, type CellAmount } from './cell-amount.ts';
import {
  type Heading,
  headingsOf,
  isCount,
  isNumeric,
  moneyRoleIn,
  moneyRoleOf,
  planColumnOf,
} from './columns.ts';

/** Section 七 in a table: one line for each row that is no sum of others. */

type Column = 'number' | 'name' | 'price' | 'quantity' | 'unit' | 'basis' | 'amount' | `factor-${number}`;

interface Columns {
  readonly of: ReadonlyMap<number, Column>;
  readonly amountUnit: string | null;
  readonly priceUnit: string | null;
}

interface Row {
  readonly cells: ReadonlyMap<Column, Cell>;
  readonly name: Span;
  /** Null where its cell says several, or none for certain. */
  readonly amount: CellAmount | null;
  /** How deep its number says that it stands. */
  readonly level: number;
  /** The same of the number in a column of its own. */
  readonly number: number | undefined;
  readonly isWithin: boolean;
}

const compact = (cell: Cell): string => cell.piece.plain.replace(/\s/g, '');

/** Of several columns of amounts the sum, or else the first that is of the budget year. */
function amountColumn(heads: readonly Heading[], budgetYear: number | undefined): Cell | undefined {
  const amounts = heads
    .filter(({ text }) => planColumnOf(text) === undefined || TOTAL.test(text))
    .filter(({ text }) => moneyRoleIn(text, budgetYear) === 'request');
  const found =
    amounts.find(({ text }) => TOTAL.test(text.replace(/\(.*\)/, ''))) ??
    amounts[0] ??
    heads.find(({ text }) => moneyRoleIn(text, budgetYear) === 'initial');
  return found?.cell;
}

function columnsOf(grid: Grid, budgetYear: number | undefined): Columns {
  const of = new Map<number, Column>();
  const heads = headingsOf(grid);
  const amount = amountColumn(heads, budgetYear);
  if (amount) of.set(amount.column, 'amount');
  const price = heads.find(({ text }) => planColumnOf(text) === 'price')?.cell;
  for (const { cell, text } of heads) {
    const column = planColumnOf(text);
    if (
      cell === amount ||
      column === undefined ||
      (moneyRoleOf(text) !== undefined && column !== 'basis' && column !== 'price')
    )
      continue;
    if (column === 'name' || ![...of.values()].includes(column)) of.set(cell.column, column);
    else if (column === 'quantity' && isCount(text)) of.set(cell.column, `factor-${cell.column}`);
  }
  return {
    of,
    amountUnit: (amount && unitOfLabel(amount.piece.plain)) ?? grid.unit,
    priceUnit: price ? (unitOfLabel(price.piece.plain) ?? grid.unit) : null,
  };
}

const LEVELS: readonly RegExp[] = [
  /^[一二三四五六七八九十]{1,3}(?:\s*[、.]|\s+(?=[\u4E00-\u9FFF]{2}))/,
  /^\([一二三四五六七八九十]{1,3}\)/,
  /^\d{1,2}[、.]/,
  /^\(\d{1,2}\)|^\d{1,2}\)/,
  /^[①-⑳]/,
];
const levelOf = (text: string): number => {
  const found = LEVELS.findIndex((pattern) => pattern.test(text));
  return found < 0 ? LEVELS.length : found;
};

/** The levels of numbers in a column of their own. */
const NUMBERS: readonly RegExp[] = [
  /^[一二三四五六七八九十]{1,3}[、.]?$/,
  /^\([一二三四五六七八九十]{1,3}\)$/,
  /^\d{1,3}[、.]?$/,
  /^\d{1,3}[.-]\d{1,2}$|^\(\d{1,2}\)$/,
  /^\d{1,3}[.-]\d{1,2}[.-]\d{1,2}$|^[①-⑳]$/,
];
const levelOfNumber = (text: string): number | undefined => {
  const found = NUMBERS.findIndex((pattern) => pattern.test(text));
  return found < 0 ? undefined : found;
};

const isTotal: Words = { zh: '合计，不是一项支出', en: 'A total, no line of its own' };
const isSubtotal: Words = {
  zh: '小计，与其下各项之和相符',
  en: 'A subtotal: what stands below adds up to it',
};
const isPart: Words = {
  zh: '上一项支出的一部分，金额已计入',
  en: 'A part of the line above, which counts it',
};

/** `一`, `1`, `2`, `二` in a column of their own say how deep a row stands, where the names do not. */
function leveled(rows: readonly Row[]): readonly Row[] {
  const numbers = new Set(rows.flatMap(({ number }) => (number === undefined ? [] : [number])));
  if (numbers.size < 2 || rows.some(({ level }) => level < LEVELS.length)) return rows;
  let last = 0;
  return rows.map((row) => {
    last = row.number ?? last;
    return { ...row, level: last };
  });
}

/** What is a line of its own: a row whose parts add up to it gives way to them, one whose parts do not stands for them. */
function divided(rows: readonly Row[]): { lines: Row[]; sums: Row[]; parts: Row[] } {
  const [lines, sums, parts]: [Row[], Row[], Row[]] = [[], [], []];
  const take = (from: number, to: number): number => {
    let sum = 0;
    for (let at = from; at < to; ) {
      const row = rows[at];
      if (!row) break;
      let end = at + 1;
      for (
        let next = rows[end];
        end < to && next && (next.level > row.level || next.isWithin);
        next = rows[end]
      )
        end += 1;
      sum += row.amount?.fen ?? Number.NaN;
      const marks = [lines.length, sums.length, parts.length] as const;
      const below = end > at + 1 ? take(at + 1, end) : 0;
      if (end === at + 1) lines.push(row);
      else if (below === row.amount?.fen) sums.push(row);
      else {
        parts.push(...lines.splice(marks[0]), ...sums.splice(marks[1]));
        lines.push(row);
      }
      at = end;
    }
    return sum;
  };
  take(0, rows.length);
  return { lines: lines.sort((a, b) => rows.indexOf(a) - rows.indexOf(b)), sums, parts };
}

/** @param known amounts that the document names with their unit: a table without one is read by them */
export function readPlanTable(
  ledger: Ledger,
  grid: Grid,
  known: { readonly knows: (fen: number) => boolean },
  budgetYear: number | undefined,
): void {
  const named = columnsOf(grid, budgetYear);
  const columns =
    named.amountUnit === null
      ? { ...named, amountUnit: knownUnit(grid, named, (fen) => known.knows(fen)) }
      : named;
  const rows: Row[] = [];
  for (let number = grid.from; number < grid.to; number++) {
    const row = rowOf(ledger, grid, columns, number);
    if (row) rows.push(row);
  }
  // Rows without any numbering are all of one kind.
  const { lines, sums, parts } = divided(leveled(rows));
  for (const row of sums) ledger.leave(row.name, isSubtotal);
  for (const row of parts) ledger.leave(row.name, isPart);
  const why: Words | null =
    named.amountUnit === null
      ? {
          zh: `表中没有写单位，按总额与正文相符取${columns.amountUnit}`,
          en: `The table names no unit: ${columns.amountUnit} agrees with the text`,
        }
      : null;
  for (const row of lines) {
    const line = ledger.next(['plan']);
    putLine(ledger, row, columns);
    if (why && row.amount) ledger.remark(['plan', line, 'amountFen'], why, row.amount.span);
  }
}

/** The unit in which a number of the table is an amount that the document names. */
function knownUnit(
  { table, from, to }: Grid,
  { of }: Columns,
  knows: (fen: number) => boolean,
): string | null {
  const cells = table.rows
    .slice(from, to)
    .flatMap((row) => row.filter((cell, column) => cell && of.get(column) === 'amount'));
  const units = ['万元', '元'].filter((unit) =>
    cells.some((cell) => {
      const amount = cell ? amountOfCell(cell.span, unit) : null;
      return amount !== null && amount.fen > 0 && knows(amount.fen);
    }),
  );
  return units.length === 1 ? (units[0] ?? null) : null;
}

function rowOf(ledger: Ledger, grid: Grid, columns: Columns, number: number): Row | null {
  const cells = new Map<Column, Cell>();
  for (const cell of cellsOf(grid.table, number)) {
    const column = columns.of.get(cell.column);
    if (column !== undefined && !cell.isEmpty) cells.set(column, cell);
    else if (
      column === undefined &&
      !cell.isEmpty &&
      !isNumeric(cell.piece.plain) &&
      !cells.has('name') &&
      columns.of.size === 1
    )
      cells.set('name', cell);
  }
  const numbered = cells.get('number');
  const [name, amountCell] = [
    cells.get('name') ?? (numbered && !isNumeric(numbered.piece.plain) ? numbered : undefined),
    cells.get('amount'),
  ];
  if (!name) return null;
  const amount = amountCell ? amountOfCell(amountCell.span, columns.amountUnit) : null;
  const text = compact(name);
  if (TOTAL.test(text)) {
    ledger.leave(name.span, isTotal);
    return null;
  }
  // What is no amount at all, `—` or `待定`, makes no line; a text with numbers in it is one whose amount is open.
  if (!amount && !/[0-9]/.test(amountCell?.piece.plain ?? '')) return null;
  const marker = name.span.match(NUMBERING)?.whole;
  const rest = marker ? name.span.slice(marker.to - name.span.from) : name.span;
  return {
    cells,
    name: rest.isEmpty ? name.span : rest.trimmed(),
    amount,
    level: levelOf(name.piece.plain.trim()),
    number: levelOfNumber(numbered ? compact(numbered) : ''),
    isWithin: WITHIN.test(text),
  };
}

function putLine(ledger: Ledger, { cells, name, amount }: Row, { priceUnit }: Columns): void {
  const path: Path = ['plan', ledger.next(['plan'])];
  if (!ledger.put([...path, 'name'], inOneLine(name.text, ''), name)) return;
  ledger.label(cells.get('name')?.span, cells.get('number')?.span);
  const printed = cells.get('amount')?.span;
  if (!amount) {
    const why: Words = {
      zh: `看不出金额是多少：${printed?.text ?? ''}`,
      en: `What it comes to is not certain: ${printed?.text ?? ''}`,
    };
    ledger.remark([...path, 'amountFen'], why, ...(printed ? [printed] : []));
    if (printed) ledger.leave(printed, why);
    return;
  }
  if (amount.isCalculated) ledger.infer([...path, 'amountFen'], amount.fen, isCalculated);
  else ledger.put([...path, 'amountFen'], amount.fen, amount.span);
  putQuantity(ledger, path, cells, priceUnit, amount.fen);
  const rest = [...(printed?.free() ?? []), ...(cells.get('basis')?.span.free() ?? [])];
  for (const span of rest.map(withoutLead)) if (!span.isEmpty) putHow(ledger, path, span, amount.fen);
}

/** What only led to the amount behind it: `约`, `3个标段，共`. */
const withoutLead = (span: Span): Span =>
  span.slice(0, /[,、;\s]*(?:大?约|共计|合计|共|计|=)?\s*$/.exec(span.plain)?.index);

const isCalculated: Words = {
  zh: '由算式算出，原文没有写出得数',
  en: 'Calculated: the result is not printed',
};

function putQuantity(
  ledger: Ledger,
  path: Path,
  cells: Row['cells'],
  priceUnit: string | null,
  fen: number,
): void {
  const [price, quantity, unit] = [
    cells.get('price')?.span,
    cells.get('quantity')?.span,
    cells.get('unit')?.span,
  ];
  const counted = quantity?.match(/^(\d[\d,]*(?:\.\d{1,4})?)\s*(\D{0,8})$/);
  const digits = counted ? digitsOf(counted.plain(1)) : null;
  const chain = quantity && !counted ? calculationsIn(quantity) : [];
  const number = counted?.group(1);
  const count = digits === null ? null : Number(digits);
  const priced = price?.match(/^[¥]?\s*(\d[\d,]*(?:\.\d{1,6})?)\s*(万元|元|千元)?/);
  const pricedUnit = priced?.plain(2) || priceUnit || balancedUnit(priced?.plain(1), count, fen);
  const pricedFen = priced && pricedUnit ? priceOfNumber(priced.plain(1), pricedUnit) : null;
  const factors = [...cells].flatMap(([column, cell]) => (column.startsWith('factor-') ? [cell.span] : []));
  if (factors.length > 0) {
    putProduct(ledger, path, { price, pricedFen, quantity, factors }, fen);
    return;
  }
  if (price && pricedFen !== null) ledger.put([...path, 'unitPriceFen'], pricedFen, price.trimmed());
  const [product, ...others] = chain;
  if (product?.isProduct && others.length === 0 && !product.price)
    putChain(ledger, path, product, pricedFen, fen);
  if (count !== null && number) ledger.put([...path, 'quantity'], count, number);
  const own = counted?.group(2);
  if (unit && !unit.isEmpty) ledger.put([...path, 'quantityUnit'], unit.text, unit);
  else if (own && !own.isEmpty) ledger.put([...path, 'quantityUnit'], own.text.trim(), own);
}

/** `120人×12个月` as a quantity, where with the price it comes to the amount. */
function putChain(ledger: Ledger, path: Path, chain: Calculation, price: number | null, fen: number): void {
  const quantity = quantityOf(chain);
  if (quantity === null || productFen(price, quantity) !== fen) return;
  const why: Words = { zh: `由“${chain.formula.text}”得出`, en: `Taken from "${chain.formula.text}"` };
  ledger.infer([...path, 'quantity'], quantity, why, chain.formula);
  const unit = quantityUnitOf(chain);
  if (unit !== '') ledger.infer([...path, 'quantityUnit'], unit, why);
}

interface Factors {
  readonly price: Span | undefined;
  readonly pricedFen: number | null;
  readonly quantity: Span | undefined;
  readonly factors: readonly Span[];
}

/** `人数 | 天数 | 标准`: a price and several counts, where together they come to the amount; else none is certain. */
function putProduct(
  ledger: Ledger,
  path: Path,
  { price, pricedFen, quantity, factors }: Factors,
  fen: number,
): void {
  const counts = quantity ? [quantity, ...factors] : factors;
  const numbers = counts.map((span) => Number(digitsOf(span.plain.replace(/\D+$/, '')) ?? Number.NaN));
  const product = numbers.reduce((all, number) => all * number, 1);
  if (!price || pricedFen === null || !Number.isFinite(product) || productFen(pricedFen, product) !== fen)
    return;
  ledger.put([...path, 'unitPriceFen'], pricedFen, price.trimmed());
  const why: Words = {
    zh: `由“${counts.map(({ text }) => text.trim()).join('×')}”得出`,
    en: `Taken from ${counts.map(({ text }) => text.trim()).join(' × ')}`,
  };
  ledger.infer([...path, 'quantity'], product, why, ...counts);
}

/** The unit with which price and count come to the amount, where the column names none. */
function balancedUnit(price: string | undefined, count: number | null, fen: number): string | null {
  if (price === undefined) return null;
  const units = ['元', '万元'].filter((unit) => productFen(priceOfNumber(price, unit), count) === fen);
  return units.length === 1 ? (units[0] ?? null) : null;
}

/** A calculation in a cell; any other text says why. */
function putHow(ledger: Ledger, path: Path, span: Span, fen: number): void {
  const [only, ...others] = calculationsIn(span);
  const isWhole = only !== undefined && others.length === 0 && only.isProduct;
  const [price, quantity] = isWhole ? [priceOf(only), quantityOf(only)] : [null, null];
  const inner = span.trimmed('\\s()').text;
  const body = inner.includes('(') || inner.includes('（') ? span : span.trimmed('\\s()');
  if (price !== null && quantity !== null && productFen(price, quantity) === fen && only) {
    const why: Words = { zh: '由测算依据的算式得出', en: 'Taken from the calculation' };
    const unit = quantityUnitOf(only);
    ledger.infer([...path, 'unitPriceFen'], price, why);
    ledger.infer([...path, 'quantity'], quantity, why);
    if (unit !== '') ledger.infer([...path, 'quantityUnit'], unit, why);
  }
  ledger.put([...path, 'basis'], body.text, body);
}
