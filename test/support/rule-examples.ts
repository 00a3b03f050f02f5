import { describe, expect, it } from '@jest/globals';
import type { Declaration, DeclarationRule } from '../../shared/declaration/definition.ts';
import { declarationRules } from '../../shared/declaration/rules/rules.ts';
import type { PartOf } from '../../shared/forms/definition.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import type { Choices } from '../../shared/forms/rule.ts';

export type Draft = PartOf<Declaration>;
export type Indicator = NonNullable<NonNullable<Draft['performance']>['indicators']>[number];
export type PlanLine = NonNullable<Draft['plan']>[number];

/** What a case finds: nothing, or `error /plan/0/amountFen` for each finding, in order. */
export interface Example {
  readonly of: string;
  readonly in: Draft;
  /** What the office chose. */
  readonly choices?: Choices;
  readonly finds: readonly string[];
  /** What the first message must name, in both languages: amounts, years, codes. */
  readonly naming?: readonly string[];
}

export const inYear = (budgetYear: number, indicators: Indicator[]): Draft => ({
  budgetYear,
  performance: { indicators },
});

export const withIndicators = (...indicators: Indicator[]): Draft => ({ performance: { indicators } });

/** Holds for every finding of every rule: whose it is, and that people can read it in both languages. */
export function expectTold(rule: string, findings: readonly Finding[]): void {
  for (const finding of findings) {
    expect(finding.rule).toBe(rule);
    expect(finding.message.zh).toMatch(/\p{Script=Han}/u);
    expect(finding.message.en).toMatch(/[a-z]/);
    expect(`${finding.message.zh}${finding.message.en}`).not.toMatch(/undefined|null|NaN|\[object/);
  }
}

/** A rule by its table: every table has a case that is found and one that passes. */
export function describeRule(name: string, rule: DeclarationRule, examples: readonly Example[]): void {
  describe(name, () => {
    it('is one of the rules that the form is checked with', () => {
      expect(declarationRules).toContain(rule);
    });

    it('has an example each way', () => {
      expect(new Set(examples.map(({ finds }) => finds.length > 0)).size).toBe(2);
    });

    it.each(examples.map((example) => [example.of, example] as const))('%s', (_, example) => {
      const findings = rule(example.in, example.choices);
      expect(findings.map(({ severity, path }) => `${severity} ${path}`)).toEqual(example.finds);
      expectTold(name.split(':')[0] ?? '', findings);
      for (const word of example.naming ?? []) {
        expect(findings[0]?.message.zh).toContain(word);
        expect(findings[0]?.message.en).toContain(word);
      }
    });

    it('says nothing about what is missing', () => {
      for (const empty of [{}, { unit: {}, basis: [{}], plan: [{}], activities: [{}], performance: {} }]) {
        expect(rule(empty)).toEqual([]);
      }
    });
  });
}
