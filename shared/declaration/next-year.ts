import type { PartOf } from '../forms/definition.ts';
import type { Declaration } from './definition.ts';

type Part = PartOf<Declaration>;

/** A project that goes on, and its months while they reach into the new year. */
function continued(
  { start, end, ...kind }: NonNullable<Part['kind']>,
  year: number,
): NonNullable<Part['kind']> {
  const isOver = end !== undefined && end < `${year}-01`;
  return {
    ...kind,
    continuity: 'continued',
    ...(isOver || start === undefined ? {} : { start }),
    ...(isOver || end === undefined ? {} : { end }),
  };
}

/** What was approved is last year's now; what was spent of it nobody has said yet. */
function appropriated(
  { lastYear: _, ...appropriation }: NonNullable<Part['appropriation']>,
  approvedFen: number | null,
): NonNullable<Part['appropriation']> {
  return { ...appropriation, ...(approvedFen === null ? {} : { lastYear: { approvedFen } }) };
}

/**
 * Last year's declaration as the beginning of this year's: years moved, dates cleared (they were of that year), the
 * version of cited laws cleared so that they are checked again, as are the values that indicators had the year before.
 * Attached files stay behind: quotes and minutes are of their year.
 * Amounts stay as a beginning; the form shows last year's beside them.
 * @param approvedFen what was approved of it
 */
export function forNextYear(declaration: Part, approvedFen: number | null): Part {
  const { budgetYear, performance, activities, basis, plan, kind, appropriation, ...others } = declaration;
  const { attachments: _, ...rest } = others;
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
    ...(kind === undefined ? {} : { kind: continued(kind, year) }),
    ...(appropriation === undefined ? {} : { appropriation: appropriated(appropriation, approvedFen) }),
    ...(basis === undefined ? {} : { basis: basis.map(({ version: _, files: __, ...cited }) => cited) }),
    ...(plan === undefined ? {} : { plan: plan.map(({ files: _, ...line }) => line) }),
    ...(activities === undefined
      ? {}
      : { activities: activities.map(({ content }) => (content === undefined ? {} : { content })) }),
    ...(performance === undefined
      ? {}
      : {
          performance: {
            ...performance,
            ...(performance.indicators === undefined
              ? {}
              : {
                  indicators: performance.indicators.map(({ lastYearValue: _, ...indicator }) => indicator),
                }),
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
