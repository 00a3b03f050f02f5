import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aLargestDeclaration } from '../../builders/largest-declaration.ts';

/** Everything that is found in the completed source declaration of 2021, word for word. */
const GOLDEN = new URL('../../fixtures/golden/declaration-2021.findings.json', import.meta.url);

const counts = (declaration: unknown) => {
  const rules = Map.groupBy(form.check(declaration), ({ rule, severity }) => `${rule} ${severity}`);
  return Object.fromEntries([...rules].map(([rule, findings]) => [rule, findings.length]));
};

describe('the completed declaration of 2021', () => {
  it('has no error and exactly these warnings', () => {
    expect(counts(aDeclaration())).toEqual({
      'R2 warning': 1,
      'R6 warning': 2,
      'R7 warning': 1,
      'R10 warning': 2,
      'R21 warning': 3,
      'R22 warning': 2,
      'R23 warning': 3,
      'R26 warning': 1,
      'R28 warning': 1,
    });
  });

  it('is told so in these words', () => {
    expect(form.check(aDeclaration())).toEqual(JSON.parse(readFileSync(GOLDEN, 'utf8')));
  });
});

describe('the largest declaration', () => {
  it('has 60 bases, 200 lines, 150 indicators, 20,000 characters and no error', () => {
    const declaration = aLargestDeclaration();
    expect(declaration.basis).toHaveLength(60);
    expect(declaration.plan).toHaveLength(200);
    expect(declaration.performance.indicators).toHaveLength(150);
    expect(form.submission.parse(declaration)).toEqual(declaration);
    expect(Object.keys(counts(declaration)).filter((rule) => rule.endsWith('error'))).toEqual([]);
    // Every line lacks an indicator of its own: the rule that compares all with all has most to do.
    expect(counts(declaration)).toMatchObject({ 'R22 warning': 200 });
  });
});
