import { normaliseDocumentNumber } from '../../../values/document-number.ts';
import { type Item, listItems } from '../items.ts';
import type { Ledger } from '../ledger.ts';
import type { Paragraph } from '../source/blocks.ts';
import type { Match, Span } from '../source/span.ts';

/** Section 二: the cited documents, one for each title in 《》, with its number, articles and version. */

const TITLE = /《[^《》]{1,200}(?:《[^《》]{1,100}》[^《》]{0,100})?》/;
const OPEN = '[〔\\[［(（【﹝]';
const CLOSE = '[〕\\]］)）】﹞]';
const RUNNING = '\\s*第?\\s*\\d{1,6}\\s*号';
const YEAR = '\\s*(?:19|20)\\d{2}\\s*';
/**
 * 文号 in prose: something other than a Han character must stand before it, or 根据昆政发〔2013〕27号 takes 根据 along;
 * outside of brackets it must not begin with such a word itself.
 */
const LEADING_WORD = '(?!及|和|与|以及|并|等|根据|依据|按照|按|见|参照|贯彻|落实)';
const ISSUED = `[\\u4E00-\\u9FFF]{2,12}\\s*${OPEN}${YEAR}${CLOSE}${RUNNING}`;
const ORDER =
  '(?:[\\u4E00-\\u9FFF]{2,14}(?:\\s+|、))?[\\u4E00-\\u9FFF]{2,14}令\\s*(?:(?:19|20)\\d{2}年)?\\s*第\\s*\\d{1,4}\\s*号|主席令\\s*第?[一二三四五六七八九十〇零\\d]{1,6}号';
/** Standards and minutes are numbered by customs of their own; only brackets set them apart. */
const IN_BRACKETS = `(?<=[（(]\\s*)(?:[A-Z]{1,6}\\d{0,6}(?:/[A-Z]{1,6})?\\s*\\d{1,6}(?:\\.\\d{1,3})*\\s*[-—–]\\s*\\d{2,4}|(?:${OPEN}${YEAR}${CLOSE}|${YEAR}年)\\s*第?\\s*\\d{1,4}\\s*期)(?=\\s*[）)])`;
const NUMBER = new RegExp(
  `(?:(?<=[（(【]\\s*)|(?<![\\u4E00-\\u9FFF])${LEADING_WORD})(?:${ISSUED}|${ORDER})|${IN_BRACKETS}`,
);
/** Directly before a title, with no mark between. */
const NUMBER_BEFORE = new RegExp(`(?:${NUMBER.source})(?=\\s*$)`);
const LOOSE_NUMBER = new RegExp(`[\\u4E00-\\u9FFF]{1,40}${OPEN}${YEAR}${CLOSE}${RUNNING}`);
const ARTICLE = /第[一二三四五六七八九十百零〇\d]{1,6}条(?:之[一二三四五六七八九十])?/;
const VERSION =
  /[（(，,]\s*(\d{4}-\d{2}-\d{2}|(?:19|20)\d{2}(?:年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:第[一二三四五六]次)?(?:修订|修正|修改|版|通过|公布|施行)?|(?:修订|修正|修改))(?:版|本|通过)?)\s*[）)]/;
