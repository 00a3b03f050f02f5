import { unitOfLabel } from './amounts.ts';
import type { Entries, Entry, Grid } from './entries.ts';
import type { Ledger } from './ledger.ts';
import {
  headingsOf,
  isMoneyHead,
  isNumeric,
  isTime,
  moneyRoleOf,
  planColumnOf,
  scheduleColumnOf,
  yearColumnOf,
} from './readers/columns.ts';
import { indicatorHeads } from './readers/indicator-table.ts';
import { type Cell, cellsOf, type Paragraph, type Table } from './source/blocks.ts';
import type { Span } from './source/span.ts';
import { indicatorColumnOf } from './words/indicator-columns.ts';
import { type Topic, topicsOf } from './words/labels.ts';
import { firstLevelOf, secondLevelOf } from './words/level-words.ts';
import { isSourceName, sourceOfName, TOTAL } from './words/money-words.ts';

/** A table divided into its parts: labels with their values, and grids below the headings of their columns. */

const linesOf = (span: Span): Paragraph[] =>
  span.lines().map((line) => ({ kind: 'paragraph', span: line, listed: false, cut: false }));

const compact = (cell: Cell): string => cell.piece.plain.replace(/\s/g, '');
const topicsIn = (cell: Cell): readonly Topic[] => topicsOf(cell.piece.plain.trim());

/** Whose value is one line, however often its cell breaks it. */
const ONE_LINE: readonly Topic[] = [
  'title',
  'code',
  'supervisor',
  'office',
  'unit',
  'unitName',
  'implementer',
  'applicant',
  'projectUnit',
  'address',
  'postcode',
  'uscc',
  'period',
  'start',
  'end',
  'legalRepresentative',
  'budgetYear',
];
/** Beside these a second value is another label's. */
const ONE_CELL: readonly Topic[] = [...ONE_LINE, 'lead', 'contact', 'phone', 'mobile', 'head'];
const UNKNOWN_LABEL = /^[\u4E00-\u9FFF()、/]{2,12}:?$/;
/** Two names of units below each other are two. */
const TWO_UNITS = /(?:局|委|厅|部|院|所|中心|政府|公司|学校|医院)\s*\n\s*[^\n]{1,6}[省市县区旗州]/;

/** The value of a label in a cell: its lines, or one where it holds but one. */
function linesOfValue(topic: Topic, span: Span): Paragraph[] {
  const isOne = ONE_LINE.includes(topic) && !TWO_UNITS.test(span.plain) && !/:[^\n]*\n/.test(span.plain);
  return isOne ? [{ kind: 'paragraph', span, listed: false, cut: false }] : linesOf(span);
}

/** `单位负责人：　　填表人：示例乙`: several labels of one line, after blanks. */
function labelledParts(line: Span): Span[] {
  const starts = line
    .matchAll(/(?<=\s)[^\s:,;]{2,12}\s*:/)
    .filter((match) => topicsOf(match.whole.plain.replace(/\s*:$/, '')).length > 0)
    .map(({ start }) => start);
  if (starts.length === 0 || !/^[^:]{2,20}:/.test(line.plain)) return [line];
  return [0, ...starts].map((start, index) => line.slice(start, starts[index]).trimmed());
}

/** Amounts in the columns of their names; one may be empty. */
const areBelow = (names: readonly Cell[], amounts: readonly Cell[]): boolean =>
  amounts.length === names.length ||
  (amounts.length >= 2 && amounts.every(({ column }) => names.some((name) => name.column === column)));

/** `序号 | 支出内容 | 规格 | 数量 | 单价`: only columns, of which enough are known to tell. */
function isUnknownHead(texts: readonly string[]): boolean {
  const columns = texts.map(planColumnOf);
  const counted = ['number', 'price', 'quantity'].filter((one) => columns.some((column) => column === one));
  return (
    texts.length >= 4 && counted.length >= 2 && texts.every((text) => text.length <= 12 && !/\d/.test(text))
  );
}

const MONEY_TOPICS: readonly Topic[] = ['appropriation', 'plan'];

export class TableOutline {
  private readonly outline: Entries;
  private readonly ledger: Ledger;
  private readonly table: Table;
  private readonly heads: ReturnType<typeof indicatorHeads>;
  /** The entry that the table stands in. */
  private readonly around: Entry;
  /** What a label alone in its row has opened, for the row below. */
  private heading: Entry | undefined;
  private readonly wrappers = new Map<Cell, readonly Topic[]>();

  constructor(outline: Entries, ledger: Ledger, table: Table) {
    this.outline = outline;
    this.ledger = ledger;
    this.table = table;
    this.heads = indicatorHeads(table);
    this.around = outline.current;
  }

