import { amountText } from '../../../../shared/values/amount-text.ts';
import { type Lang, say } from '../../../../shared/values/language.ts';
import { inWords, type MoneyUnit } from '../../../../shared/values/money.ts';
import { type AmountKind, readTypedAmount, whyNoAmount } from '../../../../shared/values/read-amount.ts';

/**
 * What stands under an amount's input: what was understood, in 元 and in the words that the official document carries,
 * or why it is no amount and what could have been meant. A narrow cell breaks the line between the two.
 */
export function echoLine(
  text: string,
  field: AmountKind & { readonly unit: MoneyUnit },
  lang: Lang,
): { readonly text: string; readonly kind: string } {
  if (text.trim() === '') return { text: '', kind: 'echo' };
  const reading = readTypedAmount(text, field.unit, field);
  if (reading.fen === null) return { text: say(whyNoAmount(text, reading), lang), kind: 'echo wrong' };
  const inFigures = amountText(reading.fen, lang, 'yuan');
  return { text: `${inFigures}\n${inWords(reading.fen).replace('人民币', '')}`.trimEnd(), kind: 'echo' };
}
