import type { PartOf } from '../forms/definition.ts';
import { plainWan } from '../values/money.ts';
import type { Declaration } from './definition.ts';

/** The indicators that cap the project's total cost: under 产出 until 2021, a first level of their own after. */
const isCostCap = (indicator: PartOf<Declaration['performance']['indicators'][number]>): boolean =>
  String(indicator.level1) === 'cost' || indicator.level2 === 'cost';

/** After a cut the total-cost indicator follows the approved total by itself (domain.md §4: a cut forces 成本指标). */
export function costFollows(declaration: PartOf<Declaration>, totalFen: number): PartOf<Declaration> {
  const { performance } = declaration;
  if (!performance?.indicators) return declaration;
  const indicators = performance.indicators.map((indicator) =>
    isCostCap(indicator) &&
    indicator.unit === '万元' &&
    (indicator.operator === '<=' || indicator.operator === '<')
      ? { ...indicator, value: plainWan(totalFen) }
      : indicator,
  );
  return { ...declaration, performance: { ...performance, indicators } };
}
