import { describe, expect, it } from '@jest/globals';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import { form as version1 } from '../../../shared/declaration/forms/project-declaration.v1.ts';
import { fieldsOf } from '../../../shared/forms/definition.ts';
import { digest } from '../../../shared/history/digest.ts';
import { aDeclaration, aFullDeclaration } from '../../builders/declaration.ts';

const errors = (declaration: unknown, of = form) =>
  of.check(declaration).filter(({ severity }) => severity === 'error');

describe('version 2 of the declaration', () => {
  it('takes all that real forms hold', () => {
    expect(errors(aFullDeclaration())).toEqual([]);
    expect(form.submission.parse(aFullDeclaration())).toEqual(aFullDeclaration());
  });

  it('leaves nothing that it asks out of the sample of all, but files, whose bytes no sample has', () => {
    const asked = (fields: ReturnType<typeof fieldsOf>, value: unknown, path = ''): string[] =>
      fields.flatMap((field) => {
        const here = `${path}/${field.key}`;
        const rows = Array.isArray(value) ? value : [value];
        const inner = rows
          .map((row) => Reflect.get(Object(row), field.key))
          .filter((one) => one !== undefined);
        if (inner.length === 0) return [here];
        if (field.kind === 'group') return asked(field.fields, inner, here);
        return field.kind === 'list' && field.of.kind === 'group'
          ? asked(field.of.fields, inner.flat(), here)
          : [];
      });
    expect(asked(fieldsOf(form.definition), aFullDeclaration())).toEqual([
      '/basis/version',
      '/basis/reason',
      '/basis/files',
      '/activities/files',
      '/appropriation/amountInWords',
      '/plan/files',
      '/performance/indicators/line',
      '/attachments',
    ]);
  });

  it('takes what version 1 took, with the same hash', () => {
    expect(version1.submission.parse(aDeclaration())).toEqual(aDeclaration());
    expect(digest(form.submission.parse(aDeclaration()))).toBe(digest(aDeclaration()));
    // RFC 8785 of the sample, as it was before version 2.
    expect(digest(aDeclaration())).toBe('90cd146338de48e1d18055918c907cc51e93888ea37920310faf7db1559483ca');
  });

  it.each([
    ['a quantity with five decimals', { quantity: 0.12345 }, 'shape /plan/0/quantity'],
    ['a quantity below 0', { quantity: -1 }, 'shape /plan/0/quantity'],
    ['a price with three decimals of a fen', { unitPriceFen: 0.123 }, 'R12 /plan/0/unitPriceFen'],
    ['a price below 0', { unitPriceFen: -1 }, 'R12 /plan/0/unitPriceFen'],
    ['half a fen', { amountFen: 0.5 }, 'R12 /plan/0/amountFen'],
  ])('refuses %s', (_, changes, finding) => {
    const [first, ...others] = aDeclaration().plan;
    const found = errors({ ...aDeclaration(), plan: [{ ...first, ...changes }, ...others] });
    expect(found.map(({ rule, path }) => `${rule} ${path}`)).toContain(finding);
  });
});

describe('version 1 of the declaration', () => {
  it('stays as it was: its definition, byte by byte', () => {
    expect(digest(version1.definition)).toBe(
      '661ea055a65579ba0bd9d91b2e470a896f230967e053ddb61997a55f1c21124f',
    );
  });

  it('has no place for what came after it', () => {
    expect(errors(aFullDeclaration(), version1).map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/kind', '/justification', '/unit/postcode', '/appropriation/sources']),
    );
  });
});
