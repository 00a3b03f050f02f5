import { isNumeric, isTime, moneyRoleOf, planColumnOf, scheduleColumnOf } from '../readers/columns.ts';
import { type IndicatorColumn, indicatorColumnOf, indicatorColumnsOf } from '../words/indicator-columns.ts';
import { NUMBERING, topicsOf } from '../words/labels.ts';
import { firstLevelOf, secondLevelOf } from '../words/level-words.ts';
import { sourceOfName, TOTAL } from '../words/money-words.ts';
import { type Block, type Paragraph, paragraphOf, tableOf } from './blocks.ts';
import type { Span } from './span.ts';

/** Tables that a text has as lines are tables again: cells parted by blanks, or each on a line of its own. */

/** A line of more cells than this is running text. */
const MOST_CELLS = 24;
const LONGEST_ROW = 600;

/** The words of a line; two that only together are a known word are one: `合 计`, `项 目`. */
function cellsOf(span: Span): Span[] {
  if (span.to - span.from > LONGEST_ROW) return [span];
  const words = span.matchAll(/\S+/).map(({ whole }) => whole);
  const cells: Span[] = [];
  for (const word of words) {
    const last = cells.at(-1);
    const together = last ? `${last.plain}${word.plain}` : '';
    if (
      last &&
      last.plain.length === 1 &&
      word.plain.length === 1 &&
      /^(?:合计|项目|小计|总计|单位|数量|金额|备注|名称|单价)$/.test(together)
    )
      cells[cells.length - 1] = span.slice(last.from - span.from, word.to - span.from);
    else cells.push(word);
  }
  return cells;
}

const isIndicatorHead = (cells: readonly Span[]): boolean => {
  const columns = indicatorColumnsOf(cells.map(({ plain }) => plain));
  return (
    columns !== null &&
    cells.length >= 3 &&
    columns.filter((column) => column !== undefined).length === cells.length
  );
};

/** A line that is no more than a source's name, or says that it is the sum. */
const isNamed = (plain: string): boolean => {
  const name = plain.replace(/\s|[:：]\s*$/g, '');
  return (
    name.length <= 20 && !/[\d,。;]/.test(name) && (TOTAL.test(name) || sourceOfName(name) !== undefined)
  );
};

const moneyColumns = (cells: readonly Span[]): number =>
  cells.filter(({ plain }) => moneyRoleOf(plain) !== undefined && !TOTAL.test(plain)).length;

/** Headings of a plan's columns and nothing else, a number and an amount among them. */
function isPlanHead(cells: readonly Span[]): boolean {
  const texts = cells.map(({ plain }) => plain.replace(/\s/g, ''));
  const columns = texts.map(
    (text) => planColumnOf(text) ?? (moneyRoleOf(text) === undefined ? undefined : 'amount'),
  );
  const has = (column: string): boolean => columns.some((one) => one === column);
  return (
    cells.length >= 4 &&
    !columns.includes(undefined) &&
    has('amount') &&
    has('name') &&
    (has('number') || has('price'))
  );
}

class TextTables {
  private readonly blocks: Block[] = [];
  private readonly lines: readonly Block[];
  private tables: number;

  constructor(lines: readonly Block[]) {
    this.lines = lines;
    this.tables = lines.filter(({ kind }) => kind === 'table').length;
  }

  read(): Block[] {
    for (let at = 0; at < this.lines.length; ) {
      const line = this.lines[at];
      if (!line) break;
      const taken = line.kind === 'table' ? 0 : this.tableAt(at, line);
      if (taken === 0) this.blocks.push(line);
      at += Math.max(1, taken);
    }
    return this.blocks;
  }

  private spanAt(at: number): Span | undefined {
    const line = this.lines[at];
    return line?.kind === 'paragraph' ? line.span : undefined;
  }

  private add(rows: readonly (readonly Span[])[]): void {
    this.blocks.push(tableOf(rows, ++this.tables, true));
  }

  /** How many lines a table has that begins here; 0 where none does. */
  private tableAt(at: number, { span }: Paragraph): number {
    if (span.to - span.from > LONGEST_ROW) return 0;
    const cells = cellsOf(span);
    if (cells.length > MOST_CELLS) return 0;
    if (isIndicatorHead(cells)) return this.indicatorRows(at, cells);
    if (isNamed(span.plain)) return this.namedAmounts(at);
    if (cells.length >= 2 && moneyColumns(cells) >= 2) return this.moneyRows(at, cells);
    if (isPlanHead(cells)) return this.planRows(at, cells);
    if (cells.length === 1 && indicatorColumnOf(span.plain) !== undefined) return this.indicatorCells(at);
    if (cells.length === 1 && scheduleColumnOf(span.plain.replace(/\s/g, '')) === 'content')
      return this.scheduleCells(at);
    return 0;
  }

