import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { demandPolicy, readPolicy } from '../../infra/local/services/s3/post-policy.ts';

// Forms that a browser posts to a bucket of the local host: what S3 takes by a policy is taken, and nothing else.

const now = Date.parse('2026-03-02T08:00:00Z');
const later = '2026-03-02T08:15:00Z';
const name = fc.constantFrom(
  'key',
  'Content-Type',
  'x-amz-checksum-sha256',
  'x-amz-meta-a',
  'success_action_status',
);
const text = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('p/1', 'application/pdf', '报价'));
const form = fc.dictionary(name, text, { minKeys: 1, maxKeys: 5 });

/** Each field by one condition of any of the three kinds that it fulfils. */
const conditionsOf = (fields: Readonly<Record<string, string>>) =>
  fc.tuple(
    ...Object.entries(fields).map(([field, value]) =>
      fc.oneof(
        fc.constant<unknown>({ [field]: value }),
        fc.constant<unknown>(['eq', `$${field}`, value]),
        // A list of types has to fit as a whole, which is a test of its own.
        fc
          .nat({ max: value.length })
          .map<unknown>((length) => [
            'starts-with',
            `$${field}`,
            value.includes(',') ? '' : value.slice(0, length),
          ]),
      ),
    ),
  );
const covered = form.chain((fields) => conditionsOf(fields).map((conditions) => ({ fields, conditions })));

const lowered = (fields: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [field.toLowerCase(), value]));
const demand = (fields: Readonly<Record<string, string>>, conditions: readonly unknown[], at = now) =>
  demandPolicy(
    readPolicy(Buffer.from(JSON.stringify({ expiration: later, conditions })).toString('base64')),
    lowered(fields),
    at,
  );

describe('a policy', () => {
  it('lets pass the form that it speaks of, in whatever words', () => {
    fc.assert(
      fc.property(covered, fc.nat(), fc.nat(), ({ fields, conditions }, one, other) => {
        const [min, max] = [Math.min(one, other), Math.max(one, other)];
        expect(demand(fields, [...conditions, ['content-length-range', min, max]])).toEqual({ min, max });
      }),
    );
  });

  it('lets no field pass that it does not name', () => {
    fc.assert(
      fc.property(covered, ({ fields, conditions }) => {
        for (const left of conditions.keys())
          expect(() =>
            demand(
              fields,
              conditions.filter((_, index) => index !== left),
            ),
          ).toThrow('Extra input fields');
        expect(() => demand({ ...fields, acl: 'public-read' }, conditions)).toThrow(
          'Extra input fields: acl',
        );
        expect(
          demand({ ...fields, 'x-ignore-a': 'b', policy: 'x', 'x-amz-signature': 'y' }, conditions),
        ).toBeDefined();
      }),
    );
  });

  it('lets no value pass that it does not say', () => {
    fc.assert(
      fc.property(form, fc.string({ minLength: 1, maxLength: 3 }), (fields, more) => {
        const conditions = Object.entries(fields).map(([field, value]) => ['eq', `$${field}`, value]);
        for (const field of Object.keys(fields)) {
          expect(() => demand({ ...fields, [field]: `${fields[field]}${more}` }, conditions)).toThrow(
            'Policy Condition failed',
          );
          const prefix = [['starts-with', `$${field}`, `${fields[field]}${more}`]];
          expect(() => demand(fields, [...conditions, ...prefix])).toThrow('Policy Condition failed');
        }
      }),
    );
  });

  it('of several lengths takes what fits all, and ends on the second', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 4 }), (ranges) => {
        const { min, max } = demand(
          {},
          ranges.map(([from, to]) => ['content-length-range', from, to]),
        );
        expect(ranges.every(([from, to]) => min >= from && max <= to)).toBe(true);
      }),
    );
    expect(demand({}, [], Date.parse(later) - 1)).toEqual({ min: 0, max: Number.POSITIVE_INFINITY });
    expect(() => demand({}, [], Date.parse(later))).toThrow('Policy expired.');
  });

  it('holds each type of a list against the beginning that it asks for', () => {
    const conditions = [['starts-with', '$Content-Type', 'image/']];
    expect(demand({ 'Content-Type': 'image/png,image/jpeg' }, conditions)).toBeDefined();
    expect(() => demand({ 'Content-Type': 'image/png,text/html' }, conditions)).toThrow(
      'Policy Condition failed',
    );
  });
});
