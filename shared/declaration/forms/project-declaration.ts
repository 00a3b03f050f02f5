import { defineForm } from '../../forms/form.ts';
import { withStages } from '../../workflow/staged-form.ts';
import { defaultStages } from '../../workflow/stages.ts';
import { followCut } from '../after-cut.ts';
import { definition } from '../definition.ts';
import { usedIndicators } from '../indicator-library.ts';
import { indicatorOffers } from '../indicator-offers.ts';
import { maskDeclaration, personalDataOf } from '../masking.ts';
import { forNextYear } from '../next-year.ts';
import { declarationRules } from '../rules/rules.ts';
import sample from '../sample.json' with { type: 'json' };

/** The project-funding declaration, ready for use: what it asks, its rules, and the stages that decide on it. */
export const form = withStages(
  defineForm(definition, {
    rules: declarationRules,
    sample,
    nextYear: forNextYear,
    afterCut: followCut,
    personalData: personalDataOf,
    masked: maskDeclaration,
    usedRows: usedIndicators,
    rowOffers: indicatorOffers,
  }),
  defaultStages,
);
