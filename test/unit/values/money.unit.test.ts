import { describe, expect, it } from '@jest/globals';
import { formatExact, formatWan, formatYuan, inWords, parseFen } from '../../../shared/values/money.ts';

describe('reading an amount as typed', () => {
  it.each([
    ['31.5', 'wan', 31_500_000],
    ['３１．５０', 'wan', 31_500_000],
    ['31.5万元', 'yuan', 31_500_000],
    ['315,000', 'yuan', 31_500_000],
    ['315，000元', 'wan', 31_500_000],
    ['¥5,000.00', 'yuan', 500_000],
    ['0', 'wan', 0],
  ] as const)('understands %s in %s', (text, unit, fen) => {
    expect(parseFen(text, unit)).toBe(fen);
  });

  it.each(['31.505', '-1', 'abc', '', '1.2.3', '99999999999999999'])('does not take %s for 万元', (text) => {
    expect(parseFen(text, 'wan')).toBeNull();
  });
});

describe('showing an amount', () => {
  it.each([
    [31_500_000, '31.50'],
    [505_000, '0.51'],
    [123_456_789_000, '123,456.79'],
  ])('%d fen are %s in 万元', (fen, text) => {
    expect(formatWan(fen)).toBe(text);
  });

  it('shows for editing what two decimals of 万元 cannot say in 元', () => {
    expect(formatExact(505_000, 'wan')).toBe('5050.00元');
    expect(formatExact(22_500_000, 'wan')).toBe('22.50');
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
