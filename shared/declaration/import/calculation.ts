import { AMOUNT, digitsOf, fenOfNumber, NUMBER, priceOfNumber } from './amounts.ts';
import type { Span } from './source/span.ts';

/** Calculations in running text: `5000元/每个社区x45个社区=22.50万元`, `8人×6000元/月×12月`, `（3人×100元+2人×50元）×10天`. */

const TIMES = '[x×X*✕]';
const WORDS = '[^0-9=×xX*+;。,，、\\n()\\s]{0,12}?';
/** A word that leads to the sum ends the last unit. */
const ENDS = '(?=\\s*(?:[=≈×xX✕*+;。,，、\\n()\\s]|共|合计|小计|总计|计[0-9]|约|即|$))';
const FACTOR = `${NUMBER}\\s*%?${WORDS}${ENDS}`;
const CHAIN = new RegExp(
  `(\\(*\\s*${FACTOR}(?:\\s*\\)*\\s*(?:${TIMES}|\\+(?=[^;。\\n]{0,60}${TIMES})|(?<=${TIMES}[^;。\\n]{0,60})\\+)\\s*\\(*\\s*${FACTOR}){1,9}\\s*\\)*)(\\s*[=≈]\\s*${AMOUNT}|\\s*[=≈]\\s*${NUMBER}(?![0-9.]))?`,
);

interface Factor {
  readonly number: Span;
  /** 元 of money; absent for a quantity. */
  readonly moneyUnit?: string;
  /** What it counts, or what the price is by. */
  readonly unit: Span | undefined;
}

export interface Calculation {
  readonly whole: Span;
  readonly start: number;
  readonly end: number;
  /** Without its result. */
  readonly formula: Span;
  readonly result: Span | undefined;
  /** Of the calculation's result, where it has one with a unit. */
  readonly resultFen: number | null;
  readonly price?: Factor;
  readonly quantities: readonly Factor[];
  /** Whether it is one price times quantities: what the form's own columns can say. */
  readonly isProduct: boolean;
}

const ONE_FACTOR = new RegExp(
  `^\\s*(${NUMBER})\\s*(亿元|万元|千元|元|万)?\\s*[/／]?\\s*(?:每一?)?(${WORDS})\\s*$`,
);

/** The calculations of a text, in their order. */
export function calculationsIn(span: Span): Calculation[] {
  return span.matchAll(CHAIN).map((match): Calculation => {
    const printed = (match.group(1) ?? match.whole).trimmed();
    // Brackets around the whole of it say nothing.
    const inner = printed.trimmed('\\s()');
    const formula = /[()]/.test(inner.plain) ? printed : inner;
    const result = match.group(2)?.trimmed();
    const resultMatch = result?.match(new RegExp(AMOUNT));
    const resultFen = resultMatch ? fenOfNumber(resultMatch.plain(2), resultMatch.plain(3)) : null;
    const factors = factorsOf(formula);
    const prices = factors?.filter(({ moneyUnit }) => moneyUnit !== undefined) ?? [];
    const [price] = prices;
    const quantities = factors?.filter(({ moneyUnit }) => moneyUnit === undefined) ?? [];
    return {
      whole: match.whole.trimmed(),
      start: match.start,
      end: match.end,
      formula,
      result,
      resultFen,
      ...(price ? { price } : {}),
      quantities,
      isProduct: factors !== null && prices.length <= 1,
    };
  });
}

/** The factors of a plain product; null where it adds, or takes a share. */
function factorsOf(formula: Span): Factor[] | null {
  if (/[+%()]/.test(formula.plain)) return null;
  const factors = formula.split(new RegExp(TIMES)).map((part): Factor | null => {
    const match = part.match(ONE_FACTOR);
    const number = match?.group(1);
    if (!match || !number || digitsOf(number.plain) === null) return null;
    const unit = match.group(3)?.trimmed();
    const moneyUnit = match.plain(2);
    return { number, unit: unit?.isEmpty ? undefined : unit, ...(moneyUnit === '' ? {} : { moneyUnit }) };
  });
  return factors.every((factor) => factor !== null) ? factors : null;
}

const DECIMALS = 4;

/** The product of the quantities, with four decimals at the most; null where it has more. */
export function quantityOf({ quantities }: Calculation): number | null {
  let product = 1n;
  let decimals = 0;
  for (const { number } of quantities) {
    const [whole = '', fraction = ''] = (digitsOf(number.plain) ?? '').split('.');
    product *= BigInt(whole + fraction);
    decimals += fraction.length;
  }
  for (; decimals > DECIMALS; decimals -= 1) {
    if (product % 10n !== 0n) return null;
    product /= 10n;
  }
  const quantity = Number(product) / 10 ** decimals;
  return Number.isSafeInteger(Number(product)) ? quantity : null;
}

/** `人·月`; what the price is by where the quantities do not say. */
export function quantityUnitOf({ quantities, price }: Calculation): string {
  const units = quantities.flatMap(({ unit }) => (unit ? [unit.text.trim()] : []));
  return units.length > 0 ? units.join('·') : (price?.unit?.text.trim() ?? '');
}

/** The price of the product in fen, with two decimals at the most. */
export const priceOf = ({ price }: Calculation): number | null =>
  price?.moneyUnit === undefined ? null : priceOfNumber(price.number.plain, price.moneyUnit);

/** What price and quantities come to; null where that is no whole fen. */
export function productFen(price: number | null, quantity: number | null): number | null {
  if (price === null || quantity === null) return null;
  const millionths = BigInt(Math.round(price * 100)) * BigInt(Math.round(quantity * 10 ** DECIMALS));
  return millionths % 1_000_000n === 0n ? Number(millionths / 1_000_000n) : null;
}
