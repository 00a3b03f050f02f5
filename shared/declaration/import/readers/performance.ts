import type { Ledger } from '../ledger.ts';
import type { Paragraph } from '../source/blocks.ts';
import type { Span } from '../source/span.ts';
import { indicatorColumnOf } from '../words/indicator-columns.ts';
import { NUMBERING } from '../words/labels.ts';
import { goalLabelOf, readGoalLines } from './goals.ts';
import { readIndicatorLines } from './indicator-lines.ts';
import { areSentences, beginsWithLevel, readIndicatorSentences } from './indicator-sentences.ts';

const GOALS_BEGIN = /^项目(?:绩效)?目标$/;
/** Headings of columns and parts that say nothing by themselves. */
const WORDLESS =
  /^(?:(?:年度|年度绩效|绩效|三级|具体)?(?:绩效)?指标(?:如下|为)?[:：]?|项目绩效目标表|项目(?:绩效)?目标|绩效目标表?)$/;
/** `（二）绩效指标` alone on its line. */
export const namesIndicators = ({ plain }: Span): boolean =>
  /^(?:年度)?绩效指标[:：]?$/.test(plain.replace(NUMBERING, '').trim());

/** `年度目标：` leads to goals, and is no column. */
const isColumns = (plain: string): boolean =>
  !/:\s*$/.test(plain) && plain.split(/\s+/).every((part) => indicatorColumnOf(part) !== undefined);

/** Section 九 as lines: goals and indicators stand in either order, and their labels before or after them. */
export function readPerformanceLines(
  ledger: Ledger,
  lines: readonly Paragraph[],
  year: number | undefined,
): void {
  const goals: Paragraph[] = [];
  const indicators: Paragraph[] = [];
  let inGoals = !lines.some(({ span }) => beginsWithLevel(span.plain, year ?? 0));
  for (const line of lines) {
    const { plain } = line.span;
    if (WORDLESS.test(plain.replace(NUMBERING, '')) || isColumns(plain)) {
      if (GOALS_BEGIN.test(plain)) inGoals = true;
      else if (namesIndicators(line.span) && NUMBERING.test(plain)) inGoals = false;
      ledger.label(line.span);
      continue;
    }
    if (beginsWithLevel(plain, year ?? 0)) inGoals = false;
    else if (goalLabelOf(line.span)) inGoals = true;
    (inGoals ? goals : indicators).push(line);
  }
  const labelled = goals.some(({ span }) => goalLabelOf(span) !== null);
  // Without a label nobody can say whose goals they are.
  if (labelled) readGoalLines(ledger, goals, year);
  if (areSentences(indicators, year ?? 0)) readIndicatorSentences(ledger, indicators, year ?? 0);
  else readIndicatorLines(ledger, indicators, year ?? 0);
}
