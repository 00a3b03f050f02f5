import { amountText, unitOf } from '../../../../shared/values/amount-text.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { formWords } from '../../words/form.ts';

export interface Balance {
  readonly kind: 'none' | 'over' | 'under' | 'equal';
  readonly text: string;
}

/** How the sum of the lines stands to the appropriation. Nothing is said before there is something to compare. */
export function balanceOf(sum: number, against: number, lang: Lang): Balance {
  const words = formWords[lang];
  if (sum === 0 && against === 0) return { kind: 'none', text: '' };
  const gap = amountText(Math.abs(sum - against), lang, unitOf([sum, against]));
  if (sum > against) return { kind: 'over', text: words.over(gap) };
  if (sum < against) return { kind: 'under', text: words.under(gap) };
  return { kind: 'equal', text: words.equal };
}

/** The length of the bar in per cent. */
export const shareOf = (sum: number, against: number): number =>
  against > 0 ? Math.min(100, Math.round((100 * sum) / against)) : sum > 0 ? 100 : 0;
