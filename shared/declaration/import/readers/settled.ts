import type { Amount } from '../amounts.ts';
import { digitsOf, NUMBER, priceOfNumber } from '../amounts.ts';
import { type Calculation, productFen } from '../calculation.ts';
import type { Span } from '../source/span.ts';

/** Which of the amounts of a line is the line's own: what a sign, a word or a balance settles, or none. */

/** Ends the words before an amount that is the sum of others. */
export const MARKER =
  /(?:共计|合计|总计|小计|共需|合共|总额|总价|总费用|(?<!公)共|(?<![预估统设审会累另别])计|[=≈])\s*(?:人民币|经费|资金|金额|费用|为|需|约|:)*\s*$/;
const STRONG = /(?:合计|共计|总计|总额|合共)\s*(?:人民币|经费|资金|金额|费用|为|需|约|:)*\s*$/;
/** `每个行政村安排工作经费`, `月工资`, `人均`: what comes next is by the piece. */
const PRICE_BEFORE =
  /(?:单价|均价|标准|每[^,;。:\d]{1,16}|[人户日月年周天]均[\u4E00-\u9FFF]{0,6}|(?<![全本当两个半季\d一二三四五六七八九十])[日月年周](?:工资|薪酬?|租金|租赁费)|按照?[\u4E00-\u9FFF]{0,6})\s*(?:为|是|:|约|按)?\s*$/;
const PRICE_AFTER = /^\s*(?:[/／]|每|的?标准|[一1]个)/;
const PARTS_FOLLOW = /^\s*[,。:;(]*\s*(?:其中|包括|包含|涵盖|含|主要用于|分别)/;
const PARTS_BEGIN = /其中|包括|包含|涵盖|分别为|[,(]\s*含/;
/** `合同总价91.2万元，本年支付60%即54.72万元`: of a whole that stands before it what is this year's, and what was paid. */
const OF_THIS_YEAR =
  /(?:^|[,;。:(\s])(?:本年度?|本次|本期|当年|今年)(?:预算|计划|申请|申报|安排|支付|拨付|支出|付款|首付|进度款|尾款|资金|经费|金额|款项?|[付需应拟约为即的]|[0-9.]+%|\s)*$/;
const PAID =
  /(?:^|[,;。:(\s])(?:目前|前期|此前|截至[^,;。:]{1,12})?已(?:经|累计)?(?:支付|付|拨付|到位|支出|预付)[^,;。:]{0,4}$/;

type Role = 'total' | 'price' | 'factor' | 'part' | 'amount' | 'this-year' | 'paid';
export interface Seen extends Amount {
  readonly role: Role;
  readonly isStrong: boolean;
  readonly hasParts: boolean;
}

export function rolesOf(
  body: Span,
  amounts: readonly Amount[],
  calculations: readonly Calculation[],
): Seen[] {
  const { plain } = body;
  let parts: 'none' | 'sentence' | 'bracket' = 'none';
  return amounts.map((amount, index) => {
    const before = plain.slice(Math.max(0, amount.start - 24), amount.start);
    const after = plain.slice(amount.end, amount.end + 24);
    const inside = calculations.find(
      ({ formula }) => formula.from <= amount.span.from && amount.span.to <= formula.to,
    );
    const between = plain.slice(amounts[index - 1]?.end ?? 0, amount.start);
    // What stands behind 其中 is within the amount before it, up to the end of the sentence or of the bracket.
    if (parts === 'bracket' ? /\)/.test(between) : /。/.test(between)) parts = 'none';
    if (index > 0 && PARTS_BEGIN.test(between)) parts = /\([^)]*$/.test(between) ? 'bracket' : 'sentence';
    const isPrice = PRICE_AFTER.test(after) || (PRICE_BEFORE.test(before) && !MARKER.test(before));
    const isStrong = STRONG.test(between);
    const isTotal = MARKER.test(between) && (parts === 'none' || (isStrong && parts === 'sentence'));
    const isPart = parts !== 'none' && !isTotal;
    const ofThisYear = index > 0 && OF_THIS_YEAR.test(between) ? 'this-year' : undefined;
    const beside = PAID.test(between) ? 'paid' : ofThisYear;
    const role = inside
      ? 'factor'
      : beside
        ? beside
        : isPart
          ? 'part'
          : isPrice
            ? 'price'
            : isTotal
              ? 'total'
              : 'amount';
    return { ...amount, role, isStrong, hasParts: PARTS_FOLLOW.test(after) };
  });
}

const sumOf = (amounts: readonly Seen[]): number => amounts.reduce((sum, { fen }) => sum + (fen ?? 0), 0);
const distinct = (amounts: readonly Seen[]): number => new Set(amounts.map(({ fen }) => fen)).size;

/** The first or the last amount, where it equals the sum of all others; between them it would by chance. */
const balanced = (amounts: readonly Seen[]): Seen | undefined =>
  amounts.length < 3
    ? undefined
    : [amounts[0], amounts.at(-1)].find((one) => one?.fen != null && one.fen * 2 === sumOf(amounts));

/** `10台`, `100户需`: a count of something that is no money. */
export const COUNT = new RegExp(
  `(?<![0-9.])(${NUMBER})\\s*(?!(?:百万|[亿万千])?元|[万亿])([\\u4E00-\\u9FFF]{1,3}?)(?=[,。;、(:\\s]|[需共计]|$)`,
  'g',
);

/** What a price comes to with each count that stands apart from it: `10台，单价6000元`. */
export function productsApart(body: Span, seen: readonly Seen[]): number[] {
  const [price, ...others] = seen.filter(({ role }) => role === 'price');
  const fen = price && others.length === 0 ? priceOfNumber(price.number, price.unit) : null;
  if (fen === null) return [];
  return body.matchAll(COUNT).flatMap((match) => {
    const digits = digitsOf(match.plain(1));
    return digits === null ? [] : (productFen(fen, Number(digits)) ?? []);
  });
}

/**
 * The amount that a sign, a word or a balance settles; undefined where nothing does.
 * @param apart what price and counts of the line come to: one amount that is none of it may be of something else
 */
export function settled(
  seen: readonly Seen[],
  products: readonly (number | null)[],
  apart: readonly number[],
): Seen | undefined {
  const thisYears = seen.filter(({ role }) => role === 'this-year');
  if (thisYears.length > 0) return distinct(thisYears) === 1 ? thisYears[0] : undefined;
  // What is left to be paid is not said.
  if (seen.some(({ role }) => role === 'paid')) return undefined;
  const totals = seen.filter(({ role }) => role === 'total');
  if (totals.length > 0) {
    if (distinct(totals) === 1) return totals[0];
    const strong = totals.filter(({ isStrong }) => isStrong);
    const weak = totals.filter(({ isStrong }) => !isStrong);
    if (distinct(strong) === 1 && (strong[0]?.fen === sumOf(weak) || distinct(weak) <= 1)) {
      const [one] = strong;
      return weak.length <= 1 && one?.fen !== sumOf(weak) ? undefined : one;
    }
    return balanced(totals);
  }
  const amounts = seen.filter(({ role }) => role === 'amount');
  if (distinct(amounts) === 1)
    return apart.length === 0 || apart.some((fen) => fen === amounts[0]?.fen) ? amounts[0] : undefined;
  const whole = amounts.filter(({ hasParts }) => hasParts);
  if (amounts[0]?.hasParts && whole.length === 1) return amounts[0];
  const product = amounts.filter(({ fen }) => fen !== null && products.includes(fen));
  return product.length > 0 && distinct(product) === 1 ? product[0] : balanced(amounts);
}
