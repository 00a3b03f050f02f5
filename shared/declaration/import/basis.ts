import type { PartOf } from '../../forms/definition.ts';
import { documentYear, normaliseDocumentNumber } from '../../values/document-number.ts';
import type { Declaration } from '../definition.ts';
import { listItems } from './items.ts';
import type { Notes } from './notes.ts';
import type { Line } from './pieces.ts';

type Basis = NonNullable<PartOf<Declaration>['basis']>[number];

const TITLE = /《[^《》]+》/g;
const OPEN = '[〔\\[［(（【﹝]';
const CLOSE = '[〕\\]］)）】﹞]';
/**
 * 文号 in prose: something other than a Han character must stand before it, or 根据昆政发〔2013〕27号 takes 根据 along;
 * outside of brackets it must not begin with such a word itself.
 */
const LEADING_WORD = '(?!及|和|与|以及|并|等|根据|依据|按照|按|见|参照)';
const NUMBER = new RegExp(
  `(?:(?<=[（(【])|(?<![\\u4E00-\\u9FFF])${LEADING_WORD})[\\u4E00-\\u9FFF]{2,12}${OPEN}(?:19|20)\\d{2}${CLOSE}第?\\d{1,6}号`,
);
const LOOSE_NUMBER = new RegExp(`[\\u4E00-\\u9FFF]+${OPEN}(?:19|20)\\d{2}${CLOSE}第?\\d{1,6}号`);
const ARTICLE = /第[一二三四五六七八九十百零〇\d]+条(?:之[一二三四五六七八九十]+)?/g;
const VERSION = /[（(](\d{4}-\d{2}-\d{2})[）)]/;
const REASON = /[（(，,]?无文号[：:]\s*([^（）()]+)/;

/** What is left when everything that was understood is taken out: words, without the marks between them. */
const leftOver = (text: string): string =>
  text.replace(/^[\s、，,。；;和及（）()]+|[\s、，,。；;（）()]+$/g, '');

/** One title with what follows it, up to the next. */
function basisOf(title: string, after: string, index: number, at: number, notes: Notes): Basis {
  let rest = after;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const match = pattern.exec(rest);
    if (match) rest = rest.replace(match[0], '');
    return match;
  };
  const reason = take(REASON)?.[1];
  const printed = take(NUMBER)?.[0];
  const version = take(VERSION)?.[1];
  const articles = [...rest.matchAll(ARTICLE)].map(([article]) => article);
  rest = rest.replace(ARTICLE, '');
  const number = printed === undefined ? undefined : normaliseDocumentNumber(printed);
  if (number !== undefined && number !== printed) {
    notes.infer(['basis', index, 'number'], {
      zh: `“${printed}”的括号改为六角括号`,
      en: `The brackets of "${printed}" were made 〔〕`,
    });
  }
  const loose = LOOSE_NUMBER.exec(rest)?.[0];
  if (loose !== undefined) {
    rest = rest.replace(loose, '');
    const why = {
      zh: '像文号，但前面连着汉字，起点不明',
      en: 'It looks like a number whose beginning is unclear',
    };
    notes.leave(loose, why, at);
  }
  const words = leftOver(rest);
  if (words !== '') {
    notes.leave(words, { zh: '立项依据中的文字，没有对应的栏目', en: 'Words between documents' }, at);
  }
  return {
    title,
    ...(number === undefined ? {} : { number }),
    ...(articles.length > 0 ? { articles } : {}),
    ...(version === undefined ? {} : { version }),
    ...(reason === undefined ? {} : { reason: leftOver(reason) }),
  };
}

/** Section 二: the cited documents, one for each title in 《》. */
export function readBasis(lines: readonly Line[], notes: Notes): Basis[] {
  const found: Basis[] = [];
  for (const { text, at } of listItems(lines)) {
    const titles = [...text.matchAll(TITLE)];
    const before = leftOver(text.slice(0, titles[0]?.index ?? text.length));
    if (before !== '') {
      const year = documentYear(before) === null ? '' : '（含文号）';
      const why = { zh: `没有书名号，无法作为文件${year}`, en: 'No title in 《》' };
      notes.leave(before, why, at);
    }
    for (const [index, match] of titles.entries()) {
      const after = text.slice(match.index + match[0].length, titles[index + 1]?.index ?? text.length);
      found.push(basisOf(match[0], after, found.length, at, notes));
    }
  }
  return found;
}
