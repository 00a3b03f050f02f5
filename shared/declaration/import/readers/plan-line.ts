import type { Words } from '../../../values/language.ts';
import { type Amount, amountsIn, digitsOf, NUMBER, priceOfNumber, whyNotRead } from '../amounts.ts';
import {
  type Calculation,
  calculationsIn,
  priceOf,
  productFen,
  quantityOf,
  quantityUnitOf,
} from '../calculation.ts';
import { type Item, joined, listItems } from '../items.ts';
import type { Ledger, Path } from '../ledger.ts';
import { saysNothing } from '../not-placed.ts';
import type { Paragraph } from '../source/blocks.ts';
import type { Span } from '../source/span.ts';
import { TOTAL } from '../words/money-words.ts';

/** One item of section 七 as a line of text: a name, an amount, and how it comes about. */

const MARKER =
  /(?:共计|合计|总计|小计|共需|合共|总额|总价|总费用|(?<!公)共|(?<![预估统设审会累])计|[=≈])\s*(?:人民币|经费|资金|金额|费用|为|需|约|:)*\s*$/;
const STRONG = /(?:合计|共计|总计|总额|合共)\s*(?:人民币|经费|资金|金额|费用|为|需|约|:)*\s*$/;
const PRICE_BEFORE =
  /(?:单价|均价|人均|标准|每[\u4E00-\u9FFF]{1,6}|按照?[\u4E00-\u9FFF]{0,6})\s*(?:为|是|:|约|按)?\s*$/;
