import type { Words } from '../../../values/language.ts';
import { amountsIn } from '../amounts.ts';
import { calculationsIn } from '../calculation.ts';
import { type Item, listItems, withoutNumber } from '../items.ts';
import type { Ledger } from '../ledger.ts';
import type { Paragraph } from '../source/blocks.ts';
import type { Span } from '../source/span.ts';
import { sourceOfName } from '../words/money-words.ts';
import { isTotal, readPlanItem } from './plan-line.ts';

/** Section 七 as a list: which of its lines are expenses, which only lead to some or sum them up. */

const SUM_WORDS =
  '(?:以上|上述|各项|本?项目|年度|费用|资金|经费|支出|预算|所需|合计|总计|共计|小计|总额|金额|合|共|总|计|需要?|人民币|为|:|\\(大写\\)|大写|\\s)+';
const WORDS = '[人民币零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正:\\s]*';
const SUM_LINE = new RegExp(
  `^${SUM_WORDS}${WORDS}\\(?\\s*(?:小写:?)?\\s*[¥￥]?[\\d,. ]+(?:万元|元|亿元)?整?\\s*\\)?\\s*(?:\\([^()]*\\))?[。;,]?$`,
);
const SAYS_SUM = /合计|总计|共计|小计|共需|总额|总金额|^以上|^上述/;
/** What is asked for as a whole is no expense: `本项目共需资金5万元，其中：`. */
const WHOLE =
  /^(?:(?:本|该)?项目|(?:19|20)\d{2}年度?|本年度?|全年|年度|以上|申请|计划|预算|安排|财政|资金|经费|费用|支出|投入|总|合|共|计|需要?|拟|为|约|[\s,:])*$/;
const LEADS = /[:：]\s*$|如下[。:：]?\s*$/;
const PARTS = /(?:其中|包括|分别为|具体为|主要用于)\s*[:：,]?\s*/;
/** An expense by its last word, alone before its amount. */
const EXPENSE =
  /^[\s,、;。]*(?:以?及|和|与)?\s*((?!其中|包括|包含|涵盖|分别|主要|用于|比|较|另|上年|去年|增加|减少|已|尚|剩余|每)[\u4E00-\u9FFF()A-Za-z]{0,14}(?:费用?|经费|补助|补贴|津贴|工资|款|购置|采购|工程|支出|租金|奖金|保险))\s*(?:预算|预计|约|需|为|共|计)?\s*:?\s*$/;
const SUM_BEHIND = /^[\s,、;。]*(?:共计|合计|总计|小计|共|计)\s*:?\s*$/;

const isLead: Words = { zh: '引出明细的文字，不是一项支出', en: 'It leads to the lines, and is none' };
const isKind: Words = {
  zh: '支出的类别，其下各项已分别列出',
  en: 'A kind of expense: the lines below stand for themselves',
};

export const isSum = ({ span }: Paragraph): boolean => {
  const plain = withoutNumber(span).rest.plain.trim();
  return plain.length <= 120 && SUM_LINE.test(plain) && SAYS_SUM.test(plain);
};

const lineOf = (span: Span): Paragraph => ({ kind: 'paragraph', span, listed: false, cut: false });
const hasAmount = (span: Span): boolean => amountsIn(span).length > 0;

