import { describe, expect, it } from '@jest/globals';
import {
  parseFen,
  readAmount,
  readDecimal,
  readTypedAmount,
  readWhole,
  whyNoAmount,
  whyNoDecimal,
} from '../../../shared/values/read-amount.ts';

/** What a text could have meant, as the reader says it; nothing for an amount. */
const meant = (text: string) => {
  const reading = readTypedAmount(text, 'wan');
  return reading.fen === null ? reading.meant : 'an amount';
};

const whyNot = (text: string) => {
  const reading = readTypedAmount(text, 'wan');
  if (reading.fen !== null) throw new Error(`${text} is an amount`);
  return whyNoAmount(text, reading);
};

describe('an amount as typed', () => {
  it.each([
    ['31.5', 'wan', 31_500_000],
    ['３１．５０', 'wan', 31_500_000],
    ['31。5', 'wan', 31_500_000],
    [' 31.5 万元 ', 'yuan', 31_500_000],
    ['31.5万', 'yuan', 31_500_000],
    ['315,000', 'yuan', 31_500_000],
    ['315，000元', 'wan', 31_500_000],
    ['0.15', 'wan', 150_000],
    ['0', 'wan', 0],
    ['1,234,567.5', 'yuan', 123_456_750],
    ['１，２３４，５６７．５', 'yuan', 123_456_750],
    ['1 234 567', 'yuan', 123_456_700],
    ['1\u00A0234\u00A0567', 'yuan', 123_456_700],
    ['1\u3000234\u3000567', 'yuan', 123_456_700],
    ['1\u202F234\u202F567', 'yuan', 123_456_700],
  ] as const)('is understood: %j in %s', (text, unit, fen) => {
    expect(parseFen(text, unit)).toBe(fen);
  });

  it('is in 元 after ¥, whatever the field is in', () => {
    expect(parseFen('¥5,000.00', 'wan')).toBe(500_000);
    expect(parseFen('￥ 5,000.00', 'wan')).toBe(500_000);
    expect(parseFen('¥31.5万元', 'yuan')).toBe(31_500_000);
  });

  it.each([
    ['0,15', '0.15'],
    ['31,50', '31.50'],
    ['31，50', '31.50'],
    ['1.234.567', '1,234,567'],
    ['1.234,56', '1,234.56'],
    ['1 23', '123'],
    ['12,34,567', '1,234,567'],
    ['1,234 567', '1,234,567'],
    ['1,234，567', '1,234,567'],
    ['1234,567', '1,234,567'],
    ['0,150', '0.150'],
    [',5', '0.5'],
    ['1..5', '1.5'],
    ['1,', '1'],
    ['1,2345.5', '12,345.5'],
  ])('is never guessed: %j is none, and could have been %s', (text, could) => {
    expect(meant(text)).toEqual([could]);
    expect(parseFen(text, 'wan')).toBeNull();
    expect(whyNot(text).zh).toContain(`是否为 ${could}？`);
    expect(whyNot(text).en).toContain(`Did you mean ${could}?`);
    expect(whyNot(text).zh).toContain(`“${text}”`);
  });

  it.each(['-1', 'abc', '', '1\t234', '1\n234', '五万', '1e5', '$5', "1'234", '1'.repeat(65)])(
    'is none, and nothing is proposed: %j',
    (text) => {
      expect(meant(text)).toEqual([]);
    },
  );

  it('in 万元 or 亿元 comes to whole 元, in 元 to whole fen', () => {
    expect(parseFen('31.505', 'wan')).toBe(31_505_000);
    expect(parseFen('10606.7522万元', 'yuan')).toBe(10_606_752_200);
    expect(parseFen('0.0049万元', 'yuan')).toBe(4_900);
    expect(parseFen('3.2亿元', 'wan')).toBe(32_000_000_000);
    expect(parseFen('１．２３４５６７８９亿', 'wan')).toBe(12_345_678_900);
    expect(meant('31.50505')).toEqual(['315,050.50元']);
    expect(meant('1.234567891亿元')).toEqual(['123,456,789.10元']);
    expect(meant('0.0000001万元')).toEqual([]);
    expect(readAmount('31.505', 'yuan')).toMatchObject({ fault: 'decimals', meant: ['31,505'] });
  });

  it('is below 0 only where there may be a deduction', () => {
    for (const text of ['-3万元', '－３万元', '−3万元', '- 3', '-¥30,000'])
      expect(readTypedAmount(text, 'wan', { signed: true }).fen).toBe(-3_000_000);
    expect(readAmount('-0.00', 'wan', { signed: true }).fen).toBe(0);
    expect(readTypedAmount('-225000', 'wan', { signed: true })).toMatchObject({ fault: 'no-unit' });
    expect(whyNot('-3')).toEqual({
      zh: '“-3”：金额不能小于 0',
      en: '"-3": the amount cannot be below 0',
    });
    expect(readAmount('3-', 'wan', { signed: true }).fen).toBeNull();
  });

  it('of a unit has the decimals that its field takes', () => {
    expect(readAmount('0.4535', 'yuan', { fenDecimals: 2 }).fen).toBe(45.35);
    expect(readAmount('1.005元', 'yuan', { fenDecimals: 2 }).fen).toBe(100.5);
    expect(readAmount('12,345.6789', 'yuan', { fenDecimals: 2 }).fen).toBe(1_234_567.89);
    expect(readAmount('0.45355', 'yuan', { fenDecimals: 2 }).fen).toBeNull();
    expect(readAmount('0.453', 'yuan').fen).toBeNull();
  });

  it('is not more than any budget has', () => {
    expect(readAmount('99999999999999999', 'wan')).toMatchObject({ fault: 'too-large' });
    expect(parseFen('10000000', 'wan')).toBe(10_000_000_000_000);
    expect(parseFen('10000000.01', 'wan')).toBeNull();
  });

  it('of 1,000 万元 or more is asked about until it says its unit', () => {
    expect(whyNot('225000').zh).toMatch(/^是否为 225,000 元？/);
    expect(whyNot('225000').en).toMatch(/^Did you mean ¥225,000\?/);
    expect(whyNot('225000').zh).toContain('225,000元 或 225000万元');
    expect(readTypedAmount('225000万元', 'wan').fen).toBe(225_000_000_000);
    expect(readTypedAmount('225,000元', 'wan').fen).toBe(22_500_000);
    expect(readTypedAmount('999.99', 'wan').fen).toBe(999_990_000);
    expect(readTypedAmount('1000', 'wan').fen).toBeNull();
    expect(readTypedAmount('10000000', 'yuan').fen).toBe(1_000_000_000);
    expect(parseFen('225000', 'wan')).toBe(225_000_000_000);
  });
});