const REASON = /[（(，,]?\s*无文号\s*[：:]\s*([^（）()]+)/;
/** A document without 《》 whose kind its last word tells, with its number in brackets behind. */
const UNMARKED = new RegExp(
  `^(?!根据|按照|依据)([^《》。；;（(]{4,100}(?:通知|意见|办法|规定|条例|方案|批复|决定|纲要|规划|函|纪要|细则|计划|复函|公告|标准)(?:[（(][^（）()]{1,10}[）)])?)\\s*[（(]\\s*((?:${ISSUED}))\\s*[）)]`,
);

const betweenDocuments = { zh: '立项依据中的文字，没有对应的栏目', en: 'Words between documents' };
const noTitle = { zh: '没有书名号，无法作为文件', en: 'No title in 《》' };
const unclearNumber = {
  zh: '像文号，但前面连着汉字，起点不明',
  en: 'It looks like a number whose beginning is unclear',
};

function putNumber(ledger: Ledger, row: number, number: Span): void {
  const path = ['basis', row, 'number'];
  const normal = normaliseDocumentNumber(number.text);
  if (ledger.put(path, normal, number) && normal !== number.text.replace(/\s/g, '')) {
    const why = {
      zh: `“${number.text}”的括号改为六角括号`,
      en: `The brackets of "${number.text}" were made 〔〕`,
    };
    ledger.remark(path, why, number);
  }
}

/** What stands around one title: behind it, up to the next, and a number directly before it. */
function readDocument(ledger: Ledger, title: Match, before: Span, after: Span): void {
  const row = ledger.next(['basis']);
  if (!ledger.put(['basis', row, 'title'], title.whole.text, title.whole)) return;
  const reason = after.match(REASON);
  const number = before.match(NUMBER_BEFORE)?.whole ?? after.match(NUMBER)?.whole;
  if (number) putNumber(ledger, row, number);
  const version = after.match(VERSION)?.group(1);
  if (version) ledger.put(['basis', row, 'version'], version.text, version);
  for (const [index, article] of after.matchAll(ARTICLE).entries())
    ledger.put(['basis', row, 'articles', index], article.whole.text, article.whole);
  const why = reason?.group(1)?.trimmed('\\s,。;、');
  if (reason && why) {
    ledger.put(['basis', row, 'reason'], why.text, why);
    ledger.label(reason.whole);
  }
}

function readUnmarked(ledger: Ledger, line: Span): boolean {
  const match = line.match(UNMARKED);
  const [title, number] = [match?.group(1), match?.group(2)];
  if (!title || !number) return false;
  const row = ledger.next(['basis']);
  const why = { zh: '原文没有书名号', en: 'Without 《》 in the source' };
  if (!ledger.infer(['basis', row, 'title'], title.text.trim(), why, title)) return false;
  putNumber(ledger, row, number);
  return true;
}

const NUMBER_ALONE = new RegExp(`^\\s*${LEADING_WORD}(${ISSUED})\\s*$`);
/** `浙政办发〔2021〕8号、浙财发〔2021〕2号` says which documents they are without their titles. */
function readNumbersAlone(ledger: Ledger, line: Span): boolean {
  const numbers = line
    .trimmed('\\s。;,')
    .split(/[、,;]/)
    .map((part) => part.match(NUMBER_ALONE)?.group(1));
  if (!numbers.every((number) => number !== undefined)) return false;
  for (const number of numbers) putNumber(ledger, ledger.next(['basis']), number);
  return true;
}

function readItem(ledger: Ledger, item: Item): void {
  ledger.label(item.number);
  for (const span of item.spans) {
    const titles = span.matchAll(TITLE);
    if (titles.length === 0) {
      if (!readUnmarked(ledger, span) && !readNumbersAlone(ledger, span)) ledger.leave(span, noTitle);
      continue;
    }
    for (const [index, title] of titles.entries()) {
      const before = span.slice(titles[index - 1]?.end ?? 0, title.start);
      const after = span.slice(title.end, titles[index + 1]?.start ?? span.to - span.from);
      const own = titles[index + 1] ? after.match(NUMBER_BEFORE) : null;
      readDocument(ledger, title, before, own ? after.slice(0, own.start) : after);
    }
    ledger.leave(
      span,
      span.free().some((part) => part.match(LOOSE_NUMBER)) ? unclearNumber : betweenDocuments,
    );
  }
}

/** Beyond this a line is no list of documents. */
const LONGEST = 20_000;

export function readBasis(ledger: Ledger, lines: readonly Paragraph[]): void {
  const readable = lines.filter(({ span }) => span.to - span.from <= LONGEST);
  for (const item of listItems(readable)) readItem(ledger, item);
}
