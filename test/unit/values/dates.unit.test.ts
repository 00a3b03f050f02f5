import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { historyQuery } from '../../../shared/contract/routes/history.ts';
import { routes } from '../../../shared/contract/routes.ts';
import { definition } from '../../../shared/declaration/definition.ts';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import { hasErrors } from '../../../shared/forms/finding.ts';
import { summaryOf } from '../../../shared/forms/form.ts';
import { enteredDirectory } from '../../../shared/workflow/directory.ts';
import { aDeclaration } from '../../builders/declaration.ts';

const years = [1900, 1999, 2026, 2999];
const noYears = [0, 1, 26, 202, 999, 1000, 1899, 3000, 9999, 10_000, 20_260, -2026, 2026.5];
/** As no number is written, or not as digits alone. */
const noYearTexts = [
  '',
  '02026',
  '+2026',
  '+002026',
  '2e3',
  '0x7ea',
  ' 2026',
  '2026 ',
  '２０２６',
  '二〇二六',
];
const yearTexts = [...noYears.map(String), ...noYearTexts];

/** What an address or a body of any route names so: one that is added later is held to the same. */
const named = (...names: string[]) =>
  routes.flatMap(({ key, query, body }) =>
    [query?.unwrap(), body?.unwrap()].flatMap((schema) =>
      Object.entries(schema instanceof z.ZodObject ? schema.shape : {})
        .filter(([name]) => names.includes(name))
        .map(([name, at]) => [`${name} of ${key}`, at] as const),
    ),
  );

/** A `to` without a `from` is a person, or the stage before. */
const since = new Set(named('from').map(([where]) => where.replace('from of ', 'to of ')));
const days = named('from', 'to').filter(([where]) => where.startsWith('from') || since.has(where));

describe('a year has four digits, from 1900 to 2999', () => {
  it('and is asked for somewhere', () => {
    expect(named('year').map(([where]) => where)).toEqual([
      'year of GET /projects',
      'year of GET /history',
      'year of GET /history/overview',
    ]);
    expect(days).toHaveLength(12);
  });

  it.each(named('year'))('%s', (_, schema) => {
    for (const year of years) expect(z.safeParse(schema, String(year))).toMatchObject({ data: year });
    for (const text of yearTexts) expect([text, z.safeParse(schema, text).success]).toEqual([text, false]);
  });

  it.each(days)('%s', (_, schema) => {
    for (const year of years) expect(z.safeParse(schema, `${year}-03-01`).success).toBe(true);
    for (const text of yearTexts)
      expect([text, z.safeParse(schema, `${text}-03-01`).success]).toEqual([text, false]);
  });

  it.each(['from', 'to'] as const)('%s of a search, as a moment', (name) => {
    const schema = historyQuery.unwrap().shape[name];
    for (const time of ['T00:00:00Z', 'T00:00:00.000+08:00']) {
      for (const year of years) expect(z.safeParse(schema, `${year}-03-01${time}`).success).toBe(true);
      for (const text of yearTexts)
        expect([text, z.safeParse(schema, `${text}-03-01${time}`).success]).toEqual([text, false]);
    }
  });

  it.each(['from', 'to'])('%s of an absence in the directory', (name) => {
    const { uscc: unit } = aDeclaration().unit;
    const absentIn = (year: number | string) => {
      const absence = { from: '2026-03-01', to: '2026-03-01', [name]: `${year}-03-01` };
      const person = { id: 'a', name: '甲', email: 'a@office.example', unit, absences: [absence] };
      return enteredDirectory.safeParse({ units: [{ id: unit, name: '甲单位' }], people: [person] }).success;
    };
    for (const year of years) expect([year, absentIn(year)]).toEqual([year, true]);
    for (const text of yearTexts) expect([text, absentIn(text)]).toEqual([text, false]);
  });

  it('in the record of a declaration: another number in a draft is no budget year', () => {
    const recorded = (budgetYear: unknown) => summaryOf(definition, { budgetYear }).budgetYear;
    for (const year of years) expect(recorded(year)).toBe(year);
    for (const value of [...noYears, ...yearTexts, '2026', null, [2026]]) expect(recorded(value)).toBeNull();
  });

  it('in every field of a declaration: another one cannot be handed in', () => {
    const { performance, activities } = aDeclaration();
    const { overallGoal, annualGoal } = performance;
    const [first, ...others] = activities;
    if (!first) throw new Error('The sample has no activity');
    expect(hasErrors(form.check(aDeclaration()))).toBe(false);
    for (const year of noYears) {
      const month = `${String(year).padStart(4, '0')}-05`;
      const changes = [
        { budgetYear: year },
        { performance: { ...performance, overallGoal: { ...overallGoal, from: year } } },
        { performance: { ...performance, overallGoal: { ...overallGoal, to: year } } },
        { performance: { ...performance, annualGoal: { ...annualGoal, year } } },
        { activities: [{ ...first, start: month }, ...others] },
        { activities: [{ ...first, due: month }, ...others] },
      ];
      for (const change of changes)
        expect([change, hasErrors(form.check(aDeclaration(change)))]).toEqual([change, true]);
    }
  });
});