describe('a number with decimals as typed', () => {
  it.each([
    ['12.5', 12.5],
    ['１２．５', 12.5],
    ['1,234.5678', 1_234.5678],
    ['-0.5', -0.5],
    ['0.1', 0.1],
    ['-0', 0],
    ['12', 12],
  ])('is understood: %s', (text, value) => {
    expect(readDecimal(text, 4)).toBe(value);
  });

  it.each([
    ['0,15', '是否为 0.15？'],
    ['1 23', '是否为 123？'],
    ['0.12345', '最多 4 位小数'],
    ['x', '例：12.5'],
    ['12.5公里', '例：12.5'],
  ])('is never guessed: %s', (text, said) => {
    expect(readDecimal(text, 4)).toBeNull();
    expect(whyNoDecimal(text, 4).zh).toContain(said);
  });
});

describe('a whole number as typed', () => {
  it.each([
    ['2021', 2021],
    ['２０２１', 2021],
    ['1,234', 1_234],
    ['-5', -5],
    ['0', 0],
  ])('is understood: %s', (text, value) => {
    expect(readWhole(text)).toBe(value);
  });

  it.each(['20,21', '2 021 1', '1.5', '1.0', '', 'x', '--1', '9'.repeat(16)])(
    'is never guessed: %j',
    (text) => {
      expect(readWhole(text)).toBeNull();
    },
  );
});
