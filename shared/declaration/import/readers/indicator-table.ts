import type { Field } from '../../../forms/definition.ts';
import { fieldAt } from '../../../forms/field-at.ts';
import { type Level1, type Level2, levelLabel, NOT_APPLICABLE } from '../../indicator-tree.ts';
import type { Ledger, Path } from '../ledger.ts';
import type { Cell, Table } from '../source/blocks.ts';
import type { Span } from '../source/span.ts';
import { type IndicatorColumn, indicatorColumnOf, indicatorColumnsOf } from '../words/indicator-columns.ts';
import { above, firstLevelOf, LEVEL_POINTS, secondLevelOf } from '../words/level-words.ts';
import { isNotApplicable, putMeasure } from './measure.ts';

/** The indicator table as a table: columns by their headings, levels from merged cells. */

const INDICATORS = ['performance', 'indicators'];

interface Levels {
  readonly level1?: Level1;
  readonly level2?: Level2;
  readonly cell1?: Cell;
  readonly cell2?: Cell;
}

type Cells = ReadonlyMap<IndicatorColumn, Cell>;

/** One set of the columns; a table of long-term beside annual indicators has two. */
interface Columns {
  readonly at: readonly (readonly [number, IndicatorColumn])[];
  readonly term?: 'long-term' | 'annual';
}

/** Columns that are named twice begin a second set, which shares the levels that it does not have. */
function columnSets(columns: readonly (IndicatorColumn | undefined)[]): Columns[] {
  const sets: [number, IndicatorColumn][][] = [[]];
  for (const [index, column] of columns.entries()) {
    if (column === undefined || columns[index - 1] === column) continue;
    const set = sets.at(-1) ?? [];
    const isAgain = column !== 'other' && set.some(([, known]) => known === column);
    if (isAgain && (column === 'level1' || column === 'level2' || column === 'name'))
      sets.push([[index, column]]);
    else set.push([index, column]);
  }
  const [first = [], ...more] = sets;
  if (more.length !== 1) return [{ at: withName(first) }];
  const shared = first.filter(([, column]) => column === 'level1' || column === 'level2');
  return [
    { at: withName(first), term: 'long-term' },
    ...more.map((set) => ({
      at: withName([...shared.filter(([, column]) => !set.some(([, own]) => own === column)), ...set]),
      term: 'annual' as const,
    })),
  ];
}

/** 指标内容 is the name where there is no 三级指标. */
const withName = (set: readonly [number, IndicatorColumn][]): [number, IndicatorColumn][] =>
  set.some(([, column]) => column === 'name')
    ? [...set]
    : set.map(([index, column], at) => [
        index,
        column === 'content' && at === set.findIndex(([, one]) => one === 'content') ? 'name' : column,
      ]);

/** The heading rows of a table; the columns that hold below each. */
export function indicatorHeads(table: Table): Map<number, readonly (IndicatorColumn | undefined)[]> {
  const heads = new Map<number, readonly (IndicatorColumn | undefined)[]>();
  for (const [row, cells] of table.rows.entries()) {
    const columns =
      indicatorColumnsOf(cells.map((cell) => (cell === undefined ? '' : cell.piece.plain))) ??
      columnsUnderOne(table, row);
    if (columns) heads.set(row, withLevels(table, row, columns));
  }
  return heads;
}

/** A column of another name, or of none, whose cells below are levels: `绩效指标` above 产出指标, 效益指标. */
function withLevels(
  table: Table,
  row: number,
  columns: readonly (IndicatorColumn | undefined)[],
): readonly (IndicatorColumn | undefined)[] {
  return columns.map((column, index) => {
    const plain = table.rows[row + 1]?.[index]?.piece.plain ?? '';
    // `指标类型` may be the nature or the level: what stands below says which.
    if (column === 'nature' && firstLevelOf(plain) !== undefined && !columns.includes('level1'))
      return 'level1';
    if (column !== undefined) return column;
    if (firstLevelOf(plain) !== undefined && !columns.includes('level1')) return 'level1';
    return secondLevelOf(plain) !== undefined && !columns.includes('level2') ? 'level2' : undefined;
  });
}

