import type { DeclarationRule } from '../definition.ts';
import { numberIsNotLater, numberIsWellFormed, numberOrReason } from './basis.ts';
import { bracketsAreClosed } from './brackets.ts';
import { costCapsFit } from './cost-cap.ts';
import { linesHaveIndicators, namedActivitiesAreCovered } from './coverage.ts';
import {
  headingsHaveNoValue,
  qualitativeIsText,
  quantitativeIsComplete,
  valueIsNumber,
} from './indicator-cells.ts';
import { kindsArePresent, levelsBelong, weightsAddUp } from './indicator-set.ts';
import { basisSaysSomething, percentagesFit, scoringAgrees } from './indicator-texts.ts';
import { articleHasVersion } from './laws.ts';
import {
  linesAreCalculated,
  linesAreInHundreds,
  linesSumToAppropriation,
  productsHold,
  wordsSayTheFigure,
} from './plan.ts';
import { sourcesMakeAppropriation, yearsMakeInvestment } from './sources.ts';
import { datesAreInTheYear, goalContainsTheYear } from './time.ts';
import { organisationCodeHolds, regionIsCurrent, usccHolds } from './unit.ts';

/** A rule with what it rests on, and how sure it is: `rules/README.md` is made of these. */
interface DescribedRule {
  readonly id: `R${number}`;
  readonly check: DeclarationRule;
  readonly source: string;
  /** What the document contradicts, itself or the law, so that it is an error; absent where the rule only asks. */
  readonly stops?: string;
  /** What is worth a question and may be right: a warning. */
  readonly asks?: string;
}

const NOTICE = '党政机关公文处理工作条例 第九条, GB/T 9704-2012';
const BUDGET_YEAR = '预算法 第十八条';

/**
 * The rules that a declaration is checked with, in the order of their numbers (domain.md §10). The others hold where
 * they belong: R12 in the form's schema and in `readAmount`; R36 (a unit declares for itself) with the field that the
 * definition names; R29 in the workflow's exclusions; R30 in deciding
 * (`workflow/reason.ts`, `workflow/cuts.ts`); R31 in what the stage `collective-decision` asks for; R32 in the workflow
 * and the store; R35 in what others than the parties see (`masking.ts`). R33 is about self-evaluations, which are not
 * handed in here.
 *
 * @internal
 */
