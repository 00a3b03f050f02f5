import { levelLabel, NOT_APPLICABLE } from '../indicator-tree.ts';
import { isNotApplicable, levelOf, natureOf, operatorOf, type Row, valueAndUnit } from './indicator.ts';
import type { Notes } from './notes.ts';

/** The indicator table as a table: columns by their headings, levels from merged cells. */

type Column = Exclude<keyof Row, 'line'>;

const HEADINGS: readonly (readonly [RegExp, Column])[] = [
  [/^一级指标$/, 'level1'],
  [/^二级指标$/, 'level2'],
  [/^三级指标$/, 'name'],
  [/^指标性质$/, 'operator'],
  [/^指标值$/, 'value'],
  [/^(?:度量|计量)单位$/, 'unit'],
  [/^指标属性$/, 'nature'],
  [/^(?:权重|分值)/, 'weight'],
  [/^评.*分标准$/, 'scoring'],
  [/^指标内容$/, 'content'],
  [/依据/, 'basis'],
];

const columnOf = (heading: string): Column | undefined =>
  HEADINGS.find(([pattern]) => pattern.test(heading.replace(/\s/g, '')))?.[1];

/** The columns of a heading row, or null where the row is none. */
function columnsOf(row: readonly string[]): readonly (Column | undefined)[] | null {
  const columns = row.map(columnOf);
  return columns.includes('name') && columns.includes('value') ? columns : null;
}

const PLAN_LINE = /(?:^|\n)对应支出：([^\n]+)/;

function levelsOf(cells: ReadonlyMap<Column, string>, year: number): Pick<Row, 'level1' | 'level2'> {
  const first = levelOf(cells.get('level1') ?? '', year);
  const second = levelOf(cells.get('level2') ?? '', year);
  return {
    ...(first && 'level1' in first ? { level1: first.level1 } : {}),
    ...(second && 'level2' in second ? { level2: second.level2 } : {}),
  };
}

/** A heading row is kept where it says more than its level does. */
function headingOf(levels: Pick<Row, 'level1' | 'level2'>, texts: Row): Row | null {
  const level = levels.level2 ?? levels.level1;
  if (level === undefined || Object.keys(texts).length === 0) return null;
  const level2 = levels.level2 ?? NOT_APPLICABLE;
  return { ...levels, level2, nature: NOT_APPLICABLE, name: levelLabel(level).zh, ...texts };
}

function textsOf(cells: ReadonlyMap<Column, string>): Row {
  const row: Row = {};
  for (const column of ['weight', 'scoring', 'basis'] as const) {
    const text = cells.get(column) ?? '';
    if (text !== '' && !isNotApplicable(text)) row[column] = text;
  }
  const content = cells.get('content') ?? '';
  const line = PLAN_LINE.exec(content)?.[1];
  const rest = content.replace(PLAN_LINE, '');
  if (rest !== '') row.content = rest;
  if (line !== undefined) row.line = line;
  return row;
}

function readRow(cells: ReadonlyMap<Column, string>, year: number, index: number, notes: Notes): Row | null {
  const levels = levelsOf(cells, year);
  const texts = textsOf(cells);
  const applying = (column: Column): string => {
    const text = cells.get(column) ?? '';
    return isNotApplicable(text) ? '' : text;
  };
  const name = applying('name');
  const printed = [applying('operator'), applying('value'), applying('unit'), applying('nature')] as const;
  if (name === '' && printed.every((text) => text === '')) return headingOf(levels, texts);
  const [sign, printedValue, printedUnit, printedNature] = printed;
  const { value, unit, why } = valueAndUnit(printedValue, printedUnit);
  if (why) notes.infer(['performance', 'indicators', index, 'value'], why);
  const operator = operatorOf(sign);
  const nature = natureOf(printedNature);
  return {
    ...levels,
    ...(name === '' ? {} : { name }),
    ...(nature === undefined ? {} : { nature }),
    ...(operator === undefined ? {} : { operator }),
    ...(value === undefined ? {} : { value }),
    ...(unit === undefined ? {} : { unit }),
    ...texts,
  };
}

/** Reads the rows below a heading row; nothing where the table has none. */
export function readIndicatorGrid(rows: readonly (readonly string[])[], year: number, notes: Notes): Row[] {
  const found: Row[] = [];
  let columns: readonly (Column | undefined)[] | null = null;
  for (const row of rows) {
    const headings = columnsOf(row);
    if (headings) columns = headings;
    if (headings || columns === null) continue;
    const cells = new Map<Column, string>();
    for (const [index, column] of columns.entries()) {
      if (column !== undefined && !cells.has(column)) cells.set(column, (row[index] ?? '').trim());
    }
    const read = readRow(cells, year, found.length, notes);
    if (read) found.push(read);
  }
  return found;
}