/** `绩效指标` over all levels and the name, beside `指标值`: the levels below say which column is which. */
function columnsUnderOne(table: Table, row: number): readonly (IndicatorColumn | undefined)[] | null {
  const cells = table.rows[row] ?? [];
  const over = cells.find((cell) => cell && cell.row === row && cell.columns > 1);
  const columns = cells.map((cell) => (cell ? indicatorColumnOf(cell.piece.plain) : undefined));
  if (
    !over ||
    !/^(?:绩效)?指标(?:名称)?$/.test(over.piece.plain.replace(/\s/g, '')) ||
    !columns.includes('value')
  )
    return null;
  const below = table.rows[row + 1] ?? [];
  return columns.map((column, index) => {
    if (cells[index] !== over) return column;
    const plain = below[index]?.piece.plain ?? '';
    if (index === over.column + over.columns - 1) return 'name';
    if (firstLevelOf(plain) !== undefined) return 'level1';
    return secondLevelOf(plain) === undefined ? undefined : 'level2';
  });
}

/** A row of a text has lost the cells that were merged: the first that it has says where it begins. */
function aligned(row: readonly (Cell | undefined)[], columns: Columns): (Cell | undefined)[] {
  const position = (column: IndicatorColumn): number =>
    columns.at.find(([, one]) => one === column)?.[0] ?? -1;
  const full = Math.max(...columns.at.map(([index]) => index)) + 1;
  const [first] = row;
  const plain = first?.piece.plain ?? '';
  const isFirst = firstLevelOf(plain) !== undefined;
  // A cell that is there and empty stands for one that was merged.
  const begin =
    first?.isEmpty || row.length >= full || (isFirst && secondLevelOf(plain) === undefined)
      ? 0
      : secondLevelOf(plain) !== undefined && position('level2') >= 0 && !(isFirst && row.length === full)
        ? position('level2')
        : Math.max(0, position('name'));
  return [...new Array<undefined>(begin).fill(undefined), ...row];
}

export class IndicatorTable {
  private levels: Levels = {};
  private unknown: Cell | undefined;
  private readonly ledger: Ledger;
  private readonly year: number;
  private readonly headed = new Set<string>();

  constructor(ledger: Ledger, year: number) {
    this.ledger = ledger;
    this.year = year;
  }

  /** Reads the rows below a heading row. */
  read(table: Table, columns: readonly (IndicatorColumn | undefined)[], from: number, to: number): void {
    const sets = columnSets(columns);
    const [firstSet] = sets;
    for (let row = from; row < to; row++) {
      const printed = table.rows[row] ?? [];
      const cells = table.ragged && firstSet ? aligned(printed, firstSet) : printed;
      for (const set of sets) this.readRow(cells, row, set);
    }
  }

  private readRow(row: readonly (Cell | undefined)[], number: number, { at, term }: Columns): void {
    const cells = new Map<IndicatorColumn, Cell>();
    for (const [index, column] of at) {
      const cell = row[index];
      if (cell && !cells.has(column)) cells.set(column, cell);
    }
    this.enter(cells);
    const name = cells.get('name');
    // A cell over levels and names alike is a remark below the table.
    if (name && name.columns > 1 && name === cells.get('level1')) return;
    const isOwn = (column: IndicatorColumn): boolean => cells.get(column)?.row === number;
    const named = name !== undefined && !isNotApplicable(name.piece.plain) && isOwn('name');
    const measured = (['operator', 'value', 'unit', 'nature'] as const).some((column) => {
      const cell = cells.get(column);
      return cell !== undefined && !isNotApplicable(cell.piece.plain) && isOwn(column);
    });
    if (named || measured) this.readIndicator(cells, named ? name : undefined, term);
    else this.readHeading(cells);
  }

