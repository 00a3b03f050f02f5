import type { PartOf } from '../forms/definition.ts';
import { plainWan } from '../values/money.ts';
import type { Declaration } from './definition.ts';

type Part = PartOf<Declaration>;
type Source = NonNullable<NonNullable<Part['appropriation']>['sources']>[number];

/** The indicators that cap the project's total cost: under 产出 until 2021, a first level of their own after. */
const isCostCap = (indicator: PartOf<Declaration['performance']['indicators'][number]>): boolean =>
  String(indicator.level1) === 'cost' || indicator.level2 === 'cost';

/** After a cut the total-cost indicator follows the approved total by itself (domain.md §4: a cut forces 成本指标). */
function withCostCaps(declaration: Part, totalFen: number): Part {
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

/** Sources of which nothing is requested unless it is said. */
const NOT_REQUESTED: readonly (string | undefined)[] = ['own-funds', 'carry-over'];

/** What of a source the declaration asks for, in fen. */
export const requestedOf = ({ source, amountFen = 0, requestedFen }: Source): number =>
  requestedFen ?? (NOT_REQUESTED.includes(source) ? 0 : amountFen);

/** Where one source alone is asked for money, the cut is a cut of it; of several nobody has said which gives less. */
function withSource(declaration: Part, totalFen: number): Part {
  const { appropriation } = declaration;
  const { sources = [] } = appropriation ?? {};
  const requested = sources.filter((source) => requestedOf(source) > 0);
  const [only] = requested;
  if (!only || requested.length > 1) return declaration;
  const cutFen = requestedOf(only) - totalFen;
  const reduced = {
    ...only,
    amountFen: (only.amountFen ?? 0) - cutFen,
    ...(only.requestedFen === undefined ? {} : { requestedFen: totalFen }),
  };
  return {
    ...declaration,
    appropriation: {
      ...appropriation,
      sources: sources.map((source) => (source === only ? reduced : source)),
    },
  };
}

/** What follows from a cut by itself. */
export const followCut = (declaration: Part, totalFen: number): Part =>
  withSource(withCostCaps(declaration, totalFen), totalFen);
