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
import { datesAreInTheYear, goalContainsTheYear } from './time.ts';
import { organisationCodeHolds, regionIsCurrent, usccHolds } from './unit.ts';

/**
 * The rules that a declaration is checked with, in the order of their numbers (domain.md §10). The others hold where
 * they belong: R12 in the form's schema and in `readAmount`; R36 (a unit declares for itself) with the field that the
 * definition names; R29 in the workflow's exclusions; R30 in deciding
 * (`workflow/reason.ts`, `workflow/cuts.ts`); R31 in what the stage `collective-decision` asks for; R32 in the workflow
 * and the store; R35 in what others than the parties see (`masking.ts`). R33 is about self-evaluations, which are not
 * handed in here.
 */
export const declarationRules: readonly DeclarationRule[] = [
  usccHolds,
  regionIsCurrent,
  organisationCodeHolds,
  numberIsWellFormed,
  numberIsNotLater,
  numberOrReason,
  articleHasVersion,
  linesSumToAppropriation,
  productsHold,
  linesAreCalculated,
  costCapsFit,
  linesAreInHundreds,
  wordsSayTheFigure,
  valueIsNumber,
  quantitativeIsComplete,
  qualitativeIsText,
  scoringAgrees,
  percentagesFit,
  levelsBelong,
  kindsArePresent,
  linesHaveIndicators,
  basisSaysSomething,
  headingsHaveNoValue,
  weightsAddUp,
  datesAreInTheYear,
  goalContainsTheYear,
  namedActivitiesAreCovered,
  bracketsAreClosed,
];
