import { called, error, quote, warning } from '../../forms/rule.ts';
import { parseDecimal } from '../../values/decimal.ts';
import type { DeclarationRule } from '../definition.ts';
import {
  cellOf,
  type IndicatorAt,
  type IndicatorRow,
  indicatorsOf,
  isNamedAsHeading,
  VALUE_CELLS,
  type ValueCell,
} from '../indicator-rows.ts';
import { levelLabel, NOT_APPLICABLE } from '../indicator-tree.ts';

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

/** The number at the start of a text, its operator before and what follows: `≥95%`, `31.5万元`. */
const WITH_UNIT = /^([><=≥≤]*)\s*(-?\d[\d,]*(?:\.\d+)?)\s*(\D*)$/;

/** A number without the commas of its groups of three; undefined where they stand otherwise. */
const ungrouped = (digits: string | undefined): string | undefined =>
  digits !== undefined && /^-?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?$/.test(digits)
    ? digits.replaceAll(',', '')
    : undefined;

/** Quantities that are no single number: ±3%, 18:1, 1/3, 5-8, 第1名, 11月30日, 2021年12月底前, 年底前. */
const QUANTITIES: readonly RegExp[] = [
  /^(?:±|正负)\s*\d+(?:\.\d+)?\s*\D{0,6}$/,
  /^\d+(?:\.\d+)?\s*[:∶/]\s*\d+(?:\.\d+)?$/,
  /^\d+(?:\.\d+)?\D{0,4}\s*[-—–~至到]\s*\d+(?:\.\d+)?\D{0,6}$/,
  /^(?:前|第)\s*\d+\s*(?:名|位|等|级)?$/,
  /^(?:19|20)\d{2}\s*[./-]\s*\d{1,2}(?:\s*[./-]\s*\d{1,2})?\s*(?:之?前|以?内)?$/,
  /^(?:(?:19|20)\d{2}\s*年)?\s*\d{1,2}\s*月\s*(?:份|\d{1,2}\s*日|[上中下]旬|底|末|初)?\s*(?:之?前|以?内)?$/,
  /^(?=.)(?:(?:19|20)\d{2}\s*年)?(?:全?年|[年季月][底末初]|[上下]半年|第?[一二三四1-4]季度)?(?:之?前|以?内)?$/,
];

/** Whether a value is a quantity that needs no unit beside it. */
const saysItsUnit = (row: IndicatorRow): boolean => {
  const text = (row.value ?? '').normalize('NFKC').trim();
  return QUANTITIES.some((quantity) => quantity.test(text));
};

const UNITS: ReadonlySet<string> = new Set(['元', '万元', '亿元', '%']);
const OPERATOR_SIGNS: Readonly<Record<string, string>> = { '≥': '>=', '≤': '<=' };

/** What a value says of operator and unit that their own cells say otherwise: ≥95 beside <=, 31.5万元 beside 元. */
function contradicted(row: IndicatorRow, sign: string, rest: string): string | undefined {
  const [operator, unit] = [cellOf(row, 'operator'), cellOf(row, 'unit')];
  const said = OPERATOR_SIGNS[sign] ?? sign;
  if (said !== '' && operator.state === 'value' && operator.text !== said) return operator.text;
  const own = unit.state === 'value' ? unit.text.normalize('NFKC') : '';
  return UNITS.has(rest) && UNITS.has(own) && rest !== own ? own : undefined;
}

/**
 * R15 W: a quantitative value is a number alone; the finance system that takes it over refuses its unit (S5). E: what
 * stands with the number is not what the cells beside it say.
 */
export const valueIsNumber: DeclarationRule = (declaration) =>
  ofNature(declaration, 'quantitative').flatMap(({ row, number, path }) => {
    const cell = cellOf(row, 'value');
    if (cell.state !== 'value' || parseDecimal(cell.text) !== null) return [];
    const text = cell.text.normalize('NFKC');
    if (saysItsUnit(row)) return [];
    const [, sign = '', digits, rest = ''] = WITH_UNIT.exec(text) ?? [];
    const other = contradicted(row, sign, rest.trim());
    if (other !== undefined) {
      return [
        error('R15', `${path}/value`, {
          zh: `第 ${number} 行定量指标的指标值“${quote(cell.text)}”与旁边填的“${other}”不一致，请统一`,
          en: `Indicator ${number}: the value "${quote(cell.text)}" and "${other}" beside it contradict each other; make them agree`,
        }),
      ];
    }
    const plain = ungrouped(digits);
    return [
      warning('R15', `${path}/value`, {
        zh: `第 ${number} 行定量指标的指标值“${quote(cell.text)}”应为数值${plain ? `：填 ${plain}${rest === '' ? '' : `，单位“${rest.trim()}”填在度量单位栏`}` : '，单位填在度量单位栏'}`,
        en: `Indicator ${number}: the value "${quote(cell.text)}" should be a number alone${plain ? `: write ${plain}` : ''}; its unit has a column of its own`,
      }),
    ];
  });