export const ruleBook: readonly DescribedRule[] = [
  {
    id: 'R1',
    check: usccHolds,
    source: 'GB 32100-2015',
    stops: 'The code has a character that the alphabet lacks, another length, or another check character',
  },
  {
    id: 'R2',
    check: regionIsCurrent,
    source: 'GB/T 2260 and the notices of 民政部 on changed regions',
    asks: 'The region inside the code was retired; the code itself stays valid',
  },
  {
    id: 'R3',
    check: organisationCodeHolds,
    source: 'GB 11714-1997',
    asks: 'The organisation code inside fails its own check',
  },
  {
    id: 'R4',
    check: numberIsWellFormed,
    source: NOTICE,
    asks: 'The number is written as no 文号, order, announcement, minutes, standard or law is; it may stand so in the original',
  },
  {
    id: 'R5',
    check: numberIsNotLater,
    source: 'design',
    asks: 'The document that the project rests on is of a later year than the budget; one on its evaluation may be',
  },
  {
    id: 'R6',
    check: numberOrReason,
    source: 'design',
    asks: 'A document has neither its number nor a reason why not',
  },
  {
    id: 'R7',
    check: articleHasVersion,
    source: 'the laws themselves (`law-versions.ts`, which marks what was not compared with a text)',
    asks: 'An article is cited without the version of its law, is not in it, the version is not of that time, or the law is not among those known here and was not checked',
  },
  {
    id: 'R8',
    check: linesSumToAppropriation,
    source: 'arithmetic',
    stops: 'The lines add up neither to the appropriation nor to all the money that the sources name',
  },
  {
    id: 'R9',
    check: productsHold,
    source: 'arithmetic',
    stops: 'Unit price × quantity is another amount, also with the factors in the calculation',
    asks: 'It is another amount, near enough for somebody to have rounded it, or the words name a discount or a tax',
  },
  {
    id: 'R10',
    check: linesAreCalculated,
    source: 'design',
    asks: 'A line does not say how its amount was found',
  },
  {
    id: 'R11',
    check: costCapsFit,
    source: 'arithmetic',
    stops: 'A cap on the cost is above the money of the project',
    asks: 'The caps are below it, so that money would be left',
  },
  {
    id: 'R13',
    check: linesAreInHundreds,
    source: 'custom: budgets are made in 万元 with two decimals',
    asks: 'A line is no multiple of 100 元',
  },
  {
    id: 'R14',
    check: wordsSayTheFigure,
    source: '会计基础工作规范 第五十二条',
    stops: 'The amount in words is another amount than the figure',
    asks: 'The words are written irregularly or are no amount',
  },
  {
    id: 'R15',
    check: valueIsNumber,
    source: 'the finance system that takes it over refuses the rest (domain.md §2)',
    stops: 'The unit or operator inside the value is another than the one in its own cell',
    asks: 'A quantitative value is neither a number nor a ratio, range, tolerance or date',
  },
  {
    id: 'R16',
    check: quantitativeIsComplete,
    source: '财预〔2015〕88号: targets are measurable',
    stops: 'A quantitative indicator has no value',
    asks: 'It has no operator or no unit',
  },
  {
    id: 'R17',
    check: qualitativeIsText,
    source: '财预〔2015〕88号: targets are measurable',
    stops: 'A qualitative indicator has no level in words',
    asks: 'It has an operator, or a number for its level',
  },
  {
    id: 'R18',
    check: scoringAgrees,
    source: 'design',
    asks: 'The scoring text says another operator or number than the indicator',
  },
  {
    id: 'R19',
    check: percentagesFit,
    source: 'arithmetic',
    stops: 'A part of a whole (满意度, 合格率) is more than all of it or less than nothing',
    asks: 'Another percentage is outside 0 to 100 and not known as growth, debt, coverage or completion',
  },
  {
    id: 'R20',
    check: levelsBelong,
    source: '财预〔2015〕88号, 财预〔2021〕101号 and trees that regions published; no law fixes them',
    asks: 'A level is not where the tree of the office, or of the year, has it',
  },
  {
    id: 'R21',
    check: kindsArePresent,
    source: '财预〔2015〕88号, 财预〔2020〕10号',
    asks: 'There is no indicator of output, benefit, satisfaction, quality or timeliness, and no reason why not',
  },
  {
    id: 'R22',
    check: linesHaveIndicators,
    source: 'design',
    asks: 'A line has no output indicator, or an indicator names a line that there is not',
  },
  { id: 'R23', check: basisSaysSomething, source: 'design', asks: 'A basis is boilerplate' },
  {
    id: 'R24',
    check: headingsHaveNoValue,
    source: 'the printed table: heading rows are 空',
    stops: 'A heading row that does not apply has a target all the same',
    asks: 'An indicator has no name or no nature of its own, or a heading has one',
  },
  {
    id: 'R25',
    check: weightsAddUp,
    source: '财预〔2020〕10号: 90, and 10 for budget execution; arithmetic',
    stops: 'What stands under a heading does not add up to it, or everything is more than 100',
    asks: 'Everything comes to neither 90 nor 100',
  },
  {
    id: 'R26',
    check: datesAreInTheYear,
    source: `${BUDGET_YEAR}; arithmetic`,
    stops: 'Something is due, or the project ends, before it starts',
    asks: 'Work lies wholly outside the budget year without a word why, has no time, or one that is read in two ways',
  },
  {
    id: 'R27',
    check: goalContainsTheYear,
    source: `${BUDGET_YEAR}; arithmetic`,
    stops: 'The goal ends before it begins, or begins after the budget year',
    asks: 'The goal has ended before the budget year',
  },
  {
    id: 'R28',
    check: namedActivitiesAreCovered,
    source: 'design',
    asks: 'What a goal names in “ ” has neither money nor an indicator',
  },
  {
    id: 'R34',
    check: bracketsAreClosed,
    source: 'design',
    asks: 'A bracket or quotation mark has no other half',
  },
  {
    id: 'R37',
    check: sourcesMakeAppropriation,
    source: 'arithmetic',
    stops: 'More is asked for of a source than it has, or of all of them than the appropriation',
    asks: 'The sources come to another amount: some may be missing, or a part may stand beside its whole',
  },
  {
    id: 'R38',
    check: yearsMakeInvestment,
    source: 'arithmetic',
    stops: 'The total investment is less than one year of it, or than all of them',
    asks: "The years do not come to it, or the budget year's amount is not the appropriation",
  },
];

export const declarationRules: readonly DeclarationRule[] = ruleBook.map(({ check }) => check);
