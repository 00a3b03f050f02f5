import type { Lang } from './language.ts';
import { formatWan, formatYuan } from './money.ts';

// 万元 with two decimals tells 100 元 apart and no less (domain.md §7).
const FEN_PER_HUNDREDTH_WAN = 10_000;

/** An amount apart from its unit, exact: 31.50 and 万元, or 元 where 万元 would round; English readers get ¥. */
export function amountParts(fen: number, lang: Lang): readonly [figure: string, unit: string] {
  if (lang === 'en') return [`¥${formatYuan(fen)}`, ''];
  return fen % FEN_PER_HUNDREDTH_WAN === 0 ? [formatWan(fen), '万元'] : [formatYuan(fen), '元'];
}

export const amountText = (fen: number, lang: Lang): string => amountParts(fen, lang).join(' ').trim();

export interface Amounts {
  readonly requestedFen: number | null;
  readonly approvedFen: number | null;
}

/** What is left of a request, with what was cut: `30.50 万元（申报 31.50 万元，核减 1.00 万元）`. */
export function reducedText({ requestedFen, approvedFen }: Amounts, lang: Lang): string {
  const left = approvedFen ?? requestedFen;
  if (left === null) return '';
  if (requestedFen === null || left === requestedFen) return amountText(left, lang);
  const [requested, cut] = [amountText(requestedFen, lang), amountText(requestedFen - left, lang)];
  return lang === 'zh'
    ? `${amountText(left, lang)}（申报 ${requested}，核减 ${cut}）`
    : `${amountText(left, lang)} (requested ${requested}, cut by ${cut})`;
}
