import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amountIn, yuan } from '../../shared/document/texts.ts';
import { amount as inMessage } from '../../shared/forms/rule.ts';
import { amountText, amountTexts } from '../../shared/values/amount-text.ts';
import {
  formatExact,
  formatTyped,
  formatWan,
  formatYuan,
  inWords,
  MAX_FEN,
  plainWan,
} from '../../shared/values/money.ts';
import { parseFen, readAmount, readTypedAmount } from '../../shared/values/read-amount.ts';

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
        expect(parseFen(formatTyped(amount, unit), unit)).toBe(amount);
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

  const printers: readonly [name: string, print: (fen: number) => string][] = [
    ['formatYuan', (fen) => `${formatYuan(fen)}元`],
    ['a field in 元', (fen) => `${formatExact(fen, 'yuan').replace(/元$/, '')}元`],
    ['Chinese pages', (fen) => amountText(fen, 'zh')],
    ['English pages', (fen) => amountText(fen, 'en')],
    ['Chinese messages', (fen) => inMessage(fen).zh],
    ['English messages', (fen) => inMessage(fen).en],
    ['the document in 万元', (fen) => amountIn(fen)],
    ['the document in 元', yuan],
  ];

  it.each(printers)('is read back as it was printed by %s, whatever unit the field is in', (_name, print) => {
    fc.assert(
      fc.property(fen, fc.constantFrom('yuan', 'wan'), (amount, unit) => {
        expect(readTypedAmount(print(amount), unit).fen).toBe(amount);
      }),
      { numRuns: 500 },
    );
  });

  it('is read back from a table in 万元, or proposed in 元 where two decimals of 万元 cannot say it', () => {
    fc.assert(
      fc.property(fen, fc.integer({ min: 0, max: 6 }), (amount, zeros) => {
        const rounded = amount - (amount % 10 ** zeros);
        for (const print of [formatWan, plainWan]) {
          const reading = readAmount(`${print(rounded)}万元`, 'yuan');
          expect(reading.fen ?? parseFen(reading.meant[0] ?? '', 'wan')).toBe(rounded);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('is read back from a sum in one unit, as a deduction too, and the parts add up to the total', () => {
    const parts = fc.array(
      fc.oneof(
        fen,
        fen.map((one) => one - (one % 10_000)),
        fen.map((one) => 0 - one),
      ),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(parts, fc.constantFrom('zh', 'en'), (amounts, lang) => {
        const total = amounts.reduce((sum, one) => sum + one, 0);
        fc.pre(Math.abs(total) <= MAX_FEN);
        const shown = amountTexts([...amounts, total], lang);
        const units = new Set(shown.map((text) => (lang === 'zh' ? text.replace(/^[-\d,.]+/, '') : '¥')));
        expect(units.size).toBe(1);
        const read = shown.map((text) => readAmount(text, 'wan', { signed: true }).fen ?? Number.NaN);
        expect(read).toEqual([...amounts, total]);
        // To the hundredth of the unit, as it is read: nothing was rounded.
        const hundredths = shown.map((text) => BigInt(text.replace(/[^-\d]/g, '')));
        expect(hundredths.slice(0, -1).reduce((sum, one) => sum + one, 0n)).toBe(hundredths.at(-1));
      }),
      { numRuns: 500 },
    );
  });

  it('is never printed as nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), (amount) => {
        for (const print of [formatWan, plainWan, ...printers.map(([, one]) => one)])
          expect(print(amount)).toMatch(/[1-9]/);
      }),
    );
  });

  // A reader of its own: digits in proper groups, or no separators at all.
  const isGrouped = (text: string) => /^(\d+|\d{1,3}(([,， \u3000])\d{3})(\3\d{3})*)(\.\d+)?$/.test(text);

  it('with separators out of place is not read', () => {
    const piece = fc.oneof(
      { weight: 3, arbitrary: fc.stringMatching(/^\d{1,4}$/) },
      fc.constantFrom(',', '，', ' ', '\u3000', '.'),
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 7 }), (pieces) => {
        const text = pieces.join('').trim();
        fc.pre(!isGrouped(text));
        expect(parseFen(text, 'wan')).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it('that is proposed in place of what was typed is an amount itself', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\d., ]{1,12}$/), (text) => {
        const reading = readTypedAmount(text, 'wan');
        for (const meant of reading.fen === null ? reading.meant : [])
          expect(readTypedAmount(meant.replace(/(?<=\.\d\d)\d+$/, ''), 'yuan').fen).not.toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });
});
