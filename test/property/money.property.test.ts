import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatExact, formatWan, inWords, MAX_FEN, parseFen } from '../../shared/values/money.ts';

const fen = fc.integer({ min: 0, max: MAX_FEN });

/** Reads an amount in words back, written against the rule and not against the code that writes it. */
function figureOf(words: string): number {
  const digits = '零壹贰叁肆伍陆柒捌玖';
  const places: Record<string, number> = { 拾: 10, 佰: 100, 仟: 1_000 };
  const group = (text: string): number => {
    let sum = 0;
    let digit = 0;
    for (const char of text) {
      const place = places[char];
      if (place === undefined) digit = digits.indexOf(char);
      else sum += digit * place;
      if (place !== undefined) digit = 0;
    }
    return sum + digit;
  };
  const whole = (text: string): number => {
    const yi = text.lastIndexOf('亿');
    if (yi >= 0) return whole(text.slice(0, yi)) * 100_000_000 + whole(text.slice(yi + 1));
    const wan = text.lastIndexOf('万');
    if (wan >= 0) return whole(text.slice(0, wan)) * 10_000 + whole(text.slice(wan + 1));
    return group(text);
  };
  const [, yuan = '', jiao = '', cents = ''] =
    /^人民币(?:(.*)元)?(?:零?(.)角)?(?:零?(.)分)?整?$/u.exec(words) ?? [];
  const digit = (char: string): number => Math.max(0, digits.indexOf(char === '' ? '零' : char));
  return whole(yuan) * 100 + digit(jiao) * 10 + digit(cents);
}

describe('an amount of money', () => {
  it('is read back as it was shown, in either unit', () => {
    fc.assert(
      fc.property(fen, fc.constantFrom('yuan', 'wan'), (amount, unit) => {
        expect(parseFen(formatExact(amount, unit), unit)).toBe(amount);
      }),
      { numRuns: 1_000 },
    );
  });

  it('says the same in words as in figures', () => {
    fc.assert(
      fc.property(fen, (amount) => {
        expect(figureOf(inWords(amount))).toBe(amount);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is rounded for display by less than 50 yuan', () => {
    fc.assert(
      fc.property(fen, (amount) => {
        const shown = Number(formatWan(amount).replaceAll(',', '')) * 1_000_000;
        expect(Math.abs(shown - amount)).toBeLessThanOrEqual(5_001);
      }),
    );
  });
});
