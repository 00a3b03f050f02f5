import { amount, error, isFen, warning } from '../../forms/rule.ts';
import { fenOf, parseDecimal } from '../../values/decimal.ts';
import type { DeclarationRule } from '../definition.ts';
import { type IndicatorAt, indicatorsOf } from '../indicator-rows.ts';
import { wholesOf } from './money-of.ts';

/** R11: what the indicators promise to cost, against what is asked for. */

interface Cap {
  readonly indicator: IndicatorAt;
  readonly fen: number;
}

const CAPS: readonly (string | undefined)[] = ['<=', '<', '='];

/** What a project costs over all its years and sources is no cap on the money of one year. */
const OF_ALL_YEARS = /总投资|投资额|概算|决算|累计|总造价/;

/** A cap on money, in whole 元, 万元 or 亿元; a cost per piece (元/人) is none on the project. */
function capOf(indicator: IndicatorAt): Cap | null {
  const { level1, level2, operator, value, unit, name, term } = indicator.row;
  if (OF_ALL_YEARS.test(name ?? '') || term === 'long-term') return null;
  const isCost = level2 === 'cost' || (level1 === 'cost' && level2 === 'economic-cost');
  if (indicator.kind !== 'indicator' || !isCost || !CAPS.includes(operator)) return null;
  const number = parseDecimal((value ?? '').normalize('NFKC').trim());
  const fen = number === null ? null : fenOf(number, unit?.trim() ?? '');
  return fen === null || fen < 0 ? null : { indicator, fen };
}

/**
 * R11 E: a cost cap above all the money of the project. W: below the appropriation, so that the money could not be spent: no cap reaches the
 * appropriation, and together they do not either (the caps may be those of the parts).
 */
export const costCapsFit: DeclarationRule = (declaration) => {
  const appropriated = declaration.appropriation?.amountFen;
  if (!isFen(appropriated)) return [];
  const asked = amount(appropriated);
  const caps = indicatorsOf(declaration).flatMap((indicator) => capOf(indicator) ?? []);
  const most = Math.max(appropriated, ...wholesOf(declaration.appropriation));
  const above = caps.filter(({ fen }) => fen > most);
  const [largest] = caps.toSorted((a, b) => b.fen - a.fen);
  if (above.length > 0 || !largest) {
    return above.map(({ indicator, fen }) => {
      const cap = amount(fen);
      return error('R11', `${indicator.path}/value`, {
        zh: `第 ${indicator.number} 行成本指标 ${cap.zh} 高于资金安排 ${asked.zh}，请改为不超过资金安排的数`,
        en: `Indicator ${indicator.number}: the cost cap of ${cap.en} is above the appropriation of ${asked.en}; lower it`,
      });
    });
  }
  const together = caps.reduce((total, { fen }) => total + fen, 0);
  if (largest.fen >= appropriated || together >= appropriated) return [];
  const cap = amount(together);
  return [
    warning('R11', `${largest.indicator.path}/value`, {
      zh: `成本指标合计 ${cap.zh}，低于资金安排 ${asked.zh}：按此控制成本则资金用不完，请核对`,
      en: `The cost caps come to ${cap.en}, below the appropriation of ${asked.en}: kept to, money would be left; check either`,
    }),
  ];
};
