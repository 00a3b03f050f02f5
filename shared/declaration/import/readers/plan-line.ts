import type { Words } from '../../../values/language.ts';
import { type Amount, amountsIn, bareAmountsIn, digitsOf, priceOfNumber, whyNotRead } from '../amounts.ts';
import {
  type Calculation,
  calculationsIn,
  priceOf,
  productFen,
  quantityOf,
  quantityUnitOf,
} from '../calculation.ts';
import { type Item, joined } from '../items.ts';
import type { Ledger, Path } from '../ledger.ts';
import { saysNothing } from '../not-placed.ts';
import type { Span } from '../source/span.ts';
import { TOTAL } from '../words/money-words.ts';
import { COUNT, MARKER, productsApart, rolesOf, type Seen, settled } from './settled.ts';

/** One item of section 七 as a line of text: a name, an amount, and how it comes about. */

const BASIS = /测算依据\s*:\s*/;
/** 减 begins many names, 减灾 and 减排 among them: alone it takes off only before a mark. */
const DEDUCTION = /^(?:核减|扣减|扣除|减去|调减|压减|冲减)|^减(?:少)?[:：]?$|^减(?:少)?[:：]/;

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
  const own = /^(.*)共-?[\d,.]+(?:万元|元)(?:。|$)/.exec(plain.split('\n')[0]?.split('。')[0] ?? '');
  const raw =
    own && total && total === first && total.start === (own[1]?.length ?? 0) + 1
      ? (own[1] ?? '')
      : isTotal
        ? sayingSo
        : cutAtMark(sayingSo);
  const bare = raw
    .replace(MARKER, '')
    .replace(/[\s:,(-]+$/, '')
    .replace(/(?:单价|按|每|人均|标准|需|约|近|预计|估算|大约|人民币)$/, '')
    .replace(/[\s:,(、-]+$/, '');
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

/** `约3万元`, `不超过3万元`, `3万元左右`. */
function aboutOf(total: Seen, body: Span): string | undefined {
  const before = /(?:约|大约|近|不超过|不高于|最多|至少|不低于)$/.exec(body.plain.slice(0, total.start))?.[0];
  const after = /^(?:左右|上下|以内|以上|以下)/.exec(body.plain.slice(total.end))?.[0];
  return before || after ? `${before ?? ''}${total.span.text}${after ?? ''}` : undefined;
}

function putAmount(ledger: Ledger, path: Path, total: Seen, name: Span, body: Span): void {
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
  const about = aboutOf(total, body);
  if (about) {
    const why = { zh: `原文不是确数：“${about}”`, en: `It is about so much in the source: ${about}` };
    ledger.remark(amountPath, why, total.span);
  }
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

export const isTotal: Words = { zh: '合计，不是一项支出', en: 'A total, no line of its own' };

/** Beyond this a line is no item of a plan. */
const LONGEST = 5_000;

/** The amounts of a text; where it has none, its last number may be one of the unit that the heading names. */
function amountsOf(span: Span, unit: string | null): Amount[] {
  const printed = amountsIn(span);
  if (unit === null || printed.length > 0) return printed;
  const bare = bareAmountsIn(span, unit);
  return bare.length === 1 && /^[\s。;,]*$/.test(span.plain.slice(bare[0]?.end)) ? bare : [];
}

/** Reads an item of the plan. @param unit of a number that names none, as the heading says */
export function readPlanItem(ledger: Ledger, item: Item, unit: string | null = null): void {
  const [body, ...more] = item.spans;
  if (!body || body.isEmpty) return;
  // A name alone on its line has its amount on the next.
  const [below, ...others] = more;
  const isApart = below && others.length === 0 && amountsIn(body).length === 0 && amountsIn(below).length > 0;
  if (TOTAL.test(body.plain.replace(/\s/g, '').replace(/[:\d].*$/, ''))) {
    ledger.leave(body, isTotal);
    return;
  }
  const path: Path = ['plan', ledger.next(['plan'])];
  ledger.label(item.number);
  if (body.to - body.from > LONGEST || !/[0-9]/.test((isApart ? below : body).plain)) {
    const why: Words = { zh: '没有找到支出的金额', en: 'No amount of the line' };
    ledger.remark([...path, 'amountFen'], why, body);
    ledger.put([...path, 'description'], item.text, ...item.spans);
    return;
  }
  const basisAt = [body, ...more]
    .map((span) => [span, span.match(BASIS)] as const)
    .find(([, match]) => match !== null);
  const whole = isApart ? below : body;
  const main = basisAt?.[0] === whole && basisAt[1] ? whole.slice(0, basisAt[1].start) : whole;
  const calculations = [main, ...(isApart ? [] : more)].flatMap((span) => calculationsIn(span));
  const ownCalculations = calculationsIn(main);
  const seen = rolesOf(main, amountsOf(main, unit), ownCalculations);
  const products = ownCalculations.map((one) => productFen(priceOf(one), quantityOf(one)));
  const own = earliest(seen, settled(seen, products, productsApart(main, seen)));
  const total = own?.doubt ? undefined : own;
  const name = isApart ? body.trimmed('\\s:,;。') : nameOf(main, seen, ownCalculations, total);
  if (!name.isEmpty && !saysNothing(name.plain)) putName(ledger, path, name, seen, total, main);
  if (basisAt?.[1]) {
    const [span, match] = basisAt;
    ledger.label(match.whole);
    const basis = span.slice(match.end).trimmed();
    const ended = basis.slice(0, basis.plain.replace(/。$/, '').length);
    if (!ended.isEmpty) ledger.put([...path, 'basis'], ended.text, ended);
  }
  if (total) putAmount(ledger, path, total, name, main);
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
  total &&
  seen.find(
    ({ role, fen }) => fen === total.fen && (role === 'amount' || role === 'total' || role === 'this-year'),
  );

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
  else if (others.length === 0 && (fen === null || one.resultFen === null || one.resultFen === fen)) {
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
