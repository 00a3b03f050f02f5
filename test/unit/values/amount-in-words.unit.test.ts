import { describe, expect, it } from '@jest/globals';
import { fenOfWords } from '../../../shared/values/amount-in-words.ts';

describe('an amount in words, read', () => {
  it.each([
    ['人民币叁拾壹万伍仟元整', 31_500_000],
    ['贰拾贰万伍仟元整', 22_500_000],
    ['壹万陆仟肆佰零玖元零贰分', 1_640_902],
    ['壹亿零壹万元整', 10_001_000_000],
    ['壹仟零壹亿零叁元整', 10_010_000_000_300],
    ['壹万亿元整', 100_000_000_000_000],
    ['人民币零元整', 0],
    ['壹角整', 10],
    ['伍分', 5],
    [' 人民币 壹拾圆正 ', 1_000],
  ])('%s is %d fen', (words, fen) => {
    expect(fenOfWords(words)).toBe(fen);
  });

  it.each([
    '',
    '元整',
    '整',
    '人民币',
    '叁拾壹万伍仟元',
    '伍分整',
    '叁伍元整',
    '壹拾壹仟元整',
    '万元整',
    '壹x万元整',
    '壹万x元整',
    '亿元整',
    '壹x亿元整',
    '壹亿x元整',
    '31万元整',
    '三十一万元整',
    '壹元整整',
  ])('%p is no amount', (words) => {
    expect(fenOfWords(words)).toBeNull();
  });
});