  private indicatorRows(at: number, head: readonly Span[]): number {
    const rows: Span[][] = [[...head]];
    for (let next = at + 1; ; next++) {
      const span = this.spanAt(next);
      const cells = span ? cellsOf(span) : [];
      if (cells.length < 2 || cells.length > head.length + 2) break;
      rows.push(this.fitted(cells, head.length));
    }
    this.add(rows);
    return rows.length;
  }

  /** `年度资金总额：`, `88.64`, `其中：财政拨款`, `80`: a name and its amount, each on its line. */
  private namedAmounts(at: number): number {
    const rows: Span[][] = [];
    for (let next = at; ; next += 2) {
      const [name, amount, behind] = [this.spanAt(next), this.spanAt(next + 1), this.spanAt(next + 2)];
      if (!name || !amount || !isNamed(name.plain) || !isNumeric(amount.plain)) break;
      // Amounts of several columns: whose each is, their headings say.
      if (behind && isNumeric(behind.plain)) break;
      rows.push([name, amount]);
    }
    if (rows.length > 0) this.add(rows);
    return rows.length * 2;
  }

  /** Cells that have blanks inside are more than the columns: the names are. */
  private fitted(cells: readonly Span[], most: number): Span[] {
    const fitted = [...cells];
    while (fitted.length > most) {
      const at = fitted.findIndex(
        (cell, index) =>
          index > 0 &&
          firstLevelOf(cell.plain) === undefined &&
          secondLevelOf(cell.plain) === undefined &&
          fitted[index + 1] !== undefined,
      );
      const [first, second] = [fitted[at], fitted[at + 1]];
      if (at < 0 || !first || !second) break;
      fitted.splice(at, 2, first.slice(0, second.to - first.from));
    }
    return fitted;
  }

  /** `项目资金 上年度安排 本年度申请`, then rows of a name and numbers. */
  private moneyRows(at: number, head: readonly Span[]): number {
    const first = head.findIndex(({ plain }) => moneyRoleOf(plain) !== undefined);
    const lead = head.slice(0, Math.max(0, first));
    const name = lead
      .filter(({ plain }) => planColumnOf(plain.replace(/\s/g, '')) === 'name' || /^来源$/.test(plain.trim()))
      .at(-1);
    const labels = lead.filter((cell) => cell !== name);
    for (const label of labels) this.blocks.push(paragraphOf(label.text, label.piece.at.line));
    const columns = head.slice(Math.max(0, first));
    const names = name ?? labels.at(-1)?.slice(0, 0) ?? columns[0]?.slice(0, 0);
    let taken = 1 + this.rowsBelow(at + 1, names ? [names, ...columns] : columns, columns.length);
    // A label alone, then rows of as many numbers: the columns hold on.
    for (;;) {
      const label = this.lines[at + taken];
      if (label?.kind !== 'paragraph' || topicsOf(label.span.plain).length === 0) return taken;
      const below = this.spanAt(at + taken + 1);
      const numbers = below ? cellsOf(below).filter(({ plain }) => isAmount(plain)).length : 0;
      if (numbers !== columns.length) return taken;
      this.blocks.push(label);
      const rows = this.rowsBelow(
        at + taken + 1,
        names ? [names, ...columns] : columns,
        columns.length,
        true,
      );
      taken += 1 + rows;
    }
  }

  /** `序号 项目 单位 数量 单价（元） 金额（万元）`, then rows of as many cells, and a sum. */
  private planRows(at: number, head: readonly Span[]): number {
    const rows: Span[][] = [[...head]];
    for (let next = at + 1; ; next++) {
      const span = this.spanAt(next);
      const cells = span && span.to - span.from <= LONGEST_ROW ? cellsOf(span) : [];
      const [first, last] = [cells[0], cells.at(-1)];
      const isSum = first !== undefined && TOTAL.test(first.plain) && cells.length < head.length;
      const isRow = cells.length === head.length || (isSum && cells.length >= 2);
      if (!isRow || !last || !cells.some(({ plain }) => isAmount(plain))) break;
      rows.push(cells);
    }
    if (rows.length < 3) return 0;
    this.add(rows);
    return rows.length;
  }

  private rowsBelow(at: number, head: readonly Span[], columns: number, isAgain = false): number {
    // What the columns are called was said once: again it is no part of the source.
    const rows: Span[][] = [[...head]];
    for (let next = at; ; next++) {
      const row = this.moneyRow(next, columns);
      if (!row) break;
      rows.push(row);
    }
    if (isAgain) this.addRepeated(rows);
    else this.add(rows);
    return rows.length - 1;
  }

  private addRepeated(rows: readonly (readonly Span[])[]): void {
    const table = { ...tableOf(rows, ++this.tables, true), headRepeated: true };
    this.blocks.push(table);
    for (const cell of table.rows[0] ?? []) cell?.piece.uses.fill(REPEATED);
  }

