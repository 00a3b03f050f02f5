import { amountText, unitOf } from '../../../../shared/values/amount-text.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { roundWords } from '../../words/rounds.ts';

/** What is left of the unit's ceiling once this project has its part, or by how much it would be passed. */
export function roomOf(
  freeFen: number,
  requestedFen: number,
  lang: Lang,
): { kind: 'left' | 'over'; text: string } {
  const left = freeFen - requestedFen;
  const text = amountText(Math.abs(left), lang, unitOf([left]));
  return left < 0
    ? { kind: 'over', text: roundWords[lang].above(text) }
    : { kind: 'left', text: roundWords[lang].room(text) };
}
