import { describe, expect, it } from '@jest/globals';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import { aDeclaration } from '../../builders/declaration.ts';

describe("last year's declaration as the beginning of this year's", () => {
  const next = form.nextYear(aDeclaration({ title: '2021年安全生产经费' }));

  it('moves the years', () => {
    expect(next).toMatchObject({
      title: '2022年安全生产经费',
      budgetYear: 2022,
      performance: { overallGoal: { from: 2021, to: 2023 }, annualGoal: { year: 2022 } },
    });
  });

  it('clears the dates and keeps the rest', () => {
    expect(next).toMatchObject({
      activities: aDeclaration().activities.map(({ content }) => ({ content })),
      plan: aDeclaration().plan,
    });
  });

  it('starts a goal again that has ended', () => {
    const declaration = aDeclaration();
    const { performance } = declaration;
    const ended = { ...performance, overallGoal: { ...performance.overallGoal, from: 2019, to: 2021 } };
    expect(form.nextYear({ ...declaration, performance: ended })).toMatchObject({
      performance: { overallGoal: { from: 2022, to: 2022 } },
    });
  });

  it('drops the version of a cited law, so that it is checked again', () => {
    const [first] = aDeclaration().basis;
    if (!first) throw new Error('The sample has a basis');
    const copied = form.nextYear(aDeclaration({ basis: [{ ...first, version: '2014' }] }));
    expect(copied).toMatchObject({ basis: [first] });
  });
});