const PRICE_AFTER = /^\s*(?:[/／]|每|的?标准|[一1]个)/;
const PARTS_FOLLOW = /^\s*[,。:;(]*\s*(?:其中|包括|含|主要用于|分别)/;
const BASIS = /测算依据\s*:\s*/;
const DEDUCTION = /^(?:核减|扣减|扣除|减去?|减少)/;

type Role = 'total' | 'price' | 'factor' | 'amount';
interface Seen extends Amount {
  readonly role: Role;
  readonly isStrong: boolean;
  readonly hasParts: boolean;
}

function rolesOf(body: Span, amounts: readonly Amount[], calculations: readonly Calculation[]): Seen[] {
  const { plain } = body;
  return amounts.map((amount, index) => {
    const before = plain.slice(Math.max(0, amount.start - 24), amount.start);
    const after = plain.slice(amount.end, amount.end + 24);
    const inside = calculations.find(
      ({ formula }) => formula.from <= amount.span.from && amount.span.to <= formula.to,
    );
    const between = plain.slice(amounts[index - 1]?.end ?? 0, amount.start);
    const isPrice = PRICE_AFTER.test(after) || (PRICE_BEFORE.test(before) && !MARKER.test(before));
    const role = inside ? 'factor' : isPrice ? 'price' : MARKER.test(between) ? 'total' : 'amount';
    return { ...amount, role, isStrong: STRONG.test(between), hasParts: PARTS_FOLLOW.test(after) };
  });
}

const sumOf = (amounts: readonly Seen[]): number => amounts.reduce((sum, { fen }) => sum + (fen ?? 0), 0);
const distinct = (amounts: readonly Seen[]): number => new Set(amounts.map(({ fen }) => fen)).size;

/** The one amount that equals the sum of all others. */
const balanced = (amounts: readonly Seen[]): Seen | undefined =>
  amounts.length < 3 ? undefined : amounts.find((one) => one.fen !== null && one.fen * 2 === sumOf(amounts));

/** What a price comes to with each count that stands apart from it: `10台，单价6000元`. */
function productsApart(body: Span, seen: readonly Seen[]): number[] {
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
function settled(
  seen: readonly Seen[],
  products: readonly (number | null)[],
  apart: readonly number[],
): Seen | undefined {
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

/** Where the name ends: before what says how much, or at the first mark where that comes later in the sentence. */
function nameOf(
  body: Span,
  seen: readonly Seen[],
  calculations: readonly Calculation[],
  total: Seen | undefined,
): Span {
  const { plain } = body;
  const first = seen[0];
  const sentence = /[。;\n]/.exec(plain)?.index ?? plain.length;
  const begin = Math.min(sentence, first?.start ?? plain.length, calculations[0]?.start ?? plain.length);
  const sayingSo = body.slice(0, begin).plain.replace(/\s+$/, '');
  const isTotal = first !== undefined && first === total && first.start === begin;
  // Our own documents: `…共22.50万元。` at the end of the first sentence, whatever the name holds.
  const own = /^(.*)共[\d,.]+(?:万元|元)(?:。|$)/.exec(plain.split('\n')[0]?.split('。')[0] ?? '');
  const raw =
    own && total && total === first && total.start === (own[1]?.length ?? 0) + 1
      ? (own[1] ?? '')
      : isTotal
        ? sayingSo
        : cutAtMark(sayingSo);
  const bare = raw
    .replace(MARKER, '')
    .replace(/[\s:,(]+$/, '')
    .replace(/(?:单价|按|每|人均|标准|需|约|预计|估算|大约)$/, '')
    .replace(/[\s:,(、]+$/, '');
  return body.slice(0, bare.length).trimmed();
}

const cutAtMark = (text: string): string => /^[^:,(]+/.exec(text)?.[0] ?? text;

const fromCalculation: Words = { zh: '由算式得出', en: 'Taken from the calculation' };

/** Price, quantity and unit of a calculation. */
function putCalculation(ledger: Ledger, path: Path, calculation: Calculation): void {
  const price = priceOf(calculation);
  const quantity = quantityOf(calculation);
  const unit = quantityUnitOf(calculation);
  const [one, ...more] = calculation.quantities;
  if (!calculation.isProduct || price === null || quantity === null || one === undefined) {
    ledger.put([...path, 'basis'], calculation.formula.text, calculation.formula);
    ledger.label(calculation.result);
    return;
  }
  if (more.length > 0) {
    // The form has one quantity: the formula says how it comes about.
    ledger.put([...path, 'basis'], calculation.formula.text, calculation.formula);
    ledger.infer([...path, 'unitPriceFen'], price, fromCalculation, calculation.formula);
    ledger.infer([...path, 'quantity'], quantity, fromCalculation, calculation.formula);
    if (unit !== '') ledger.infer([...path, 'quantityUnit'], unit, fromCalculation, calculation.formula);
    ledger.label(calculation.result);
    return;
  }
  ledger.put([...path, 'unitPriceFen'], price, ...(calculation.price ? [calculation.price.number] : []));
  ledger.put([...path, 'quantity'], quantity, one.number);
  const by = calculation.price?.unit;
  const unitSpan = one.unit ?? by;
  if (unitSpan) ledger.put([...path, 'quantityUnit'], unit, unitSpan);
  if (one.unit && by && one.unit.text.trim() !== by.text.trim()) {
    ledger.remark([...path, 'quantityUnit'], {
      zh: `单价按“${by.text.trim()}”，数量按“${one.unit.text.trim()}”，取后者`,
      en: `The price is by ${by.text.trim()}, the quantity by ${one.unit.text.trim()}: the latter was taken`,
    });
  }
  ledger.label(calculation.whole);
}

const COUNT = new RegExp(`(?<![0-9.])(${NUMBER})\\s*([\\u4E00-\\u9FFF]{1,3}?)(?=[,。;、(:\\s]|$)`, 'g');

/** A price and a count that stand apart in the text, where together they come to the amount. */
function putApart(ledger: Ledger, path: Path, body: Span, seen: readonly Seen[], total: number): void {
  const prices = seen.filter(({ role }) => role === 'price');
  const [price] = prices;
  if (prices.length !== 1 || price === undefined) return;
  const fen = priceOfNumber(price.number, price.unit);
  for (const match of body.matchAll(COUNT)) {
    const digits = digitsOf(match.plain(1));
    const [number, unit] = [match.group(1), match.group(2)];
    if (digits === null || !number || !unit || productFen(fen, Number(digits)) !== total) continue;
    if (fen !== null) ledger.put([...path, 'unitPriceFen'], fen, price.span);
    ledger.put([...path, 'quantity'], Number(digits), number);
    ledger.put([...path, 'quantityUnit'], unit.text, unit);
    return;
  }
}

/** A price in words before a chain of counts: `每人每天120元标准，10人×30天，共计3.60万元`. */
function putPriceBefore(
  ledger: Ledger,
  path: Path,
  seen: readonly Seen[],
  calculation: Calculation,
  total: number,
): boolean {
  const [price, ...others] = seen.filter(({ role }) => role === 'price');
  if (!price || others.length > 0 || calculation.price || !calculation.isProduct) return false;
  const fen = priceOfNumber(price.number, price.unit);
  const quantity = quantityOf(calculation);
  if (fen === null || quantity === null || productFen(fen, quantity) !== total) return false;
  ledger.put([...path, 'unitPriceFen'], fen, price.span);
  ledger.put([...path, 'basis'], calculation.formula.text, calculation.formula);
  ledger.infer([...path, 'quantity'], quantity, fromCalculation, calculation.formula);
  const unit = quantityUnitOf(calculation);
  if (unit !== '') ledger.infer([...path, 'quantityUnit'], unit, fromCalculation, calculation.formula);
  return true;
}

function putAmount(ledger: Ledger, path: Path, total: Seen, name: Span): void {
  const amountPath = [...path, 'amountFen'];
  if (total.fen === null) {
    ledger.remark(amountPath, whyNotRead(total), total.span);
    ledger.leave(total.span, whyNotRead(total));
    return;
  }
  if (total.fen > 0 && DEDUCTION.test(name.plain)) {
    const why = { zh: `“${name.text}”是扣减，记为负数`, en: 'A deduction is below zero' };
    ledger.infer(amountPath, -total.fen, why, total.span);
    return;
  }
  ledger.put(amountPath, total.fen, total.span);
  // In running text a blank may part two numbers as well.
  if (/\d\s\d/.test(total.number)) {
    ledger.remark(
      amountPath,
      { zh: `由“${total.number}${total.unit}”得出`, en: `Taken from "${total.number}"` },
      total.span,
    );
  }
}

/** What is left of an item explains it. */
function putDescription(ledger: Ledger, path: Path, spans: readonly Span[], unread: readonly Seen[]): void {
  for (const one of unread) ledger.leave(one.span, whyNotRead(one));
  const isUnread = (part: Span): boolean =>
    unread.some(({ span }) => span.piece === part.piece && span.from <= part.from && part.from < span.to);
  const free = spans.flatMap((span) => span.free());
  const left = free
    .flatMap((part) =>
      unread.reduce<Span[]>((parts, { span }) => parts.flatMap((one) => without(one, span)), [part]),
    )
    .filter((part) => !isUnread(part))
    .map((span) => span.trimmed('\\s,;:、'))
    .map(withoutOpenEnds)
    .filter(({ plain }) => !saysNothing(plain));
  if (left.length > 0) ledger.put([...path, 'description'], joined(left.map(({ text }) => text)), ...left);
}

const without = (span: Span, { piece, from, to }: Span): Span[] =>
  span.piece !== piece || to <= span.from || from >= span.to
    ? [span]
    : [span.slice(0, Math.max(0, from - span.from)), span.slice(Math.min(span.to, to) - span.from)].filter(
        (part) => !part.isEmpty,
      );

/** A text that a part was taken out of keeps neither a full stop at its beginning nor a bracket that it lost. */
function withoutOpenEnds(span: Span): Span {
  const head = /^[。;,:、\s=]+/.exec(span.plain)?.[0].length ?? 0;
  return span.slice(head).trimmed();
}

/** Section 七 in lines; a sum at its end is no item, and belongs to none. */
export function readPlan(ledger: Ledger, lines: readonly Paragraph[]): void {
  const sums = lines.filter(({ span }) => SUM_LINE.test(span.plain));
  for (const { span } of sums) ledger.leave(span, isTotal);
  for (const item of listItems(lines.filter((line) => !sums.includes(line)))) readPlanItem(ledger, item);
}

const SUM_LINE =
  /^(?:以上)?(?:各项)?(?:费用|资金|经费)?(?:合计|总计|共计)\s*[::]?\s*[¥￥]?[\d,.]+\s*(?:万元|元|亿元)[。;]?$/;
const isTotal: Words = { zh: '合计，不是一项支出', en: 'A total, no line of its own' };

/** Beyond this a line is no item of a plan. */
const LONGEST = 5_000;

/** Reads an item of the plan. */
export function readPlanItem(ledger: Ledger, item: Item): void {
  const [body, ...more] = item.spans;
  if (!body || body.isEmpty) return;
  if (TOTAL.test(body.plain.replace(/\s/g, '').replace(/[:\d].*$/, ''))) {
    ledger.leave(body, isTotal);
    return;
  }
  const path: Path = ['plan', ledger.next(['plan'])];
  ledger.label(item.number);
  if (body.to - body.from > LONGEST || !/[0-9]/.test(body.plain)) {
    const why: Words = { zh: '没有找到支出的金额', en: 'No amount of the line' };
    ledger.remark([...path, 'amountFen'], why, body);
    ledger.put([...path, 'description'], item.text, ...item.spans);
    return;
  }
  const basisAt = [body, ...more]
    .map((span) => [span, span.match(BASIS)] as const)
    .find(([, match]) => match !== null);
  const main = basisAt?.[0] === body && basisAt[1] ? body.slice(0, basisAt[1].start) : body;
  const calculations = [main, ...more].flatMap((span) => calculationsIn(span));
  const ownCalculations = calculationsIn(main);
  const seen = rolesOf(main, amountsIn(main), ownCalculations);
  const products = ownCalculations.map((one) => productFen(priceOf(one), quantityOf(one)));
  const total = earliest(seen, settled(seen, products, productsApart(main, seen)));
  const name = nameOf(main, seen, ownCalculations, total);
  if (!name.isEmpty && !saysNothing(name.plain)) putName(ledger, path, name, seen, total, main);
  if (basisAt?.[1]) {
    const [span, match] = basisAt;
    ledger.label(match.whole);
    const basis = span.slice(match.end).trimmed();
    const ended = basis.slice(0, basis.plain.replace(/。$/, '').length);
    if (!ended.isEmpty) ledger.put([...path, 'basis'], ended.text, ended);
  }
  if (total) putAmount(ledger, path, total, name);
  putHow(ledger, path, { main, seen, calculations, total });
  if (!total) sayNothingSettled(ledger, path, seen, calculations, item);
  // Amounts that only say the same again, with the words before them.
  if (total?.fen != null)
    for (const one of seen)
      if (one !== total && one.role === 'total' && one.fen === total.fen) ledger.label(one.span);
  labelMarkers(ledger, main);
  putDescription(
    ledger,
    path,
    item.spans,
    seen.filter(({ fen }) => fen === null),
  );
}

/** Of amounts that say the same the first: it stands beside the name. */
const earliest = (seen: readonly Seen[], total: Seen | undefined): Seen | undefined =>
  total && seen.find(({ role, fen }) => fen === total.fen && (role === 'amount' || role === 'total'));

/** The words that say that an amount is the sum, directly before one that was taken. */
function labelMarkers(ledger: Ledger, body: Span): void {
  const MARKERS =
    /(?:共计|合计|总计|小计|共需|(?<!公)共|预计|估算|(?<![预估统设审会累])计|单价|=)\s*(?=[¥￥]?-?[0-9])/g;
  for (const match of body.matchAll(MARKERS)) {
    const next = body.slice(match.end, match.end + 1);
    if (!next.isFree()) ledger.label(match.whole);
  }
}

function putName(
  ledger: Ledger,
  path: Path,
  name: Span,
  seen: readonly Seen[],
  total: Seen | undefined,
  body: Span,
): void {
  // `购置电脑10台，单价6000元，共6万元`: the count is the quantity's.
  if (total?.fen != null) putApart(ledger, path, body, seen, total.fen);
  const [first] = name.free();
  const own = name.isFree() ? name : first;
  if (own && own.from === name.from) ledger.put([...path, 'name'], own.text, own);
}

interface How {
  readonly main: Span;
  readonly seen: readonly Seen[];
  readonly calculations: readonly Calculation[];
  readonly total: Seen | undefined;
}

function putHow(ledger: Ledger, path: Path, { seen, calculations, total }: How): void {
  const fen = total?.fen ?? null;
  const fitting = calculations.filter(
    (one) =>
      one.isProduct &&
      one.price &&
      (fen === null ||
        one.resultFen === null ||
        one.resultFen === fen ||
        productFen(priceOf(one), quantityOf(one)) === fen),
  );
  const [one, ...others] = calculations;
  if (one === undefined) return;
  if (others.length === 0 && fen !== null && putPriceBefore(ledger, path, seen, one, fen)) return;
  if (fitting.length === 1 && others.length === 0 && fitting[0]) putCalculation(ledger, path, fitting[0]);
  else if (others.length === 0) {
    ledger.put([...path, 'basis'], one.formula.text, one.formula);
    ledger.label(one.result);
  }
}

function sayNothingSettled(
  ledger: Ledger,
  path: Path,
  seen: readonly Seen[],
  calculations: readonly Calculation[],
  item: Item,
): void {
  const amountPath = [...path, 'amountFen'];
  const [only, ...others] = calculations;
  const product = only && others.length === 0 ? productFen(priceOf(only), quantityOf(only)) : null;
  if (product !== null && only?.isProduct && seen.every(({ role }) => role === 'factor')) {
    const why = { zh: '由算式算出，原文没有写出得数', en: 'Calculated: the result is not printed' };
    ledger.infer(amountPath, product, why, only.formula);
    return;
  }
  const unread = seen.find(({ fen }) => fen === null);
  const printed = seen.map(({ span }) => span.text).join('、');
  const why: Words = unread
    ? whyNotRead(unread)
    : seen.length === 0
      ? { zh: '没有找到支出的金额', en: 'No amount of the line' }
      : { zh: `有几个金额，无法确定是哪一个：${printed}`, en: `Several amounts, none certain: ${printed}` };
  ledger.remark(amountPath, why, ...item.spans.slice(0, 1));
}
