import type { PartOf } from '../forms/definition.ts';
import type { Declaration } from './definition.ts';
import { type IndicatorRow, indicatorsOf } from './indicator-rows.ts';

/** A longer name is a sentence about one project, and nothing to choose from a list. */
const LONGEST_NAME = 60;

const textsOf = ({ name, level1, level2, nature, operator, unit }: IndicatorRow): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ name, level1, level2, nature, operator, unit }).flatMap(([key, text]) => {
      const trimmed = text?.trim() ?? '';
      return trimmed === '' ? [] : [[key, trimmed] as const];
    }),
  );

/** The indicators that a declaration offers to others: what they are called and how they count, without their values. */
export const usedIndicators = (declaration: PartOf<Declaration>): Record<string, string>[] =>
  indicatorsOf(declaration).flatMap(({ row, kind }) => {
    const { length } = row.name?.trim() ?? '';
    const isOffered = kind === 'indicator' && length > 0 && length <= LONGEST_NAME;
    return isOffered ? [textsOf(row)] : [];
  });
