import type { PartOf } from '../../forms/definition.ts';
import { isBlank, isFen, quote, warning } from '../../forms/rule.ts';
import type { Declaration, DeclarationRule } from '../definition.ts';
import { indicatorsOf } from '../indicator-rows.ts';
import { linesNamed, unmeasuredLines } from '../measured-lines.ts';

/** R22, R28: money, indicators and goals speak of the same things. */

type Line = NonNullable<PartOf<Declaration>['plan']>[number];

/** R22 W: every line has an output indicator (`measured-lines.ts`), and an indicator names no line that is not there. */
export const linesHaveIndicators: DeclarationRule = (declaration) => {
  const plan = declaration.plan ?? [];
  const indicators = indicatorsOf(declaration).filter(({ kind }) => kind === 'indicator');
  if (indicators.length === 0) return [];
  const unknown = indicators.flatMap(({ row, number, path }) => {
    if (isBlank(row.line) || linesNamed(plan, row.line).length > 0) return [];
    return [
      warning('R22', `${path}/line`, {
        zh: `第 ${number} 行指标对应的支出“${quote(row.line)}”不在实施计划中，请填支出项目的名称或序号`,
        en: `Indicator ${number}: the plan has no line "${quote(row.line)}"; give a line's name or number`,
      }),
    ];
  });
  const rows = indicators.map(({ row }) => row);
  const unmeasured = unmeasuredLines(plan, rows).map((index) => {
    const { name = '', amountFen } = plan[index] ?? {};
    const share = isFen(amountFen) ? shareOf(plan, amountFen) : null;
    return warning('R22', `/plan/${index}/name`, {
      zh: `第 ${index + 1} 项支出“${quote(name)}”${share === null ? '' : `（占 ${share}%）`}没有对应的产出指标：请补充指标，或在指标的对应支出中写明`,
      en: `Line ${index + 1} "${quote(name)}"${share === null ? '' : ` (${share} % of the money)`} has no output indicator: add one, or name the line in an indicator`,
    });
  });
  return [...unmeasured, ...unknown];
};

function shareOf(plan: readonly Line[], fen: number): string | null {
  const sum = plan.reduce((total, line) => total + (isFen(line.amountFen) ? line.amountFen : 0), 0);
  return sum === 0 ? null : ((fen / sum) * 100).toFixed(2);
}

/** Where a goal's text stands, and the text. */
function goalsOf({ performance }: PartOf<Declaration>): { path: string; text: string }[] {
  return [
    { path: '/performance/overallGoal/text', text: performance?.overallGoal?.text ?? '' },
    ...(performance?.annualGoal?.items ?? []).map((text, index) => ({
      path: `/performance/annualGoal/items/${index}`,
      text,
    })),
  ];
}

/**
 * R28 W: what a goal names in “ ” has money or an indicator: the term stands in a line or in an indicator. Each term is
 * told once, where it is first named. Activities in plain text (监管+互联网建设) are beyond a rule.
 */
export const namedActivitiesAreCovered: DeclarationRule = (declaration) => {
  const goals = goalsOf(declaration);
  if (goals.every(({ text }) => text === '')) return [];
  const covered = [
    ...(declaration.plan ?? []).flatMap(({ name, description, basis }) => [name, description, basis]),
    ...indicatorsOf(declaration)
      .filter(({ kind }) => kind === 'indicator')
      .flatMap(({ row }) => [row.name, row.content, row.scoring]),
  ].join('\n');
  const told = new Set<string>();
  return goals.flatMap(({ path, text }) =>
    [...text.matchAll(/“([^“”]{1,50})”/g)].flatMap(([, term = '']) => {
      if (told.has(term) || covered.includes(term)) return [];
      told.add(term);
      return [
        warning('R28', path, {
          zh: `目标提到“${term}”，但实施计划没有安排资金，也没有对应指标：请补充，或从目标中删去`,
          en: `The goal names “${term}”, which has neither money in the plan nor an indicator: add one, or leave it out`,
        }),
      ];
    }),
  );
};
