import type { PartOf } from '../forms/definition.ts';
import type { Declaration } from './definition.ts';

/**
 * Last year's declaration as the beginning of this year's: years moved, dates cleared (they were of that year), the
 * version of cited laws cleared so that they are checked again. Amounts stay as a beginning; the form shows last
 * year's beside them.
 */
export function forNextYear(declaration: PartOf<Declaration>): PartOf<Declaration> {
  const { budgetYear, performance, activities, basis, ...rest } = declaration;
  if (budgetYear === undefined) return declaration;
  const year = budgetYear + 1;
  const moved = (text: string | undefined) => text?.replaceAll(`${budgetYear}年`, `${year}年`);
  const goal = performance?.overallGoal;
  // A goal of several years goes on while it lasts; one that has ended starts again with the new year.
  const from = goal?.to !== undefined && goal.to < year ? year : goal?.from;
  const to = goal?.to !== undefined && goal.to < year ? year : goal?.to;
  const title = moved(rest.title);
  return {
    ...rest,
    ...(title === undefined ? {} : { title }),
    budgetYear: year,
    ...(basis === undefined ? {} : { basis: basis.map(({ version: _, ...cited }) => cited) }),
    ...(activities === undefined
      ? {}
      : { activities: activities.map(({ content }) => (content === undefined ? {} : { content })) }),
    ...(performance === undefined
      ? {}
      : {
          performance: {
            ...performance,
            ...(goal === undefined
              ? {}
              : {
                  overallGoal: {
                    ...goal,
                    ...(from === undefined ? {} : { from }),
                    ...(to === undefined ? {} : { to }),
                  },
                }),
            ...(performance.annualGoal === undefined
              ? {}
              : { annualGoal: { ...performance.annualGoal, year } }),
          },
        }),
  };
}
