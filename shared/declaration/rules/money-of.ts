import type { PartOf } from '../../forms/definition.ts';
import { isFen } from '../../forms/rule.ts';
import { requestedOf } from '../after-cut.ts';
import type { Declaration } from '../definition.ts';

type Appropriation = PartOf<Declaration>['appropriation'];

const sumOf = (amounts: readonly number[]): number => amounts.reduce((total, fen) => total + fen, 0);

/** The sources of a project's money added up, in fen; null while there are none or an amount is missing. */
export function sourcesOf(appropriation: Appropriation): { all: number; requested: number } | null {
  const sources = appropriation?.sources ?? [];
  if (sources.length === 0 || !sources.every(({ amountFen }) => isFen(amountFen))) return null;
  return {
    all: sumOf(sources.map(({ amountFen = 0 }) => amountFen)),
    requested: sumOf(sources.map(requestedOf)),
  };
}

/**
 * What all the money of a project may come to, in fen, as far as the declaration says it: its sources, what is asked
 * for with the money that is not, its total investment.
 */
export function wholesOf(appropriation: Appropriation): number[] {
  const sums = sourcesOf(appropriation);
  const asked = appropriation?.amountFen;
  const withOthers = sums && asked !== undefined ? asked + sums.all - sums.requested : undefined;
  return [sums?.all, withOthers, appropriation?.totalInvestmentFen].filter(isFen);
}