  read(): void {
    for (let row = 0; row < this.table.rows.length; ) row = this.readAt(row);
    // What follows the table goes on with the section that it stands in.
    if (this.outline.current !== this.around)
      this.outline.open(this.around.topic, this.around.topics, this.around.label);
  }

  /** Reads what begins in a row, and says where the next begins. */
  private readAt(row: number): number {
    if (this.heads.has(row)) return this.readGrid('indicators', row, row);
    const cells = this.ownCells(row);
    const filled = cells.filter((cell) => !cell.isEmpty);
    if (filled.length === 0) return row + 1;
    if (this.isScheduleHead(row, filled)) return this.readGrid('schedule', row, row);
    if (this.areSourcesAbove(filled, row)) return this.readGrid('sources', row, row);
    const money = this.moneyKind(row, filled);
    if (money) return this.readGrid(money.kind, row, money.head, money.top);
    if (this.labelsAbove(row, filled)) return row + 2;
    this.readLabels(filled);
    return row + 1;
  }

  /** The cells that begin in a row, without one that only leads to the rows beside it. */
  private ownCells(row: number): Cell[] {
    return cellsOf(this.table, row);
  }

  /** `实施内容 | 开始时间 | 完成时间`, `时间 | 工作内容` above times; not labels with times beside them. */
  private isScheduleHead(row: number, filled: readonly Cell[]): boolean {
    const columns = filled.map((cell) => scheduleColumnOf(compact(cell)));
    if (filled.some((cell) => isTime(cell.piece.plain))) return false;
    if (columns.includes('start') && columns.includes('due')) return true;
    const period = filled[columns.indexOf('period')];
    const below = period && this.table.rows[row + 1]?.[period.column];
    return columns.includes('content') && below !== undefined && isTime(below.piece.plain);
  }

  /** The cell that leads to several rows from here on. */
  private wrapperAt(row: number): Cell | undefined {
    const [first] = this.table.rows[row] ?? [];
    return first && first.rows > 1 && first.row === row && topicsIn(first).length > 0 ? first : undefined;
  }

  private wrapperTopics(row: number): readonly Topic[] {
    return (this.table.rows[row] ?? []).flatMap((cell) =>
      cell && this.wrappers.has(cell) ? (this.wrappers.get(cell) ?? []) : [],
    );
  }

  private readGrid(kind: Grid['kind'], row: number, head: number | null, top?: number): number {
    const first = this.wrapperAt(row);
    // A heading of both rows leads to a column, and not to rows.
    const wrapper = top !== undefined && first?.rows === 2 ? undefined : first;
    const above = (this.table.rows[row] ?? []).find(
      (cell) => cell && cell.row < row && this.wrappers.has(cell),
    );
    const span = wrapper ?? above;
    const from = head === null ? row : head + 1;
    // Without headings a row of amounts stands for itself.
    const end =
      span && span.rows > 1
        ? span.row + span.rows
        : kind === 'sources'
          ? row + 2
          : head === null
            ? row + 1
            : this.endOf(kind, from);
    const label = wrapper?.span ?? this.aroundLabel(kind);
    if (wrapper) this.ledger.label(wrapper.span);
    const topic = {
      indicators: 'indicators',
      schedule: 'activities',
      plan: 'plan',
      funding: 'appropriation',
      years: 'appropriation',
      sources: 'appropriation',
    } as const;
    const unit = this.unitOf(wrapper, head) ?? this.around.unit;
    const entry = this.outline.open(topic[kind], [topic[kind]], label);
    // `资金总额（万元）| 156.8`: what stands below goes on with the unit.
    if (head === null) entry.unit ??= unitOfLabel(this.ownCells(row)[0]?.piece.plain ?? '');
    entry.grids.push({
      kind,
      table: this.table,
      head,
      ...(top === undefined ? {} : { top }),
      from,
      to: Math.max(from, end),
      unit: unit ?? entry.unit,
    });
    for (let one = top ?? head ?? Number.POSITIVE_INFINITY; head !== null && one <= head; one++)
      for (const cell of cellsOf(this.table, one))
        if (this.isHeadCell(kind, cell)) this.ledger.label(cell.span);
    return Math.max(from, end);
  }

  private aroundLabel(kind: Grid['kind']): Span | undefined {
    const topic = kind === 'plan' ? 'plan' : 'appropriation';
    return this.around.topic === topic ? this.around.label : undefined;
  }