  private enter(cells: Cells): void {
    const [one, two] = [cells.get('level1'), cells.get('level2')];
    const [plain1, plain2] = [one?.piece.plain ?? '', two?.piece.plain ?? ''];
    const first = firstLevelOf(plain1);
    // 服务对象满意度指标 in the first column says both.
    const secondInFirst = first === undefined ? secondLevelOf(plain1) : undefined;
    if (first !== undefined && one)
      this.levels = {
        level1: first,
        cell1: one,
        ...(first === this.levels.level1 && one === this.levels.cell1 ? this.second() : {}),
      };
    if (secondInFirst !== undefined && one) {
      const level1 = above(secondInFirst, this.year) ?? this.levels.level1;
      this.levels = { ...(level1 ? { level1 } : {}), level2: secondInFirst, cell1: one, cell2: one };
    }
    // A first level that no tree has ends the one above: what stands beside it is none of that.
    const isUnknown = first === undefined && secondInFirst === undefined && !isNotApplicable(plain1);
    if (isUnknown && one && one !== this.levels.cell1 && one !== this.unknown) {
      this.levels = {};
      this.unknown = one;
    }
    const second = secondLevelOf(plain2);
    if (second !== undefined && two) {
      const level1 = this.levels.level1 ?? above(second, this.year);
      const cell1 = this.levels.cell1 ?? two;
      this.levels = { ...(level1 ? { level1 } : {}), cell1, level2: second, cell2: two };
    } else if (two && !isNotApplicable(plain2) && secondInFirst === undefined && plain2.trim() !== '') {
      const { level2: _, cell2: __, ...rest } = this.levels;
      this.levels = rest;
      if (/^(?:具体)?指标$|^具体指标$/.test(plain2.replace(/\s/g, ''))) this.ledger.label(two.span);
    }
    for (const cell of [one, two]) if (cell) this.points(cell);
  }

  private second(): Pick<Levels, 'level2' | 'cell2'> {
    const { level2, cell2 } = this.levels;
    return { ...(level2 ? { level2 } : {}), ...(cell2 ? { cell2 } : {}) };
  }

  /** `产出指标（50分）` is a heading that has something of its own. */
  private points(cell: Cell): void {
    const match = cell.span.match(LEVEL_POINTS);
    const points = match?.group(1) ?? match?.group(2);
    if (!points?.isFree()) return;
    const path = [...INDICATORS, this.ledger.next(INDICATORS)];
    if (cell === this.levels.cell1) this.heading(path, this.levels.level1, undefined, cell.span);
    else if (cell === this.levels.cell2)
      this.heading(path, this.levels.level1, this.levels.level2, cell.span);
    else return;
    this.ledger.put([...path, 'weight'], points.plain, points);
  }

