import { called, error, isBlank, quote, warning } from '../../forms/rule.ts';
import { fenOf, formatDecimal, ONE, parseDecimal } from '../../values/decimal.ts';
import type { DeclarationRule } from '../definition.ts';
import { cellOf, type IndicatorRow, indicatorsOf } from '../indicator-rows.ts';
import { isBoilerplate } from './boilerplate.ts';
import { readScoring, type SaidNumber } from './scoring-text.ts';

/** R18, R19, R23: what an indicator's texts say about its value. */

/** Whether a number in the text is the indicator's value: as it stands, as the same money in another unit, or by period. */
function isSame(number: SaidNumber, value: bigint, unit: string): boolean {
  if (number.value === value) return true;
  if (number.periods !== undefined && number.value > 0n && value % number.value === 0n) {
    const times = value / number.value;
    return times >= 1n && times <= BigInt(number.periods);
  }
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
        zh: `第 ${number} 行${called(row.name).zh}的评分标准与指标不一致：${found.zh}，请统一`,
        en: `Indicator ${number}${called(row.name).en}: the scoring text ${found.en}; make them agree`,
      }),
    ];
  });

const PERCENT: readonly string[] = ['%', '百分比'];
/** Rates of change: they may exceed 100 % or be negative. */
const CHANGE =
  /增长|增幅|增速|增加|增收|增值|提高|提升|上升|下降|降低|降幅|减少|变化|变动|同比|环比|偏差|偏离|波动|误差|涨幅|跌幅|盈亏|结余/;
/** Ratios of one amount to another, which may be the larger: debt, provisions, completion, use. */
const RATIO =
  /负债|债务|备付|充足|到位|杠杆|拨备|覆盖率?|完成|达成|实现|执行|支出率|利用|使用率|负荷|周转|比率|比例|占比|之比|倍|收益|回报|保值|利润|保障率|自给|产销|容积|渗透率|入住率|参与率|投资|拉动/;
/** Parts of a whole, which are never more than all of it. */
const PART =
  /满意|知晓|合格率|达标率|及时率|准确率|优良率|优秀率|真实率|出勤率|通过率|就业率|入学率|成活率|发放率/;

/** A row's percentage, in whatever width: "980%" beside % or nothing is R15's matter as well; its size is R19's. */
function percentOf(row: IndicatorRow): bigint | null {
  const [value, unit] = [row.value, row.unit].map((text) => (text ?? '').normalize('NFKC').trim());
  const isPercent =
    PERCENT.includes(unit ?? '') || (cellOf(row, 'unit').state !== 'value' && value?.endsWith('%'));
  return isPercent ? parseDecimal(value?.replace(/%$/, '') ?? '') : null;
}

/** R19 E: more than 100 % of what is a part of a whole (满意度). W: of what is neither that nor known to exceed it. */
export const percentagesFit: DeclarationRule = (declaration) =>
  indicatorsOf(declaration).flatMap(({ row, number, path, kind }) => {
    const value = kind === 'indicator' ? percentOf(row) : null;
    if (value === null || (value >= 0n && value <= 100n * ONE)) return [];
    const name = row.name ?? '';
    const isPart = PART.test(name);
    const text = isPart ? name : `${name}${row.content ?? ''}`;
    if (CHANGE.test(text) || (value > 0n && !isPart && RATIO.test(name))) return [];
    return [
      (isPart ? error : warning)('R19', `${path}/value`, {
        zh: `第 ${number} 行${called(name).zh}的百分比 ${formatDecimal(value)}% 不在 0 至 100 之间：请核对；增长率请在指标名称中写明“增长”`,
        en: `Indicator ${number}${called(name).en}: ${formatDecimal(value)} % is not within 0 to 100: compare; a rate of growth should say so (增长) in its name`,
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
            zh: `第 ${number} 行${called(name).zh}的设定依据“${quote(basis)}”是套话：请写明文件、计划或数据来源，例：区安委办会议记录`,
            en: `Indicator ${number}${called(name).en}: "${quote(basis)}" names no source; give a document, a plan or where the data come from`,
          }),
        ],
  ),
];
