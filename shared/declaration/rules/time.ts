import type { Finding } from '../../forms/finding.ts';
import { error, isBlank, quote, warning } from '../../forms/rule.ts';
import type { DeclarationRule } from '../definition.ts';

/** R26, R27: the dates, against the budget year: 1 January to 31 December (预算法 第十八条). */

/** Words that fix no day: 6月份前 is before 1 June to one reader and by the end of June to another. */
const VAGUE = /\d{1,2}\s*月份?前|左右|适时|择机|尽快|待定|视情况?|前后/;
const YEAR_MONTH = /^(\d{4})-\d{2}$/;
/** A month in the text is a date too: 2021年5月, 5月底前. */
const MONTH_IN_TEXT = /\d{1,2}\s*月(?!份?前)/;

/** R26 E: a date outside the budget year. W: a text that is vague about time, or neither field nor text has a date. */
export const datesAreInTheYear: DeclarationRule = ({ activities, budgetYear }) =>
  (activities ?? []).flatMap(({ content, start, due }, index) => {
    const outside = (['start', 'due'] as const).flatMap((key): Finding[] => {
      const date = { start, due }[key]?.trim() ?? '';
      const year = YEAR_MONTH.exec(date)?.[1];
      if (year === undefined || budgetYear === undefined || Number(year) === budgetYear) return [];
      return [
        error('R26', `/activities/${index}/${key}`, {
          zh: `第 ${index + 1} 项实施内容的${key === 'start' ? '开始' : '完成'}年月 ${date} 不在预算年度 ${budgetYear} 内`,
          en: `Activity ${index + 1}: the ${key === 'start' ? 'start' : 'due month'} ${date} is not in the budget year ${budgetYear}`,
        }),
      ];
    });
    if (isBlank(content)) return outside;
    const plain = content.normalize('NFKC');
    const vague = VAGUE.exec(plain)?.[0];
    const dated = !isBlank(start) || !isBlank(due) || MONTH_IN_TEXT.test(plain);
    if (vague === undefined && dated) return outside;
    const path = `/activities/${index}/content`;
    return [
      ...outside,
      vague === undefined
        ? warning('R26', path, {
            zh: `第 ${index + 1} 项实施内容“${quote(content)}”没有时间：请填开始或完成年月`,
            en: `Activity ${index + 1} "${quote(content)}" has no date: give its start or due month`,
          })
        : warning('R26', path, {
            zh: `第 ${index + 1} 项实施内容的时间“${vague}”不明确：请写具体日期，例：6月30日前`,
            en: `Activity ${index + 1}: "${vague}" fixes no day; write a date, e.g. 6月30日前`,
          }),
    ];
  });

/** R27 E: the years of the overall goal contain the budget year. */
export const goalContainsTheYear: DeclarationRule = ({ performance, budgetYear }) => {
  const { from, to } = performance?.overallGoal ?? {};
  if (budgetYear === undefined) return [];
  const late = from !== undefined && budgetYear < from;
  if (!late && (to === undefined || budgetYear <= to)) return [];
  return [
    error('R27', `/performance/overallGoal/${late ? 'from' : 'to'}`, {
      zh: `总体目标的年度 ${from ?? ''}–${to ?? ''} 不包含预算年度 ${budgetYear}`,
      en: `The overall goal's years ${from ?? ''}–${to ?? ''} do not contain the budget year ${budgetYear}`,
    }),
  ];
};
