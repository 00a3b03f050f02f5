import { describe, expect, it } from '@jest/globals';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import { unitFindings } from '../../../shared/forms/check.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { FAR_FROM_LINEAR, growthOf, type Part } from '../../support/growth.ts';

const found = (declaration: unknown) => form.check(declaration).map(({ rule, path }) => `${rule} ${path}`);

describe('the sample declaration', () => {
  it('has nothing that stands against submitting it', () => {
    expect(form.check(aDeclaration()).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('is taken by the schema as it is', () => {
    expect(form.submission.parse(aDeclaration())).toEqual(aDeclaration());
  });
});

describe('a declaration with something wrong', () => {
  const unit = aDeclaration().unit;
  const [first, ...others] = aDeclaration().plan;
  if (!first) throw new Error('The sample has a plan');

  it.each([
    ['R1', { unit: { ...unit, uscc: '11530121MB1548810X' } }, 'R1 /unit/uscc'],
    [
      'R8',
      { plan: [{ ...first, unitPriceFen: 500_001, quantity: 45, amountFen: 22_500_045 }, ...others] },
      'R8 /appropriation/amountFen',
    ],
    ['R9', { plan: [{ ...first, quantity: 44 }, ...others] }, 'R9 /plan/0/amountFen'],
    [
      'R12 below zero',
      { appropriation: { fund: '一般公共预算资金', amountFen: -1 } },
      'R12 /appropriation/amountFen',
    ],
    ['R12 half a fen', { plan: [{ ...first, amountFen: 22_500_000.5 }, ...others] }, 'R12 /plan/0/amountFen'],
    ['a blank', { title: '  ' }, 'required /title'],
    ['a text too long', { title: '长'.repeat(121) }, 'length /title'],
    ['no rows', { plan: [] }, 'required /plan'],
    ['an unknown field', { surprise: 1 }, 'shape /surprise'],
    ['half a surrogate pair', { title: 'a\ud800' }, 'shape /title'],
  ] as const)('is told of %s', (_, changes, finding) => {
    expect(found({ ...aDeclaration(), ...changes })).toContain(finding);
  });

  it('is told of all that an empty section lacks, of a list what its first row needs', () => {
    const { unit: _, appropriation: __, ...rest } = aDeclaration();
    const missing = found({ ...rest, plan: [] }).filter((one) => one.startsWith('required'));
    expect(missing).toEqual([
      ...['name', 'uscc', 'address', 'phone', 'legalRepresentative', 'fundingSource'].map(
        (key) => `required /unit/${key}`,
      ),
      'required /appropriation/fund',
      'required /appropriation/amountFen',
      'required /plan',
      'required /plan/0/name',
      'required /plan/0/amountFen',
    ]);
  });

  it('is told everything at once, in both languages', () => {
    const findings = form.check({ ...aDeclaration(), title: '', unit: { ...unit, uscc: 'X' } });
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ rule }) => rule).sort()).toEqual(['R1', 'required']);
    for (const { message } of findings) {
      expect(message.zh).toMatch(/\p{Script=Han}/u);
      expect(message.en).toMatch(/[a-z]/);
    }
  });

  it.each([null, 'text', 7, []])('may even be %p', (value) => {
    expect(found(value).length).toBeGreaterThan(0);
  });
});

describe('a draft', () => {
  it('may be empty, partial, or hold empty rows', () => {
    for (const draft of [{}, { title: '安' }, { plan: [{}, { name: '一' }] }, { unit: {} }]) {
      expect(form.draft.safeParse(draft).success).toBe(true);
    }
  });

  it('may not hold what the form does not know', () => {
    expect(form.draft.safeParse({ surprise: 1 }).success).toBe(false);
    expect(form.draft.safeParse({ title: 7 }).success).toBe(false);
  });
});

describe('R36: a unit declares for itself', () => {
  const OTHER = '11530121MB1000101G';
  const { unit } = aDeclaration();
  const foundFor = (declaration: unknown, of: string) =>
    form.check(declaration, of).filter(({ rule }) => rule === 'R36');

  it('is found where the code is of another unit, at the field that the definition names', () => {
    expect(foundFor(aDeclaration(), unit.uscc)).toEqual([]);
    const [finding] = foundFor(aDeclaration(), OTHER);
    expect(finding).toMatchObject({ severity: 'error', path: '/unit/uscc' });
    expect(finding?.message.zh).toContain(OTHER);
    const padded = { ...aDeclaration(), unit: { ...unit, uscc: ` ${unit.uscc} ` } };
    expect(foundFor(padded, unit.uscc)).toEqual([]);
  });

  it.each([{}, { unit: {} }, { unit: { uscc: ' ' } }, { unit: { uscc: 7 } }, { unit: null }, null])(
    'says nothing of a code that is not there: %j',
    (declaration) => {
      expect(foundFor(declaration, OTHER)).toEqual([]);
    },
  );

  it('is no matter of a form that does not ask for a unit', () => {
    const { unit: _, ...definition } = form.definition;
    expect(unitFindings(definition, aDeclaration(), OTHER)).toEqual([]);
  });
});

describe('a text much longer than its field', () => {
  it.each(['第一条', '《', '（', '5000元/个×45个=', '1'])(
    'is told so, and no rule takes its time with it: %s',
    async (unit) => {
      const [first, ...basis] = aDeclaration().basis;
      const titled = (part: Part) => {
        const title = unit.repeat(Math.floor((900_000 * part) / Buffer.byteLength(unit)));
        return { ...aDeclaration(), title, basis: [{ ...first, title }, ...basis] };
      };
      const findings = form.check(titled(1));
      expect(findings.filter(({ rule }) => rule === 'length').map(({ path }) => path)).toEqual([
        '/title',
        '/basis/0/title',
      ]);
      expect(await growthOf(titled, (declaration) => form.check(declaration))).toBeLessThan(FAR_FROM_LINEAR);
    },
  );
});
