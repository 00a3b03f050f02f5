/**
 * What a text says about time. Plans name times in words that fix a period without a day (全年, 一季度, 年底前); they are
 * usual and enough. Only words that fix nothing (适时), and a month that is read in two ways, are worth a question.
 */

const NUMERAL = '(?:\\d{1,2}|十[一二]?|[一二三四五六七八九])';
const DATED = new RegExp(
  [
    '全年|常年|整年|今年|次年|来年|年度内|年内|当年|本年度?|年初|年中|年底|年末|年终|岁末|[上下]半年',
    `第?[一二三四1-4]\\s*[至到、和\\-—~～]?\\s*[二三四2-4]?\\s*季度|季度末|[季月旬周]末`,
    // 每月10日前, 每季度一次, 每两年; 每个社区 is none.
    '每(?:[个一二两三四五六半\\d]{0,2})(?:年|季|月|旬|周|星期|日|天)|(?:逐|按)(?:年|季|月|周|日)|日常|汛[期前后]',
    // 2021.3-2021.9, 2021-05, 2021/5/8, 2021年; a number of anything else has no year in front.
    '(?:19|20)\\d{2}\\s*(?:[./\\-—年]\\s*(?:0?[1-9]|1[0-2])(?!\\d)|年|[\\-—–~至到]\\s*(?:19|20)\\d{2})',
    // 十月, 5月底前, 3—9月; 三个月 is a length, 安全生产月 has no number.
    `${NUMERAL}\\s*月(?!份?之?前)`,
    '(?:春|夏|秋|冬)季|[上中下]旬|节前|节后|春节|国庆|学期|元旦|清明|端午|中秋|[当次]月|之日起|(?:签订|到位|到货|开工|竣工|验收|批复|下达|通过)后',
  ].join('|'),
);

/** 6月份前 is before 1 June to one reader and by the end of June to another. */
const AMBIGUOUS = new RegExp(`${NUMERAL}\\s*月份?之?前(?!后)`);
/** Words that fix nothing; 左右 and 前后 only of a time: 500人左右 says how many. */
const VAGUE = new RegExp(
  `适时|择机|尽快|尽早|待定|视情况?|(?:${NUMERAL}\\s*[月日号旬]份?[底初末]?|季度|半年|年[底末初中])\\s*(?:左右|前后)`,
);

/** A time that two readers read differently, as it stands in the text. */
export const ambiguousTime = (text: string): string | undefined =>
  AMBIGUOUS.exec(text.normalize('NFKC'))?.[0];

/** Words about time that fix nothing, as they stand in the text. */
export const vagueTime = (text: string): string | undefined => VAGUE.exec(text.normalize('NFKC'))?.[0];

/** Whether a text says when, if only roughly: something is left of it without the words that fix nothing. */
export const saysWhen = (text: string): boolean =>
  DATED.test(text.normalize('NFKC').replaceAll(new RegExp(VAGUE, 'g'), ''));