  private unitOf(wrapper: Cell | undefined, head: number | null): string | null {
    const own = wrapper ? unitOfLabel(wrapper.piece.plain) : null;
    if (own !== null || head === null) return own;
    // A unit that stands at the first column holds for the others: `资金来源（万元）`.
    const [first] = cellsOf(this.table, head);
    return first ? unitOfLabel(first.piece.plain) : null;
  }

  private isHeadCell(kind: Grid['kind'], cell: Cell): boolean {
    if (kind === 'sources') return !isSourceName(compact(cell));
    if (kind === 'indicators')
      return indicatorColumnOf(cell.piece.plain) !== undefined || topicsIn(cell).length > 0;
    return true;
  }

  /** Where a grid that no merged cell bounds ends: before the next heading row, or a label that leads elsewhere. */
  private endOf(kind: Grid['kind'], from: number): number {
    for (let row = from; row < this.table.rows.length; row++) {
      if (this.heads.has(row)) return this.withoutHeading(row, from);
      const filled = this.ownCells(row).filter((cell) => !cell.isEmpty);
      const [first, second] = filled;
      if (!first) continue;
      if (kind === 'indicators' ? this.leavesIndicators(first, second) : this.leavesMoney(row, filled))
        return row;
    }
    return this.table.rows.length;
  }

  /** A row above the headings of indicators that only names them belongs to neither. */
  private withoutHeading(row: number, from: number): number {
    const above = this.ownCells(row - 1).filter((cell) => !cell.isEmpty);
    const names =
      above.length > 0 &&
      above.every((cell) => topicsIn(cell).length > 0 || indicatorColumnOf(cell.piece.plain) !== undefined);
    return names && row - 1 >= from ? row - 1 : row;
  }

  private leavesIndicators(first: Cell, second: Cell | undefined): boolean {
    const plain = first.piece.plain;
    if (firstLevelOf(plain) !== undefined || secondLevelOf(plain) !== undefined || first.column > 1)
      return false;
    // `单位负责人：　　填表人：` over the whole width.
    const label = /^([^:]{2,20}):/.exec(plain.trim())?.[1];
    if (second === undefined && first.columns > 2 && label !== undefined && topicsOf(label).length > 0)
      return true;
    const topics = topicsIn(first);
    return topics.length > 0 && second !== undefined && !topics.includes('indicators');
  }

  private leavesMoney(row: number, filled: readonly Cell[]): boolean {
    const [first, second] = filled;
    if (!first) return false;
    const text = compact(first);
    if (TOTAL.test(text) || sourceOfName(text) !== undefined || isNumeric(second?.piece.plain ?? '')) {
      return this.moneyKind(row, filled, true) !== null && row > 0;
    }
    return topicsIn(first).length > 0 || this.moneyKind(row, filled, true) !== null;
  }

  /** Whether amounts stand in columns or beside their names from this row on, and of what kind they are. */
  private moneyKind(
    row: number,
    filled: readonly Cell[],
    isAsking = false,
  ): { kind: Grid['kind']; head: number | null; top?: number } | null {
    const two = this.headOfTwoRows(row, filled);
    if (two) return { kind: two, head: row + 1, top: row };
    const years = filled.filter((cell) => yearColumnOf(compact(cell)) !== null);
    if (years.length >= 2 && this.hasNumbersBelow(row)) {
      const bySource = this.namesBelow(row).filter((name) => sourceOfName(name) !== undefined).length > 0;
      return { kind: bySource ? 'funding' : 'years', head: row };
    }
    const wrapper = this.wrapperAt(row);
    const topics = wrapper ? topicsIn(wrapper) : this.wrapperTopics(row);
    const inside = filled.filter((cell) => cell !== wrapper);
    const isHead =
      isMoneyHead(
        inside.map(compact),
        inside.map((cell) => cell.piece.plain),
      ) && this.hasNumbersBelow(row);
    const known = topics.find((topic) => MONEY_TOPICS.includes(topic));
    if (isHead) return { kind: this.kindOfHead(inside, known, row), head: row };
    if (isAsking) return null;
    if (known === 'appropriation' && wrapper) {
      if (this.rowsOf(wrapper).some((one) => this.hasNamedAmount(one, wrapper)))
        return { kind: 'funding', head: null };
      return null;
    }
    return this.isNamedAmount(inside) ? { kind: 'funding', head: null } : null;
  }