  private heading(path: Path, level1: Level1 | undefined, level2: Level2 | undefined, from: Span): void {
    const label = level2 ?? level1;
    if (label === undefined) return;
    const name = from.match(/^\s*[^(\d]*/)?.whole ?? from;
    if (level1) this.ledger.share([...path, 'level1'], level1, name);
    this.ledger.share([...path, 'level2'], level2 ?? NOT_APPLICABLE, name);
    this.ledger.share([...path, 'nature'], NOT_APPLICABLE, name);
    this.ledger.share([...path, 'name'], levelLabel(label).zh, name);
  }

  private readIndicator(cells: Cells, name: Cell | undefined, term: Columns['term']): void {
    const { ledger } = this;
    const path = [...INDICATORS, ledger.next(INDICATORS)];
    this.putLevels(path);
    if (name) ledger.put([...path, 'name'], name.piece.text.trim().replace(/\n/g, ''), name.span);
    putMeasure(ledger, path, {
      operator: cells.get('operator')?.span,
      value: cells.get('value')?.span,
      unit: cells.get('unit')?.span,
      nature: cells.get('nature')?.span,
    });
    this.putTexts(path, cells);
    if (term) {
      const why = { zh: '由所在的栏得出', en: 'Taken from the side of the table' };
      ledger.infer([...path, 'term'], term, why);
    }
  }

  private putLevels(path: Path): void {
    const { level1, level2, cell1, cell2 } = this.levels;
    if (level1 && cell1) this.ledger.share([...path, 'level1'], level1, cell1.span);
    if (level2 && cell2) this.ledger.share([...path, 'level2'], level2, cell2.span);
    if (level1 === 'satisfaction' && level2 === undefined) {
      const why = { zh: '满意度指标只有这一类', en: 'There is only this kind' };
      this.ledger.infer([...path, 'level2'], 'service-recipient', why);
    }
  }

  /** A heading row is kept where it says more than its level does. */
  private readHeading(cells: Cells): void {
    const { level1, level2, cell1, cell2 } = this.levels;
    for (const column of ['name', 'operator', 'value', 'unit', 'nature'] as const) {
      const cell = cells.get(column);
      if (cell) this.ledger.label(cell.span);
    }
    const says = (['weight', 'scoring', 'content', 'basis'] as const).some((column) => {
      const cell = cells.get(column);
      return cell !== undefined && !isNotApplicable(cell.piece.plain);
    });
    const own = cells.get('level2') === cell2 && cell2 ? cell2 : cell1;
    const key = `${level1}/${level2}`;
    if (!says || !own || this.headed.has(key)) {
      if (own) this.ledger.label(own.span);
      return;
    }
    this.headed.add(key);
    const path = [...INDICATORS, this.ledger.next(INDICATORS)];
    this.heading(path, level1, own === cell2 ? level2 : undefined, own.span);
    this.putTexts(path, cells);
  }

  private putTexts(path: Path, cells: Cells): void {
    const { ledger } = this;
    for (const column of ['scoring', 'basis', 'line', 'lastYearValue'] as const) {
      const cell = cells.get(column);
      if (cell && isNotApplicable(cell.piece.plain)) ledger.label(cell.span);
      else if (cell) ledger.put([...path, column], cell.span.text, cell.span);
    }
    const term = cells.get('term')?.span;
    const long =
      term &&
      (/^(?:中?长期|中期)/.test(term.plain) ? 'long-term' : /年度/.test(term.plain) ? 'annual' : undefined);
    if (term && long) ledger.put([...path, 'term'], long, term);
    const weight = cells.get('weight')?.span;
    if (weight && !weight.isEmpty) this.putWeight(path, weight);
    const content = cells.get('content')?.span;
    if (content && isNotApplicable(content.plain)) ledger.label(content);
    else if (content) this.putContent(path, content);
  }

  private putWeight(path: Path, weight: Span): void {
    const number = weight.match(/^(\d{1,3}(?:\.\d{1,2})?)\s*[分%]?$/)?.group(1);
    if (number && this.ledger.put([...path, 'weight'], number.plain, number)) this.ledger.label(weight);
  }

  /** Our own tables name under 指标内容 what has no column of its own: `对应支出：培训费；…`. */
  private putContent(path: Path, content: Span): void {
    const row = fieldAt(this.ledger.definition, [...INDICATORS, 0]);
    const fields = row?.kind === 'group' ? row.fields : [];
    const rest: Span[] = [];
    for (const line of content.split(/\n/)) {
      if (!this.putLabelled(path, line, fields)) rest.push(line);
    }
    const [first, last] = [rest[0], rest.at(-1)];
    const whole =
      first && last && rest.length === last.piece.text.slice(first.from, last.to).split('\n').length
        ? content.slice(first.from - content.from, last.to - content.from).trimmed()
        : undefined;
    if (whole && !whole.isEmpty) this.ledger.put([...path, 'content'], whole.text, whole);
  }

  private putLabelled(path: Path, line: Span, fields: readonly Field[]): boolean {
    const parts = line.split(/;/);
    const found = parts.map((part) => {
      const match = part.match(/^\s*([^:]{2,8}):\s*(.+?)\s*$/s);
      const field = fields.find(({ label }) => label.zh === match?.group(1)?.text);
      return match && field ? { match, field } : null;
    });
    if (!found.every((one) => one !== null)) return false;
    for (const { match, field } of found) {
      const value = match.group(2);
      if (!value) continue;
      const option =
        field.kind === 'choice'
          ? field.options.find(({ label }) => label.zh === value.text)?.value
          : value.text;
      if (option !== undefined) this.ledger.put([...path, field.key], option, value);
      this.ledger.label(match.group(1));
    }
    return true;
  }
}
