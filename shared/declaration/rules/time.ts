import type { PartOf } from '../../forms/definition.ts';
import type { Finding } from '../../forms/finding.ts';
import { error, isBlank, quote, warning } from '../../forms/rule.ts';
import type { Declaration, DeclarationRule } from '../definition.ts';
import { ambiguousTime, saysWhen, vagueTime } from './time-text.ts';

/** R26, R27: the dates, against the budget year: 1 January to 31 December (预算法 第十八条). */

type Activity = NonNullable<PartOf<Declaration>['activities']>[number];

const YEAR_MONTH = /^\d{4}-\d{2}$/;
const monthOf = (text: string | undefined): string | undefined => YEAR_MONTH.exec(text?.trim() ?? '')?.[0];

/** Money of a year pays for work of another: the last part after acceptance, a warranty, what is in arrears. */
const PAID_IN_ANOTHER_YEAR = /质保|保证金|尾款|余款|结算|决算|支付|付款|拨付|验收|欠款|清欠|审计/;

/** Months against each other and against the budget year. A project of several years reaches beyond it, lawfully. */
function monthFindings(
  { content, ...months }: Activity,
  index: number,
  { budgetYear, kind }: PartOf<Declaration>,
): Finding[] {
  const [start, due] = [monthOf(months.start), monthOf(months.due)];
  if (start !== undefined && due !== undefined && start > due) {
    return [
      error('R26', `/activities/${index}/due`, {
        zh: `第 ${index + 1} 项实施内容的完成年月 ${due} 早于开始年月 ${start}，请改正`,
        en: `Activity ${index + 1}: it is due in ${due}, before its start in ${start}; correct either`,
      }),
    ];
  }
  if (budgetYear === undefined || PAID_IN_ANOTHER_YEAR.test(content ?? '')) return [];
  const [first, last] = [start ?? due, due ?? start];
  const [begins, ends] = [monthOf(kind?.start), monthOf(kind?.end)];
  const isOfProject =
    begins !== undefined && ends !== undefined && (first ?? '') >= begins && (last ?? '') <= ends;
  if (isOfProject) return [];
  const isBefore = last !== undefined && last < `${budgetYear}-01`;
  const isAfter = first !== undefined && first > `${budgetYear}-12`;
  if (!isBefore && !isAfter) return [];
  const [key, date] = isAfter && start !== undefined ? (['start', start] as const) : (['due', last] as const);
  return [
    warning('R26', `/activities/${index}/${key}`, {
      zh: `第 ${index + 1} 项实施内容的${key === 'start' ? '开始' : '完成'}年月 ${date} 不在预算年度 ${budgetYear} 内：请核对年月；跨年实施或跨年付款的，请在内容中写明`,
      en: `Activity ${index + 1}: the ${key === 'start' ? 'start' : 'due month'} ${date} is not in the budget year ${budgetYear}: compare; where work or payment goes beyond the year, say so in the content`,
    }),
  ];
}

/** What the text leaves open: a month that is read in two ways, or no time at all where no field has one either. */
function textFindings({ content, start, due }: Activity, index: number): Finding[] {
  if (isBlank(content)) return [];
  const path = `/activities/${index}/content`;
  const isDated = !isBlank(start) || !isBlank(due) || saysWhen(content);
  const vague = ambiguousTime(content) ?? (isDated ? undefined : vagueTime(content));
  if (vague !== undefined) {
    return [
      warning('R26', path, {
        zh: `第 ${index + 1} 项实施内容的时间“${vague}”不明确：请写具体日期，例：6月30日前`,
        en: `Activity ${index + 1}: "${vague}" fixes no day; write a date, e.g. 6月30日前`,
      }),
    ];
  }
  if (isDated) return [];
  return [
    warning('R26', path, {
      zh: `第 ${index + 1} 项实施内容“${quote(content)}”没有时间：请填开始或完成年月`,
      en: `Activity ${index + 1} "${quote(content)}" has no date: give its start or due month`,
    }),
  ];
}

/** The project's own start and end, where it has them. */
function projectFindings({ kind, budgetYear }: PartOf<Declaration>): Finding[] {
  const [start, end] = [monthOf(kind?.start), monthOf(kind?.end)];
  if (start !== undefined && end !== undefined && start > end) {
    return [
      error('R26', '/kind/end', {
        zh: `项目截止年月 ${end} 早于起始年月 ${start}，请改正`,
        en: `The project ends in ${end}, before its start in ${start}; correct either`,
      }),
    ];
  }
  if (budgetYear === undefined) return [];
  const isAfter = start !== undefined && start > `${budgetYear}-12`;
  if (!isAfter && (end === undefined || end >= `${budgetYear}-01`)) return [];
  return [
    warning('R26', `/kind/${isAfter ? 'start' : 'end'}`, {
      zh: `项目起止年月 ${start ?? ''}–${end ?? ''} 不含预算年度 ${budgetYear}：请核对；支付尾款的可保留`,
      en: `The project's months ${start ?? ''}–${end ?? ''} are outside the budget year ${budgetYear}: compare; they may stand where arrears are paid`,
    }),
  ];
}

/**
 * R26 E: due or ended before the start. W: wholly outside the budget year and the project's own months, no time, or one
 * that is read in two ways.
 */
export const datesAreInTheYear: DeclarationRule = (declaration) => [
  ...projectFindings(declaration),
  ...(declaration.activities ?? []).flatMap((activity, index) => [
    ...monthFindings(activity, index, declaration),
    ...textFindings(activity, index),
  ]),
];

/**
 * R27 E: the overall goal ends before it begins, or begins after the budget year. W: it has ended before that year,
 * in which what is in arrears may still be paid.
 */
export const goalContainsTheYear: DeclarationRule = ({ performance, budgetYear }) => {
  const { from, to } = performance?.overallGoal ?? {};
  if (from !== undefined && to !== undefined && from > to) {
    return [
      error('R27', '/performance/overallGoal/to', {
        zh: `总体目标的截止年 ${to} 早于起始年 ${from}，请改正`,
        en: `The overall goal ends in ${to}, before it begins in ${from}; correct either`,
      }),
    ];
  }
  if (budgetYear === undefined) return [];
  if (from !== undefined && budgetYear < from) {
    return [
      error('R27', '/performance/overallGoal/from', {
        zh: `总体目标的年度 ${from}–${to ?? ''} 不包含预算年度 ${budgetYear}`,
        en: `The overall goal's years ${from}–${to ?? ''} do not contain the budget year ${budgetYear}`,
      }),
    ];
  }
  if (to === undefined || budgetYear <= to) return [];
  return [
    warning('R27', '/performance/overallGoal/to', {
      zh: `总体目标的年度 ${from ?? ''}–${to} 在预算年度 ${budgetYear} 之前已结束：请核对；支付尾款或清欠的，请在目标中写明`,
      en: `The overall goal's years ${from ?? ''}–${to} end before the budget year ${budgetYear}: compare; where arrears are paid, say so in the goal`,
    }),
  ];
};
