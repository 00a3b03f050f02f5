import type { PartOf } from '../forms/definition.ts';
import { isBlank } from '../forms/rule.ts';
import type { Declaration } from './definition.ts';
import { levelLabel, NOT_APPLICABLE } from './indicator-tree.ts';

/**
 * The rows of the indicator table. Most are indicators. A heading row (产出指标, 数量指标: the table's parent rows) is
 * normally not stored, since levels 1 and 2 of the indicators say it; it is stored where it has something of its own:
 * a weight, or the reason why a kind of indicator does not apply. It then has `nature: not-applicable`, a heading of
 * the first level also `level2: not-applicable`, and its name is that of the level:
 *
 *   { level1: 'output', level2: 'quality', nature: 'not-applicable', name: '质量指标', basis: why there is none }
 *   { level1: 'benefit', level2: 'not-applicable', nature: 'not-applicable', name: '效益指标', weight: '30' }
 *
 * A row that only bears the name of its level (an import of the printed table has such) is a heading all the same, unless
 * it has a target: many forms print 服务对象满意度指标 once more as the name of the only indicator under it.
 */

type Part = PartOf<Declaration>;
export type IndicatorRow = NonNullable<NonNullable<Part['performance']>['indicators']>[number];

export type RowKind = 'level1' | 'level2' | 'indicator';

/** How people write that a cell does not apply: the printed table says 空. */
const SAYS_NOT_APPLICABLE: readonly string[] = [NOT_APPLICABLE, '空', '不适用', '/'];

const isFilled = (text: string | undefined): boolean =>
  !isBlank(text) && !SAYS_NOT_APPLICABLE.includes(text.trim());

export function rowKind(row: IndicatorRow): RowKind {
  const { level1, level2, nature, name } = row;
  if (nature !== NOT_APPLICABLE && [row.operator, row.value, row.unit].some(isFilled)) return 'indicator';
  const called = name?.trim();
  if (level1 !== undefined && called === levelLabel(level1).zh) return 'level1';
  if (level2 !== undefined && called === levelLabel(level2).zh) return 'level2';
  if (nature !== NOT_APPLICABLE) return 'indicator';
  return level2 === NOT_APPLICABLE ? 'level1' : 'level2';
}

/** Whether the row's name is that of its level, as a heading's is. */
export function isNamedAsHeading({ level1, level2, name }: IndicatorRow): boolean {
  const called = name?.trim().replace(/指标$/, '');
  return [level1, level2].some(
    (level) => level !== undefined && called === levelLabel(level).zh.replace(/指标$/, ''),
  );
}

export interface IndicatorAt {
  readonly row: IndicatorRow;
  /** As people count: from 1. */
  readonly number: number;
  /** JSON Pointer. */
  readonly path: string;
  readonly kind: RowKind;
}

export const indicatorsOf = ({ performance }: Part): IndicatorAt[] =>
  (performance?.indicators ?? []).map((row, index) => ({
    row,
    number: index + 1,
    path: `/performance/indicators/${index}`,
    kind: rowKind(row),
  }));

/** The four columns that a heading row leaves 空: 指标性质, 指标值, 度量单位, 指标属性. */
export const VALUE_CELLS = ['operator', 'value', 'unit', 'nature'] as const;
export type ValueCell = (typeof VALUE_CELLS)[number];

/** What a cell holds: a value, that it does not apply, or nothing where something belongs. */
export type Cell =
  | { readonly state: 'value'; readonly text: string }
  | { readonly state: 'not-applicable' }
  | { readonly state: 'missing' };

/** Whether a column applies to a row: none to a heading, no operator and no unit to a qualitative indicator. */
function applies(row: IndicatorRow, cell: ValueCell): boolean {
  if (rowKind(row) !== 'indicator') return false;
  return row.nature !== 'qualitative' || cell === 'value' || cell === 'nature';
}

export function cellOf(row: IndicatorRow, cell: ValueCell): Cell {
  const text = row[cell]?.trim() ?? '';
  if (SAYS_NOT_APPLICABLE.includes(text)) return { state: 'not-applicable' };
  if (text !== '') return { state: 'value', text };
  return { state: applies(row, cell) ? 'missing' : 'not-applicable' };
}
