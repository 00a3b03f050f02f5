import { error, quote } from '../../forms/rule.ts';
import { parseDecimal } from '../../values/decimal.ts';
import type { DeclarationRule } from '../definition.ts';
import {
  cellOf,
  type IndicatorAt,
  indicatorsOf,
  isNamedAsHeading,
  VALUE_CELLS,
  type ValueCell,
} from '../indicator-rows.ts';
import { NOT_APPLICABLE } from '../indicator-tree.ts';

/**
 * R15–R17, R24: the four value columns of the indicator table. A cell holds a value, says that it does not apply (空),
 * or is missing: three states, told apart by `indicator-rows.ts`.
 */

const CELL_WORDS = {
  operator: { zh: '指标性质（=、≥、≤ 等）', en: 'operator' },
  value: { zh: '指标值', en: 'value' },
  unit: { zh: '度量单位', en: 'unit' },
  nature: { zh: '指标属性', en: 'nature' },
} as const satisfies Record<ValueCell, { zh: string; en: string }>;

const ofNature = (declaration: Parameters<DeclarationRule>[0], nature: string): IndicatorAt[] =>
  indicatorsOf(declaration).filter(({ kind, row }) => kind === 'indicator' && row.nature === nature);

/** The number at the start of a text, and what follows: `31.5万元`. */
const WITH_UNIT = /^[><=≥≤]*\s*(-?\d[\d,]*(?:\.\d+)?)\s*(\D*)$/;

/** A number without the commas of its groups of three; undefined where they stand otherwise. */
const ungrouped = (digits: string | undefined): string | undefined =>
  digits !== undefined && /^-?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?$/.test(digits)
    ? digits.replaceAll(',', '')
    : undefined;

/** R15 E: a quantitative value is a number alone; the finance system that takes it over refuses its unit (S5). */
export const valueIsNumber: DeclarationRule = (declaration) =>
  ofNature(declaration, 'quantitative').flatMap(({ row, number, path }) => {
    const cell = cellOf(row, 'value');
    if (cell.state !== 'value' || parseDecimal(cell.text) !== null) return [];
    const [, digits, rest = ''] = WITH_UNIT.exec(cell.text.normalize('NFKC')) ?? [];
    const plain = ungrouped(digits);
    return [
      error('R15', `${path}/value`, {
        zh: `第 ${number} 行定量指标的指标值“${quote(cell.text)}”应为数值${plain ? `：填 ${plain}${rest === '' ? '' : `，单位“${rest.trim()}”填在度量单位栏`}` : '，单位填在度量单位栏'}`,
        en: `Indicator ${number}: the value "${quote(cell.text)}" must be a number alone${plain ? `: write ${plain}` : ''}; its unit has a column of its own`,
      }),
    ];
  });

/** R16 E: a quantitative indicator has operator, value and unit; 空 is no value there. */
export const quantitativeIsComplete: DeclarationRule = (declaration) =>
  ofNature(declaration, 'quantitative').flatMap(({ row, number, path }) =>
    (['operator', 'value', 'unit'] as const).flatMap((name) => {
      const { state } = cellOf(row, name);
      if (state === 'value') return [];
      const words = CELL_WORDS[name];
      return [
        error('R16', `${path}/${name}`, {
          zh: `第 ${number} 行定量指标${state === 'missing' ? '缺少' : '不能空着'}${words.zh}`,
          en: `Indicator ${number} is quantitative and ${state === 'missing' ? 'lacks its' : 'cannot do without'} ${words.en}`,
        }),
      ];
    }),
  );

/** R17 E: a qualitative indicator has the text of a level (效果明显) and no operator. */
export const qualitativeIsText: DeclarationRule = (declaration) =>
  ofNature(declaration, 'qualitative').flatMap(({ row, number, path }) => {
    const [operator, value] = [cellOf(row, 'operator'), cellOf(row, 'value')];
    const isNumber = value.state === 'value' && /^[\d.,\s]+[%％]?$/.test(value.text.normalize('NFKC'));
    return [
      ...(operator.state !== 'value'
        ? []
        : [
            error('R17', `${path}/operator`, {
              zh: `第 ${number} 行定性指标不用“${operator.text}”：请清空指标性质，或改为定量指标`,
              en: `Indicator ${number} is qualitative: clear the operator ${operator.text}, or make it quantitative`,
            }),
          ]),
      ...(value.state === 'value' && !isNumber
        ? []
        : [
            error('R17', `${path}/value`, {
              zh: `第 ${number} 行定性指标的指标值应写等级文字，例：效果明显${isNumber ? `；“${value.text}”是数值，应改为定量指标` : ''}`,
              en: `Indicator ${number} is qualitative: its value is a level in words, e.g. 效果明显${isNumber ? `; "${value.text}" is a number: make it quantitative` : ''}`,
            }),
          ]),
    ];
  });

/** R24 E: a heading row has no value of its own, and only a heading row does without one. */
export const headingsHaveNoValue: DeclarationRule = (declaration) =>
  indicatorsOf(declaration).flatMap(({ row, number, path, kind }) => {
    if (kind === 'indicator') return [];
    const name = quote(row.name ?? '');
    if (row.nature === NOT_APPLICABLE && row.name !== undefined && !isNamedAsHeading(row)) {
      return [
        error('R24', `${path}/nature`, {
          zh: `第 ${number} 行“${name}”是具体指标，指标属性应为定量或定性；“空”只用于产出指标、数量指标这样的上级行`,
          en: `Indicator ${number} "${name}" is an indicator of its own: quantitative or qualitative; 空 is for heading rows such as 产出指标 only`,
        }),
      ];
    }
    const filled = VALUE_CELLS.find((cell) => cellOf(row, cell).state === 'value');
    if (filled === undefined) return [];
    const words = CELL_WORDS[filled];
    return [
      error('R24', `${path}/${filled}`, {
        zh: `第 ${number} 行“${name}”是上级行，${words.zh}应为空；有具体目标值的，请另起一行写三级指标的名称`,
        en: `Indicator ${number} "${name}" is a heading row and takes no ${words.en}; put the target into a row with a name of its own`,
      }),
    ];
  });
