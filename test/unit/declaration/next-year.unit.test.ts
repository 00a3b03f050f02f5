import { describe, expect, it } from '@jest/globals';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import { aFile } from '../../builders/attached-files.ts';
import { aDeclaration, aFullDeclaration } from '../../builders/declaration.ts';

describe("last year's declaration as the beginning of this year's", () => {
  const next = form.nextYear(aDeclaration({ title: '2021年安全生产经费' }), 30_500_000);

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

  it('leaves the files of its year behind', () => {
    const files = [aFile('报价单.pdf')];
    const { basis, activities, plan } = aDeclaration();
    const withFiles = {
      ...aDeclaration({ title: '2021年安全生产经费' }),
      attachments: files,
      basis: basis.map((one) => ({ ...one, files })),
      activities: activities.map((one) => ({ ...one, files })),
      plan: plan.map((one) => ({ ...one, files })),
    };
    expect(form.nextYear(withFiles, 30_500_000)).toEqual(next);
  });

  it('goes on with the project: what was approved is last year’s, and what was so last year is left out', () => {
    const full = aFullDeclaration();
    const copied = form.nextYear(full, 30_500_000);
    const { sources, years, totalInvestmentFen } = full.appropriation;
    expect(copied).toMatchObject({
      kind: { continuity: 'continued', start: '2021-01', end: '2023-12', lead: '示例主办人' },
      appropriation: { sources, years, totalInvestmentFen, lastYear: { approvedFen: 30_500_000 } },
    });
    expect(JSON.stringify(copied)).not.toMatch(/lastYearValue|spentFen/);
    expect(form.nextYear(full, null)).not.toHaveProperty('appropriation.lastYear');
    const ended = form.nextYear({ ...full, kind: { start: '2021-01', end: '2021-12' } }, null);
    expect(ended).toHaveProperty('kind', { continuity: 'continued' });
  });

  it('starts a goal again that has ended', () => {
    const declaration = aDeclaration();
    const { performance } = declaration;
    const ended = { ...performance, overallGoal: { ...performance.overallGoal, from: 2019, to: 2021 } };
    expect(form.nextYear({ ...declaration, performance: ended }, null)).toMatchObject({
      performance: { overallGoal: { from: 2022, to: 2022 } },
    });
  });

  it('drops the version of a cited law, so that it is checked again', () => {
    const [first] = aDeclaration().basis;
    if (!first) throw new Error('The sample has a basis');
    const copied = form.nextYear(aDeclaration({ basis: [{ ...first, version: '2014' }] }), null);
    expect(copied).toMatchObject({ basis: [first] });
  });
});
