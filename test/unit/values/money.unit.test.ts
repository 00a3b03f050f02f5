import { describe, expect, it } from '@jest/globals';
import { formatExact, formatTyped, formatWan, formatYuan, inWords } from '../../../shared/values/money.ts';

describe('showing an amount', () => {
  it.each([
    [31_500_000, '31.50'],
    [0, '0.00'],
    [505_000, '0.505'],
    [4_900, '0.0049'],
    [1, '0.000001'],
    [-4_900, '-0.0049'],
    [123_456_789_000, '123,456.789'],
  ])('%d fen are %s in 万元', (fen, text) => {
    expect(formatWan(fen)).toBe(text);
  });

  it('shows for editing what two decimals of 万元 cannot say in 元', () => {
    expect(formatTyped(22_503_150, 'wan')).toBe('225,031.50元');
    expect(formatTyped(-505_000, 'wan')).toBe('-5,050.00元');
    expect(formatTyped(500_000, 'yuan')).toBe('5,000.00');
    expect(formatExact(505_000, 'wan')).toBe('5050.00元');
    expect(formatExact(22_500_000, 'wan')).toBe('22.50');
  });

  it('says its unit for editing where it would be asked about', () => {
    expect(formatExact(999_990_000, 'wan')).toBe('999.99');
    expect(formatExact(1_000_000_000, 'wan')).toBe('1000.00万元');
    expect(formatExact(1_000_000_000, 'yuan')).toBe('10000000.00');
  });

  it('groups 元', () => {
    expect(formatYuan(500_000)).toBe('5,000.00');
    expect(formatYuan(-123_456_789)).toBe('-1,234,567.89');
  });

  it('shows all of a price that has a part of a fen', () => {
    expect(formatYuan(45.35)).toBe('0.4535');
    expect(formatYuan(1_234_567.8)).toBe('12,345.678');
    expect(formatExact(45.35, 'yuan')).toBe('0.4535');
  });

  it('shows a deduction for editing', () => {
    expect(formatExact(-3_000_000, 'wan')).toBe('-3.00');
    expect(formatExact(-505_000, 'wan')).toBe('-5050.00元');
    expect(formatExact(-1_000_000_000, 'wan')).toBe('-1000.00万元');
  });
});

describe('an amount in words', () => {
  it.each([
    [31_500_000, '人民币叁拾壹万伍仟元整'],
    [22_500_000, '人民币贰拾贰万伍仟元整'],
    [1_640_902, '人民币壹万陆仟肆佰零玖元零贰分'],
    [0, '人民币零元整'],
    [10, '人民币壹角整'],
    [10_001_000_000, '人民币壹亿零壹万元整'],
    [-3_000_000, '人民币负叁万元整'],
    [45.35, ''],
  ])('%d fen are %s', (fen, words) => {
    expect(inWords(fen)).toBe(words);
  });
});
