import type { Words } from '../../values/language.ts';
import type { IndicatorRow } from '../indicator-rows.ts';
import { LEVEL_1, LEVEL_2, type Level1, type Level2, NOT_APPLICABLE, treeOf } from '../indicator-tree.ts';

/** The words of the indicator table and what they mean; both readers of it, of lines and of tables, share them. */

type Writable<T> = { -readonly [K in keyof T]: T[K] };
export type Row = Writable<IndicatorRow>;

const OPERATORS: Readonly<Record<string, NonNullable<IndicatorRow['operator']>>> = {
  ...{ '=': '=', '＝': '=', '>': '>', '＞': '>', '<': '<', '＜': '<' },
  ...{ '>=': '>=', '≥': '>=', '≧': '>=', '<=': '<=', '≤': '<=', '≦': '<=' },
};
export const OPERATOR_PATTERN = '>=|<=|[=＝>＞<＜≥≧≤≦]';

export const operatorOf = (text: string): IndicatorRow['operator'] =>
  Object.hasOwn(OPERATORS, text) ? OPERATORS[text] : undefined;

export function natureOf(text: string): IndicatorRow['nature'] {
  if (/^定量(?:指标)?$/.test(text)) return 'quantitative';
  return /^定性(?:指标)?$/.test(text) ? 'qualitative' : undefined;
}

/** How the printed table says that a cell does not apply. */
export const isNotApplicable = (text: string): boolean => text === '空' || text === '/' || text === '不适用';

/** A level's name in the tree of a year; a name that it has on both levels, or in another year, is found too. */
export function levelOf(text: string, budgetYear: number): { level1: Level1 } | { level2: Level2 } | null {
  const { levels } = treeOf(budgetYear);
  const first = LEVEL_1.find(({ label }) => label.zh === text);
  const second = LEVEL_2.find(({ label, value }) => label.zh === text && value !== NOT_APPLICABLE);
  const isFirst = first !== undefined && (levels[first.value] !== undefined || second === undefined);
  if (isFirst) return { level1: first.value };
  return second === undefined || second.value === NOT_APPLICABLE ? null : { level2: second.value };
}

/** The level above one of the second level, in the tree of a year. */
export function above(level2: Level2, budgetYear: number): Level1 | undefined {
  const { levels } = treeOf(budgetYear);
  return LEVEL_1.find(({ value }) => levels[value]?.includes(level2))?.value;
}

export interface ValueAndUnit {
  readonly value?: string;
  readonly unit?: string;
  /** Why they are not as printed. */
  readonly why?: Words;
}

/** `6月底前` is a day, no number with a unit. */
const DATE = /^[年月日号]|[前后底内]$/;

/** `31.5万元` beside `万元` is the number 31.5; beside nothing, the unit was inside the value (R15). */
export function valueAndUnit(printed: string, printedUnit: string): ValueAndUnit {
  if (printed === '') return printedUnit === '' ? {} : { unit: printedUnit };
  const [, number, suffix = ''] = /^(-?\d+(?:\.\d+)?)\s*(\D*)$/.exec(printed) ?? [];
  if (number === undefined || suffix === '' || DATE.test(suffix)) {
    return { value: printed, ...(printedUnit === '' ? {} : { unit: printedUnit }) };
  }
  if (printedUnit !== '' && printedUnit !== suffix) return { value: printed, unit: printedUnit };
  return {
    value: number,
    unit: suffix,
    why: {
      zh: `原文指标值为“${printed}”，数值与单位分开`,
      en: `The value is printed as ${printed}: number and unit were set apart`,
    },
  };
}