  /** `支出内容 | 2024年 | 2025年` above `预算数 | 执行数 | 申请数`, and amounts below. */
  private headOfTwoRows(row: number, filled: readonly Cell[]): 'funding' | 'plan' | null {
    const isOver = filled.some((cell) => cell.columns > 1 && cell.rows === 1);
    if (!isOver || !filled.some((cell) => cell.rows === 2) || !this.hasNumbersBelow(row + 1)) return null;
    const heads = headingsOf({ table: this.table, head: row + 1, top: row });
    const texts = heads.map(({ text }) => text);
    const hasRole = texts.some((text) => (moneyRoleOf(text.replace(/^\d{4}年度?/, '')) ?? 'none') !== 'none');
    if (!hasRole || heads.some(({ cell }) => isNumeric(cell.piece.plain))) return null;
    const names = this.namesBelow(row + 1);
    const areSources = names.some((name) => sourceOfName(name) !== undefined);
    return areSources && names.every((name) => sourceOfName(name) !== undefined || TOTAL.test(name))
      ? 'funding'
      : 'plan';
  }

  private rowsOf(cell: Cell): number[] {
    return Array.from({ length: cell.rows }, (_, index) => cell.row + index);
  }

  private hasNamedAmount(row: number, wrapper: Cell): boolean {
    const filled = this.ownCells(row).filter((cell) => !cell.isEmpty && cell !== wrapper);
    return filled.some(
      (cell, index) => !isNumeric(cell.piece.plain) && isNumeric(filled[index + 1]?.piece.plain ?? ''),
    );
  }

  /** `财政拨款 | 100`: the name of a source, a sum or a year's budget with an amount beside it. */
  private isNamedAmount(filled: readonly Cell[]): boolean {
    return filled.some((cell, index) => {
      const text = compact(cell);
      const isName =
        sourceOfName(text) !== undefined || TOTAL.test(text) || (moneyRoleOf(text) ?? 'none') !== 'none';
      return isName && isNumeric(filled[index + 1]?.piece.plain ?? '') && text.length <= 20;
    });
  }

  private hasNumbersBelow(row: number): boolean {
    return [1, 2, 3].some((below) => this.ownCells(row + below).some((cell) => isNumeric(cell.piece.plain)));
  }

  private kindOfHead(head: readonly Cell[], known: Topic | undefined, row: number): 'funding' | 'plan' {
    const texts = head.map(compact);
    if (known === 'plan' || texts.some((text) => ['price', 'quantity'].includes(planColumnOf(text) ?? '')))
      return 'plan';
    if (known === 'appropriation') return 'funding';
    const names = this.namesBelow(row);
    const sources = names.filter((name) => sourceOfName(name) !== undefined || TOTAL.test(name));
    if (names.length > 0 && sources.length === names.length)
      return /支出|明细|内容/.test(texts[0] ?? '') ? 'plan' : 'funding';
    if (/来源|资金性质|资金构成/.test(texts[0] ?? '')) return 'funding';
    if (this.around.topic === 'appropriation' && sources.length * 2 > names.length) return 'funding';
    return 'plan';
  }

  private namesBelow(row: number): string[] {
    const names: string[] = [];
    for (let below = row + 1; below < this.table.rows.length; below++) {
      const name = this.ownCells(below).find((cell) => !cell.isEmpty && !isNumeric(cell.piece.plain));
      if (!name) continue;
      if (
        topicsIn(name).length > 0 &&
        sourceOfName(compact(name)) === undefined &&
        !TOTAL.test(compact(name))
      )
        break;
      names.push(compact(name));
    }
    return names;
  }

  /** `资金来源 | 合计 | 财政拨款 | 自筹` above a row of amounts. */
  private areSourcesAbove(filled: readonly Cell[], row: number): boolean {
    const names = filled.filter((cell) => isSourceName(compact(cell)));
    const below = this.ownCells(row + 1).filter((cell) => !cell.isEmpty);
    const others = filled.filter((cell) => !names.includes(cell) && topicsIn(cell).length === 0);
    // `甲 | 10 | 8`: the amounts are of what is named beside them.
    const isOfOne = below.some(
      (cell) =>
        !isNumeric(cell.piece.plain) &&
        topicsIn(cell).length === 0 &&
        unitOfLabel(cell.piece.plain) === null &&
        !isSourceName(compact(cell)),
    );
    return (
      names.length >= 2 &&
      others.length === 0 &&
      !isOfOne &&
      names.length >= filled.length - 1 &&
      areBelow(
        names,
        below.filter((cell) => isNumeric(cell.piece.plain)),
      )
    );
  }