  private moneyRow(at: number, columns: number): Span[] | null {
    const span = this.spanAt(at);
    if (!span || span.to - span.from > LONGEST_ROW) return null;
    const cells = cellsOf(span);
    const first = cells.findIndex(({ plain }) => isAmount(plain));
    const [head] = cells;
    if (!head) return null;
    const isNamed = sourceOfName(head.plain) !== undefined || TOTAL.test(head.plain.replace(/\s/g, ''));
    if (first < 0) return isNamed && cells.length === 1 ? [span] : null;
    if (first === 0 || (topicsOf(head.plain).length > 0 && !isNamed)) return null;
    const last = cells[first - 1] ?? head;
    const name = span.slice(0, last.to - span.from);
    const values = cells.slice(first);
    if (!isNamed && !NUMBERING.test(name.plain) && values.length < columns - 1) return null;
    return [name, ...values];
  }

  /** `一级指标`, `二级指标`, `三级指标`, `指标值`, then cell after cell, each on its line. */
  private indicatorCells(at: number): number {
    const head: { span: Span; column: IndicatorColumn }[] = [];
    for (let next = at; ; next++) {
      const span = this.spanAt(next);
      const column = span && cellsOf(span).length === 1 ? indicatorColumnOf(span.plain) : undefined;
      if (!span || column === undefined) break;
      head.push({ span, column });
    }
    const isHead = indicatorColumnsOf(head.map(({ span }) => span.plain)) !== null && head.length >= 3;
    if (!isHead) return 0;
    const cells: Span[] = [];
    for (let next = at + head.length; ; next++) {
      const span = this.spanAt(next);
      if (!span || (this.endsIndicators(span) && cells.length > 0)) break;
      cells.push(span);
    }
    const rows = rowsOfCells(
      cells,
      head.map(({ column }) => column),
    );
    if (!rows) return 0;
    this.add([head.map(({ span }) => span), ...rows]);
    return head.length + cells.length;
  }

  private endsIndicators({ plain }: Span): boolean {
    if (firstLevelOf(plain) !== undefined || secondLevelOf(plain) !== undefined) return false;
    const topics = topicsOf(plain.split(':')[0] ?? plain);
    return topics.length > 0 && plain.length >= 3 && !/\d/.test(plain.slice(0, 1));
  }

  /** `项目实施内容`, `开始时间`, `完成时间`, then three cells for each. */
  private scheduleCells(at: number): number {
    const head = [0, 1, 2].map((offset) => this.spanAt(at + offset));
    const columns = head.map((span) => (span ? scheduleColumnOf(span.plain.replace(/\s/g, '')) : undefined));
    if (columns[0] !== 'content' || columns[1] !== 'start' || columns[2] !== 'due') return 0;
    const rows: Span[][] = [head.filter((span): span is Span => span !== undefined)];
    for (let next = at + 3; ; next += 3) {
      const [content, start, due] = [this.spanAt(next), this.spanAt(next + 1), this.spanAt(next + 2)];
      if (!content || !start || !due || !isTime(start.plain) || !isTime(due.plain)) break;
      rows.push([content, start, due]);
    }
    if (rows.length === 1) return 0;
    this.add(rows);
    return rows.length * 3;
  }
}

/** The columns that a second table repeats were accounted for in the first. */
const REPEATED = 2;

const isAmount = (plain: string): boolean =>
  isNumeric(plain) ||
  /^-?[\d,.]+(?:\([^()]*\))?$/.test(plain) ||
  /^[-/]{1,4}$/.test(plain) ||
  /^\d+(?:\.\d+)?%$/.test(plain);

/** Cells between one level and the next are as many rows as fit the columns; null where they fit none. */
function rowsOfCells(cells: readonly Span[], columns: readonly IndicatorColumn[]): Span[][] | null {
  const data = columns.filter((column) => column !== 'level1' && column !== 'level2').length;
  const rows: Span[][] = [];
  let levels: Span[] = [];
  let group: Span[] = [];
  const close = (): void => {
    if (group.length === 0) return;
    const width = widthOf(group, data);
    for (let at = 0; at < group.length; at += width) {
      rows.push([...(at === 0 ? levels : []), ...group.slice(at, at + width)]);
    }
    levels = [];
    group = [];
  };
  for (const cell of cells) {
    const isLevel = firstLevelOf(cell.plain) !== undefined || secondLevelOf(cell.plain) !== undefined;
    if (!isLevel) group.push(cell);
    else {
      close();
      levels.push(cell);
    }
  }
  close();
  if (levels.length > 0) rows.push(levels);
  return rows.length > 0 ? rows : null;
}

/** How many cells a row has: all columns, or less where the last of them are empty. */
function widthOf(group: readonly Span[], data: number): number {
  for (let width = data; width >= 2; width--) if (group.length % width === 0) return width;
  return data;
}

export const withTextTables = (blocks: readonly Block[]): Block[] => new TextTables(blocks).read();
