import { amountsIn, fenOfNumber, NUMBER, plainAmountOf } from '../amounts.ts';
import { type Calculation, calculationsIn, priceOf, productFen, quantityOf } from '../calculation.ts';
import type { Span } from '../source/span.ts';
import { productsApart, rolesOf, type Seen, settled } from './settled.ts';

/** The amount of a cell of a table. */
export interface CellAmount {
  /** Below 0 for a deduction. */
  readonly fen: number;
  readonly span: Span;
  /** Whether its result is not printed. */
  readonly isCalculated?: true;
}

/**
 * A number alone is of its column's unit; of a text only what has a unit of its own counts: `10台*0.5万元=5万元`,
 * `3年共90万元`. Null where nothing settles it.
 */
export function amountOfCell(span: Span, columnUnit: string | null): CellAmount | null {
  const plain = plainAmountOf(span, columnUnit);
  if (plain || !/[0-9]/.test(span.plain)) return plain;
  const calculations = calculationsIn(span);
  const seen = rolesOf(span, amountsIn(span), calculations);
  const products = calculations.map((one) => productFen(priceOf(one), quantityOf(one)));
  const total = settled(seen, products, productsApart(span, seen));
  if (total) return total.fen === null ? null : { fen: total.fen, span: total.span };
  return resultOf(span, calculations, columnUnit) ?? calculated(span, calculations, seen);
}

const RESULT = new RegExp(`=\\s*(${NUMBER})\\s*$`);
const ADDED = new RegExp(`^\\s*(${NUMBER}(?:\\s*\\+\\s*${NUMBER}){1,9})\\s*=`);

/** `20+10=30`, `10台*0.5万元=5`: a result without a unit is of its column's, where the calculation comes to it. */
function resultOf(
  span: Span,
  calculations: readonly Calculation[],
  columnUnit: string | null,
): CellAmount | null {
  const result = span.match(RESULT)?.group(1);
  if (!result || columnUnit === null) return null;
  const fen = fenOfNumber(result.plain, columnUnit);
  const added = span.match(ADDED)?.plain(1).split('+');
  const sum = added?.reduce((all, number) => all + (fenOfNumber(number.trim(), columnUnit) ?? Number.NaN), 0);
  const [only, ...others] = calculations;
  const product = only && others.length === 0 ? productFen(priceOf(only), quantityOf(only)) : null;
  return fen !== null && (sum === fen || product === fen) ? { fen, span: result } : null;
}

/** `500元/天×40天`: a calculation without its result, and no other amount. */
function calculated(
  span: Span,
  calculations: readonly Calculation[],
  seen: readonly Seen[],
): CellAmount | null {
  const [only, ...others] = calculations;
  if (!only?.isProduct || others.length > 0 || !seen.every(({ role }) => role === 'factor')) return null;
  const fen = productFen(priceOf(only), quantityOf(only));
  const isWhole = only.whole.plain.length === span.trimmed('\\s()').plain.length;
  return fen === null || !isWhole ? null : { fen, span: only.formula, isCalculated: true };
}
