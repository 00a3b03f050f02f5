import { describe, expect, it } from '@jest/globals';
import { formatExact, formatWan, formatYuan, inWords } from '../../../shared/values/money.ts';

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
  ])('%d fen are %s', (fen, words) => {
    expect(inWords(fen)).toBe(words);
  });
});