/**
 * R16 E: a quantitative indicator without a value measures nothing. W: without operator or unit; a ratio (18:1) or a
 * date needs no unit. 空 is no value there.
 */
export const quantitativeIsComplete: DeclarationRule = (declaration) =>
  ofNature(declaration, 'quantitative').flatMap(({ row, number, path }) =>
    (['operator', 'value', 'unit'] as const).flatMap((name) => {
      const { state } = cellOf(row, name);
      if (state === 'value' || (name === 'unit' && saysItsUnit(row))) return [];
      const words = CELL_WORDS[name];
      return [
        (name === 'value' ? error : warning)('R16', `${path}/${name}`, {
          zh: `第 ${number} 行定量指标${state === 'missing' ? '缺少' : '不能空着'}${words.zh}，请补填`,
          en: `Indicator ${number} is quantitative and ${state === 'missing' ? 'lacks its' : 'cannot do without'} ${words.en}; fill it in`,
        }),
      ];
    }),
  );

/** R17 E: a qualitative indicator without the text of a level (效果明显). W: with an operator, or a number for its level. */
export const qualitativeIsText: DeclarationRule = (declaration) =>
  ofNature(declaration, 'qualitative').flatMap(({ row, number, path }) => {
    const [operator, value] = [cellOf(row, 'operator'), cellOf(row, 'value')];
    const isNumber = value.state === 'value' && /^[\d.,\s]+[%％]?$/.test(value.text.normalize('NFKC'));
    return [
      ...(operator.state !== 'value'
        ? []
        : [
            warning('R17', `${path}/operator`, {
              zh: `第 ${number} 行定性指标不用“${operator.text}”：请清空指标性质，或改为定量指标`,
              en: `Indicator ${number} is qualitative: clear the operator ${operator.text}, or make it quantitative`,
            }),
          ]),
      ...(value.state === 'value' && !isNumber
        ? []
        : [
            (isNumber ? warning : error)('R17', `${path}/value`, {
              zh: `第 ${number} 行定性指标的指标值应写等级文字，例：效果明显${isNumber ? `；“${value.text}”是数值，应改为定量指标` : ''}`,
              en: `Indicator ${number} is qualitative: its value is a level in words, e.g. 效果明显${isNumber ? `; "${value.text}" is a number: make it quantitative` : ''}`,
            }),
          ]),
    ];
  });

/**
 * R24 E: a heading row that says that it does not apply and has a target all the same. W: an indicator that has no
 * name of its own, or no nature; a heading row with a nature.
 */
export const headingsHaveNoValue: DeclarationRule = (declaration) =>
  indicatorsOf(declaration).flatMap(({ row, number, path, kind }) => {
    const name = called(row.name);
    if (kind === 'indicator') {
      const called = row.name?.trim();
      const isLevel = [row.level1, row.level2].some(
        (level) => level !== undefined && called === levelLabel(level).zh,
      );
      if (!isLevel) return [];
      return [
        warning('R24', `${path}/name`, {
          zh: `第 ${number} 行有目标值，名称却只是${name.zh}：请写明衡量什么，例：参训人员满意度`,
          en: `Indicator ${number} has a target and is only called${name.en}: say what it measures, e.g. 参训人员满意度`,
        }),
      ];
    }
    if (row.nature === NOT_APPLICABLE && row.name !== undefined && !isNamedAsHeading(row)) {
      return [
        warning('R24', `${path}/nature`, {
          zh: `第 ${number} 行${name.zh}是具体指标，指标属性应为定量或定性；“空”只用于产出指标、数量指标这样的上级行`,
          en: `Indicator ${number}${name.en} is an indicator of its own: quantitative or qualitative; 空 is for heading rows such as 产出指标 only`,
        }),
      ];
    }
    const filled = VALUE_CELLS.find((cell) => cellOf(row, cell).state === 'value');
    if (filled === undefined) return [];
    const words = CELL_WORDS[filled];
    return [
      (filled === 'nature' ? warning : error)('R24', `${path}/${filled}`, {
        zh: `第 ${number} 行${name.zh}是上级行，${words.zh}应为空；有具体目标值的，请另起一行写三级指标的名称`,
        en: `Indicator ${number}${name.en} is a heading row and takes no ${words.en}; put the target into a row with a name of its own`,
      }),
    ];
  });
