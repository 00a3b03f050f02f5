import type { Lang } from './language.ts';
import { formatWan, formatYuan, type MoneyUnit } from './money.ts';

// 万元 with two decimals tells 100 元 apart and no less (domain.md §7).
const FEN_PER_HUNDREDTH_WAN = 10_000;

/**
 * The unit in which every one of some amounts is exact: 万元 with two decimals, or 元 where one of them would be rounded.
 * What stands together is shown in one unit, so that the parts add up to the total as they are read.
 */
export const unitOf = (amounts: readonly number[]): MoneyUnit =>
  amounts.every((fen) => fen % FEN_PER_HUNDREDTH_WAN === 0) ? 'wan' : 'yuan';

/**
 * What a heading says of a column of `amountParts`: 万元 or 元; nothing in English, where each figure has its ¥.
 */
export const columnUnitText = (unit: MoneyUnit, lang: Lang): string => amountParts(0, lang, unit)[1];

/** The figure of an amount in a unit in which it is exact (`unitOf`). */
export const figureIn = (unit: MoneyUnit, fen: number): string =>
  unit === 'wan' ? formatWan(fen) : formatYuan(fen);

/** An amount apart from its unit, exact: 31.50 and 万元, or 元 where 万元 would round; English readers get ¥. */
export function amountParts(
  fen: number,
  lang: Lang,
  unit: MoneyUnit = unitOf([fen]),
): readonly [figure: string, unit: string] {
  if (lang === 'en') return [`${fen < 0 ? '-' : ''}¥${formatYuan(Math.abs(fen))}`, ''];
  return [figureIn(unit, fen), unit === 'wan' ? '万元' : '元'];
}

export const amountText = (fen: number, lang: Lang, unit: MoneyUnit = unitOf([fen])): string =>
  amountParts(fen, lang, unit).join(' ').trim();

/** Amounts that stand in one sentence or sum, all in one unit. */
export function amountTexts<const Fens extends readonly number[]>(
  amounts: Fens,
  lang: Lang,
): { readonly [K in keyof Fens]: string } {
  const unit = unitOf(amounts);
  return amounts.map((fen) => amountText(fen, lang, unit)) as { [K in keyof Fens]: string };
}

/** A change of an amount: `5.00 → 4.00 万元`. */
export function changeText(beforeFen: number, afterFen: number, lang: Lang): string {
  const unit = unitOf([beforeFen, afterFen]);
  const [before] = amountParts(beforeFen, lang, unit);
  return `${before} → ${amountText(afterFen, lang, unit)}`;
}

export interface Amounts {
  readonly requestedFen: number | null;
  readonly approvedFen: number | null;
}

/** What is left of a request, with what was cut: `30.50 万元（申报 31.50 万元，核减 1.00 万元）`. */
export function reducedText({ requestedFen, approvedFen }: Amounts, lang: Lang): string {
  const left = approvedFen ?? requestedFen;
  if (left === null) return '';
  if (requestedFen === null || left === requestedFen) return amountText(left, lang);
  const [after, requested, cut] = amountTexts([left, requestedFen, requestedFen - left], lang);
  return lang === 'zh'
    ? `${after}（申报 ${requested}，核减 ${cut}）`
    : `${after} (requested ${requested}, cut by ${cut})`;
}
