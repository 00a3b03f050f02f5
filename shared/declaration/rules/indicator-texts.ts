import { error, isBlank, quote, warning } from '../../forms/rule.ts';
import { fenOf, formatDecimal, ONE, parseDecimal } from '../../values/decimal.ts';
import type { DeclarationRule } from '../definition.ts';
import { cellOf, type IndicatorRow, indicatorsOf } from '../indicator-rows.ts';
import { isBoilerplate } from './boilerplate.ts';
import { type Claim, readScoring } from './scoring-text.ts';

/** R18, R19, R23: what an indicator's texts say about its value. */

/** Whether a number in the text is the indicator's value: as it stands, or as the same money in another unit. */
function isSame(number: Claim['numbers'][number], value: bigint, unit: string): boolean {
  if (number.value === value) return true;
  const [said, meant] = [fenOf(number.value, number.unit), fenOf(value, unit)];
  return said !== null && said === meant;
}

/** Why the scoring text does not fit the row, in both languages; null where it does or nothing can be told. */
function contradiction(row: IndicatorRow, scoring: string): { zh: string; en: string } | null {
  const claim = readScoring(scoring);
  const operator = cellOf(row, 'operator');
  if (claim.operator !== null && operator.state === 'value' && claim.operator !== operator.text) {
    return {
      zh: `写的是“${claim.operatorText}”（${claim.operator}），指标性质是“${operator.text}”`,
      en: `says "${claim.operatorText}" (${claim.operator}), the operator is ${operator.text}`,
    };
  }
  const cell = cellOf(row, 'value');
  const value = cell.state === 'value' ? parseDecimal(cell.text) : null;
  if (value === null || claim.numbers.length === 0) return null;
  const unit = row.unit?.trim() ?? '';
  if (claim.numbers.some((number) => isSame(number, value, unit))) return null;
  const said = claim.numbers.map((number) => `${formatDecimal(number.value)}${number.unit}`).join('、');
  return {
    zh: `写的是 ${said}，指标值是 ${formatDecimal(value)}${unit}`,
    en: `says ${said}, the value is ${formatDecimal(value)}${unit}`,
  };
}

/** R18 W: the scoring text agrees with operator and value; numbers only where the text holds Arabic digits. */
export const scoringAgrees: DeclarationRule = (declaration) =>
  indicatorsOf(declaration).flatMap(({ row, number, path, kind }) => {
    if (kind !== 'indicator' || row.nature === 'qualitative' || isBlank(row.scoring)) return [];
    const found = contradiction(row, row.scoring);
    if (!found) return [];
    return [
      warning('R18', `${path}/scoring`, {
        zh: `第 ${number} 行“${quote(row.name ?? '')}”的评分标准与指标不一致：${found.zh}，请统一`,
        en: `Indicator ${number} "${quote(row.name ?? '')}": the scoring text ${found.en}; make them agree`,
      }),
    ];
  });

const PERCENT: readonly string[] = ['%', '％', '百分比'];
/** A rate of growth may exceed 100 % or be negative. */
const GROWTH = /增长|增幅|增速|增加|提高|提升|上升|同比|环比/;

/** R19 E: a percentage lies in 0–100, unless it is a growth rate. */
export const percentagesFit: DeclarationRule = (declaration) =>
  indicatorsOf(declaration).flatMap(({ row, number, path, kind }) => {
    if (kind !== 'indicator' || !PERCENT.includes(row.unit?.trim() ?? '')) return [];
    // "980%" is R15's matter as well; its size is this rule's all the same.
    const value = parseDecimal(row.value?.trim().replace(/[%％]$/, '') ?? '');
    if (value === null || (value >= 0n && value <= 100n * ONE)) return [];
    if (GROWTH.test(`${row.name ?? ''}${row.content ?? ''}`)) return [];
    return [
      error('R19', `${path}/value`, {
        zh: `第 ${number} 行“${quote(row.name ?? '')}”的百分比 ${formatDecimal(value)}% 不在 0 至 100 之间；增长率请在指标名称中写明“增长”`,
        en: `Indicator ${number} "${quote(row.name ?? '')}": ${formatDecimal(value)} % is not within 0 to 100; a rate of growth must say so (增长) in its name`,
      }),
    ];
  });

/** R23 W: the basis of a value, and the calculation of a line, say something of their own. */
export const basisSaysSomething: DeclarationRule = (declaration) => [
  ...(declaration.plan ?? []).flatMap(({ basis }, index) =>
    isBlank(basis) || !isBoilerplate(basis)
      ? []
      : [
          warning('R23', `/plan/${index}/basis`, {
            zh: `第 ${index + 1} 项支出的测算依据“${quote(basis)}”是套话：请写明单价、数量或标准的出处`,
            en: `Line ${index + 1}: "${quote(basis)}" calculates nothing; name prices, quantities or the standard applied`,
          }),
        ],
  ),
  ...indicatorsOf(declaration).flatMap(({ row: { basis, name }, number, path }) =>
    isBlank(basis) || !isBoilerplate(basis)
      ? []
      : [
          warning('R23', `${path}/basis`, {
            zh: `第 ${number} 行“${quote(name ?? '')}”的设定依据“${quote(basis)}”是套话：请写明文件、计划或数据来源，例：区安委办会议记录`,
            en: `Indicator ${number} "${quote(name ?? '')}": "${quote(basis)}" names no source; give a document, a plan or where the data come from`,
          }),
        ],
  ),
];