const NAMES_EXPENSE = /(?:费用?|补助|补贴|津贴|工资|购置|采购|工程|支出|租金|奖金|保险)\s*[:：(]?/;

/** Whether lines below a heading of money are expenses, and say nothing of where it comes from: `经费预算`. */
export function areExpenses(lines: readonly Paragraph[], unit: string | null): boolean {
  const items = lines.filter((line) => !isSum(line)).map(({ span }) => withoutNumber(span));
  const isExpense = ({ plain }: Span): boolean => {
    const name = /^[^\d:(]*/.exec(plain)?.[0] ?? '';
    return NAMES_EXPENSE.test(name) && sourceOfName(name) === undefined && name.length <= 24;
  };
  const areAll = items.every(({ rest, number }) => number !== undefined && /\d/.test(rest.plain));
  const named = items.filter(({ rest }) => isExpense(rest)).length;
  const isSource = ({ plain }: Span): boolean =>
    sourceOfName(/^[^\d:(]*/.exec(plain)?.[0] ?? '') !== undefined;
  const hasUnit = unit !== null || items.every(({ rest }) => hasAmount(rest));
  return items.length >= 2 && areAll && hasUnit && named > 0 && !items.some(({ rest }) => isSource(rest));
}

/** Section 七 in lines; a sum at its end is no item, and belongs to none. @param unit as its heading says */
export function readPlan(ledger: Ledger, lines: readonly Paragraph[], unit: string | null): void {
  const sums = lines.length > 1 ? lines.filter(isSum) : [];
  for (const { span } of sums) ledger.leave(span, isTotal);
  const rest = lines.filter((line) => !sums.includes(line));
  const [first, second] = rest;
  const isLeading =
    first && second && LEADS.test(first.span.plain) && !first.listed && !/^[\d¥￥]/.test(second.span.plain);
  if (isLeading && withoutNumber(first.span).number === undefined) {
    ledger.leave(first.span, isLead);
    readLines(ledger, rest.slice(1), unit);
  } else readLines(ledger, rest, unit);
}

/** Where Word numbers the lines, what it sets deeper belongs to the line above. */
function itemsOf(lines: readonly Paragraph[]): Item[] {
  const depths = lines.flatMap(({ list }) => (list ? [list.depth] : []));
  const least = Math.min(...depths);
  if (!depths.some((depth) => depth > least)) return listItems(lines);
  return listItems(
    lines.map((line) => ((line.list?.depth ?? least) > least ? { ...line, listed: false } : line)),
  );
}

function readLines(ledger: Ledger, lines: readonly Paragraph[], unit: string | null): void {
  const items = itemsOf(lines);
  const areNumbered = items.some(({ number }) => number !== undefined);
  for (const [index, item] of items.entries()) {
    const [body, ...more] = item.spans;
    const isFirst = index === 0 && items.length > 1 && areNumbered && item.number === undefined;
    if (item.leads || (isFirst && body && isOnlyWords(body))) {
      for (const span of item.spans) ledger.leave(span, isLead);
    } else if (body && isKindOf(body, more)) {
      ledger.label(item.number);
      ledger.leave(body, isKind);
      readLines(ledger, more.map(lineOf), unit);
    } else {
      const parts = body && more.length === 0 && !item.number ? expensesOf(ledger, body) : null;
      for (const one of parts ?? [item]) readPlanItem(ledger, one, unit);
    }
  }
}

/** Before a numbered list: no amount, or that of the whole. */
function isOnlyWords(span: Span): boolean {
  const [first] = amountsIn(span);
  return first === undefined || WHOLE.test(span.plain.slice(0, first.start));
}

/** A name without an amount over lines that have their own: `（一）设备购置`, `1.电脑6万元`. */
const isKindOf = (body: Span, more: readonly Span[]): boolean =>
  !hasAmount(body) &&
  more.some(hasAmount) &&
  (more.length > 1 || (more[0] !== undefined && withoutNumber(more[0]).number !== undefined));

const itemOf = (span: Span): Item => ({ spans: [span], text: span.text.trim() });

const BRACKET = /\([^()]*\)/;

/** `培训费5万元、印刷费3万元`: the expenses of one line, where it says nothing else; null where it says one. */
function expensesOf(ledger: Ledger, body: Span): Item[] | null {
  // `培训费3万元（其中师资费1万元）`: what stands in brackets is within the expense.
  const brackets = body.matchAll(BRACKET);
  const amounts = amountsIn(body).filter(
    (one) => !brackets.some(({ start, end }) => start < one.start && one.end < end),
  );
  if (amounts.length < 2 || calculationsIn(body).length > 0) return null;
  const [first] = amounts;
  const lead = body.match(PARTS);
  const isWhole = lead && first && first.end <= lead.start && WHOLE.test(body.plain.slice(0, first.start));
  const whole = isWhole ? first : undefined;
  const own = whole ? amounts.slice(1) : amounts;
  let from = whole && lead ? lead.end : 0;
  let sum = 0;
  const items: Item[] = [];
  for (const [index, { fen, start, end: amountEnd }] of own.entries()) {
    const end = brackets.find((bracket) => bracket.start === amountEnd)?.end ?? amountEnd;
    const before = body.slice(from, start);
    const name = before.match(EXPENSE)?.group(1);
    const isSumBehind = index === own.length - 1 && index > 1 && fen === sum && SUM_BEHIND.test(before.plain);
    if (fen === null || !(name || isSumBehind)) return null;
    if (name) {
      sum += fen;
      items.push(itemOf(body.slice(name.from - body.from, end)));
    }
    from = end;
  }
  const isAll = /^[\s。;,、]*$/.test(body.plain.slice(from)) && (!whole || whole.fen === sum);
  if (!isAll || items.length < 2) return null;
  ledger.leave(body, isTotal);
  return items;
}
