import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkCharacter, isUscc } from '../../shared/values/uscc.ts';

const ALPHABET = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
const code = fc
  .array(fc.constantFrom(...ALPHABET), { minLength: 17, maxLength: 17 })
  .map((chars) => chars.join(''))
  .map((first17) => `${first17}${checkCharacter(first17)}`);

describe('a unified social credit code', () => {
  it('shows any single wrong character', () => {
    fc.assert(
      fc.property(code, fc.nat(17), fc.constantFrom(...ALPHABET), (valid, at, char) => {
        fc.pre(valid.charAt(at) !== char);
        expect(isUscc(valid.slice(0, at) + char + valid.slice(at + 1))).toBe(false);
      }),
    );
  });

  it('shows two neighbours swapped', () => {
    fc.assert(
      fc.property(code, fc.nat(16), (valid, at) => {
        const [a, b] = [valid.charAt(at), valid.charAt(at + 1)];
        fc.pre(a !== b);
        expect(isUscc(valid.slice(0, at) + b + a + valid.slice(at + 2))).toBe(false);
      }),
    );
  });

  it.each(['11530121MB1584810X', '11530121MB100023X0'])('%s passes', (valid) => {
    expect(isUscc(valid)).toBe(true);
  });

  it.each(['11530121MB15848100', '11530121MB1548810X', '91350100M000100Y4Z', '', '11530121MB1584810I'])(
    '%s does not',
    (invalid) => {
      expect(isUscc(invalid)).toBe(false);
    },
  );
});