  /** Labels in a row, their values in the next. */
  private labelsAbove(row: number, filled: readonly Cell[]): boolean {
    const wrapper = filled.length > 1 ? this.wrapperAt(row) : undefined;
    const labels = filled.filter((cell) => cell !== wrapper);
    if (labels.length < 2 || !labels.every((cell) => topicsIn(cell).length > 0)) return false;
    const below = labels.map((cell) => this.table.rows[row + 1]?.[cell.column]);
    const values = below.filter((cell) => cell !== undefined && !cell.isEmpty && cell.row === row + 1);
    if (values.length === 0 || values.some((cell) => cell && topicsIn(cell).length > 0)) return false;
    if (wrapper) this.ledger.label(wrapper.span);
    for (const [index, cell] of labels.entries()) {
      this.ledger.label(cell.span);
      const value = below[index];
      const [topic = 'known'] = topicsIn(cell);
      const entry = this.outline.open(topic, topicsIn(cell), cell.span, true);
      if (value && value.row === row + 1) entry.lines.push(...linesOfValue(topic, value.span));
    }
    return true;
  }

  private readLabels(filled: readonly Cell[]): void {
    if (this.readBelowHeading(filled)) return;
    // The headings of a table that nobody knows are no labels of each other.
    if (isUnknownHead(filled.map(compact))) return;
    for (let index = 0; index < filled.length; ) {
      const cell = filled[index];
      if (!cell) break;
      const topics = topicsIn(cell);
      if (topics.length === 0) {
        this.readOther(cell);
        index += 1;
        continue;
      }
      const next = this.nextLabel(filled, index);
      const values = filled.slice(index + 1, next);
      if (topics[0] !== 'known' || values.every((value) => value.isEmpty)) this.ledger.label(cell.span);
      if (cell.rows > 1 && values.length === 0) this.wrappers.set(cell, topics);
      const [topic = 'known'] = topics;
      const entry = this.outline.open(topic, topics, cell.span, true);
      if (filled.length === 1 && cell.rows === 1) this.heading = entry;
      const own = this.ownValues(topic, values);
      for (const value of own) entry.lines.push(...linesOfValue(topic, value.span));
      // A label that no list knows ends the value before it; it is named with its own.
      const [unknown] = values.slice(own.length);
      if (unknown) this.outline.open('known', ['known'], unknown.span, true);
      index = next;
    }
  }

  /** `二、立项依据` over the whole row, and its text over the whole of the next. */
  private readBelowHeading(filled: readonly Cell[]): boolean {
    const { heading } = this;
    this.heading = undefined;
    const [only, ...others] = filled;
    if (!heading || !only || others.length > 0 || topicsIn(only).length > 0) return false;
    if (this.outline.current !== heading) return false;
    heading.lines.push(...linesOfValue(heading.topic as Topic, only.span));
    return true;
  }

  /** `单位地址 | 示例路1号 | 在职职工 | 25`: the cells up to one that looks like a label. */
  private ownValues(topic: Topic, values: readonly Cell[]): readonly Cell[] {
    if (!ONE_CELL.includes(topic)) return values;
    const at = values.findIndex((value, index) => index > 0 && UNKNOWN_LABEL.test(compact(value)));
    return at < 0 ? values : values.slice(0, at);
  }

  /** Where the next label stands. A word alone at the end of a row, right behind a label, is its value. */
  private nextLabel(filled: readonly Cell[], index: number): number {
    for (let next = index + 1; next < filled.length; next++) {
      const cell = filled[next];
      if (!cell || topicsIn(cell).length === 0) continue;
      const isLast = next === filled.length - 1;
      const own = filled[index];
      if (isLast && next === index + 1 && own && own.rows === 1 && compact(cell).length <= 4) continue;
      return next;
    }
    return filled.length;
  }

  /** A cell that is no label: it may hold labels with their values itself. */
  private readOther(cell: Cell): void {
    if (indicatorColumnOf(cell.piece.plain) !== undefined && cell.piece.plain.length < 12) {
      this.ledger.label(cell.span);
      return;
    }
    const lines = cell.span.lines().flatMap(labelledParts);
    const labelled = lines.map((line) => line.match(/^([^:]{1,40}?)\s*:\s*(.*)$/s));
    for (const [index, match] of labelled.entries()) {
      const [label, value] = [match?.group(1), match?.group(2)];
      const topics = label ? topicsOf(label.plain) : [];
      const [topic] = topics;
      if (label && topic) {
        this.ledger.label(label);
        const entry = this.outline.open(topic, topics, label, true);
        if (value && !value.isEmpty) entry.lines.push(...linesOf(value));
      } else if (index > 0 && lines[index] && labelled.slice(0, index).some((one) => one !== null)) {
        this.outline.current.lines.push(...linesOf(lines[index]));
      } else if (lines[index] && this.standsAlone()) this.around.lines.push(...linesOf(lines[index]));
    }
  }

  /** A table of one cell is a frame around text. */
  private standsAlone(): boolean {
    return this.table.rows.length === 1 && cellsOf(this.table, 0).length === 1;
  }
}
