import { common } from '../../../../shared/pages/words/common.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { formatYuan, inWords, type MoneyUnit, parseFen } from '../../../../shared/values/money.ts';
import { formWords } from '../../words/form.ts';

/**
 * What was understood of a typed amount: in 元, and in the words that the official document carries; null where it
 * was not understood. A narrow cell breaks the line between the two.
 */
function echoOf(text: string, unit: MoneyUnit, lang: Lang): string | null {
  if (text.trim() === '') return '';
  const fen = parseFen(text, unit);
  return fen === null
    ? null
    : `${formatYuan(fen)} ${common[lang].yuan}\n${inWords(fen).replace('人民币', '')}`;
}

/** What stands under an amount's input, and whether it is a complaint. */
export function echoLine(
  text: string,
  unit: MoneyUnit,
  lang: Lang,
): { readonly text: string; readonly kind: string } {
  const echo = echoOf(text, unit, lang);
  return echo === null
    ? { text: formWords[lang].notAnAmount, kind: 'echo wrong' }
    : { text: echo, kind: 'echo' };
}
