import { describe, expect, it } from '@jest/globals';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import { totalAfter, withCuts } from '../../../shared/forms/cuts.ts';
import { aDeclaration } from '../../builders/declaration.ts';

const cuts = [{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定此项' }];
const ownFunds = { source: 'own-funds', amountFen: 5_000_000 } as const;

const withSources = (
  ...sources: NonNullable<ReturnType<typeof aDeclaration>['appropriation']['sources']>
) => {
  const { appropriation } = aDeclaration();
  return { ...aDeclaration({ appropriation: { ...appropriation, sources } }) };
};

describe('after a cut', () => {
  it('the one source that is asked for money gives less by it', () => {
    const declaration = withSources({ source: 'general-budget', amountFen: 31_500_000 }, ownFunds);
    expect(withCuts(form, declaration, cuts)).toMatchObject({
      appropriation: {
        amountFen: 30_500_000,
        sources: [{ source: 'general-budget', amountFen: 30_500_000 }, ownFunds],
      },
    });
  });

  it('what is said to be requested of it follows too', () => {
    const asked = { source: 'transfer', amountFen: 40_000_000, requestedFen: 31_500_000 } as const;
    expect(withCuts(form, withSources(asked, ownFunds), cuts)).toMatchObject({
      appropriation: {
        sources: [{ ...asked, amountFen: 39_000_000, requestedFen: 30_500_000 }, ownFunds],
      },
    });
  });

  it('of several nobody has said which gives less: they stay', () => {
    const sources = [
      { source: 'general-budget', amountFen: 20_000_000 },
      { source: 'transfer', amountFen: 11_500_000 },
    ] as const;
    expect(withCuts(form, withSources(...sources), cuts)).toMatchObject({ appropriation: { sources } });
  });

  it('the amount is less by the cut, also where other money pays for a part of the lines', () => {
    const { appropriation } = aDeclaration();
    const declaration = { ...aDeclaration({ appropriation: { ...appropriation, amountFen: 26_500_000 } }) };
    expect(totalAfter(form.definition, declaration, cuts)).toBe(25_500_000);
    expect(withCuts(form, declaration, cuts)).toMatchObject({ appropriation: { amountFen: 25_500_000 } });
  });
});
