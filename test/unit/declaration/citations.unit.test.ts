import { describe, expect, it } from '@jest/globals';
import {
  articleNumber,
  citedName,
  findLaw,
  isLawTitle,
  LAWS,
  versionDate,
} from '../../../shared/declaration/law-versions.ts';
import {
  documentYear,
  isDocumentNumber,
  normaliseDocumentNumber,
} from '../../../shared/values/document-number.ts';

describe('a 文号 as typed', () => {
  it.each(['[]', '［］', '()', '（）', '【】', '﹝﹞', '〔〕', '[］', '（]'])(
    'takes the brackets %s',
    (pair) => {
      const [open, close] = pair;
      const typed = `昆政发${open}2013${close}27号`;
      expect(normaliseDocumentNumber(typed)).toBe('昆政发〔2013〕27号');
      expect(documentYear(typed)).toBe(2013);
    },
  );

  it('takes full-width digits and blanks', () => {
    expect(normaliseDocumentNumber(' 昆政发 〔２０１３〕２７ 号')).toBe('昆政发〔2013〕27号');
  });

  it.each(['昆政发〔2013〕027号', '昆政发〔2013〕第27号', '令第79号', '昆政发〔13〕27号'])(
    'does not guess what %s means',
    (typed) => {
      expect(normaliseDocumentNumber(typed)).toBe(typed);
      expect(isDocumentNumber(typed)).toBe(false);
    },
  );
});

describe('a cited title', () => {
  it.each([
    ['《中华人民共和国安全生产法》', '安全生产法', true],
    ['《中华人民共和国安全生产法》（2014年修正）', '安全生产法', true],
    ['《安全生产法（2021年修正）》', '安全生产法', true],
    ['安全生产法', '安全生产法', true],
    ['《云南省安全生产条例》', '云南省安全生产条例', true],
    ['《中华人民共和国民法典》', '民法典', true],
    ['《安全生产费用提取和使用管理办法》', '安全生产费用提取和使用管理办法', false],
    ['《工作方法》', '工作方法', false],
    ['《呈贡区关于推进城市安全发展的实施意见》', '呈贡区关于推进城市安全发展的实施意见', false],
  ])('%s is %s', (title, name, isLaw) => {
    expect(citedName(title)).toBe(name);
    expect(isLawTitle(title)).toBe(isLaw);
  });

  it.each([
    ['2014-08-31', '2014-08-31'],
    ['2014年8月31日修正', '2014-08-31'],
    ['2014.8', '2014-08'],
    ['２０１４年', '2014'],
    ['根据2021年6月10日决定修正', '2021-06-10'],
    ['最新版', null],
  ])('has the version %s: %s', (text, date) => {
    expect(versionDate(text)).toBe(date);
  });

  it.each([
    ['第十一条', 11],
    ['第一百零四条', 104],
    ['第一百一十五条第二款', 115],
    ['第二十条', 20],
    ['第73条', 73],
    ['第７３条', 73],
    ['第二三条', null],
    ['第十十条', null],
    ['第零条', null],
    ['总则', null],
  ])('has the article %s: %p', (text, number) => {
    expect(articleNumber(text)).toBe(number);
  });
});

describe('the laws that are shipped', () => {
  it('have their versions in order, and articles that moved within them', () => {
    for (const { title, versions } of LAWS) {
      expect(findLaw(`《中华人民共和国${title}》`)?.title).toBe(title);
      const dates = versions.map(({ inForce }) => inForce);
      expect(dates.toSorted()).toEqual(dates);
      for (const [index, { passed, inForce, articles, moved }] of versions.entries()) {
        expect(passed <= inForce).toBe(true);
        for (const [from, to] of Object.entries(moved ?? {})) {
          expect(Number(from)).toBeLessThanOrEqual(versions[index - 1]?.articles ?? 0);
          expect(to).toBeLessThanOrEqual(articles);
        }
      }
    }
  });
});
