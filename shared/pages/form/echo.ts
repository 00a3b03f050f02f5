import { formatYuan, inWords, type MoneyUnit, parseFen } from '../../project/money.ts';
import type { Lang } from '../language.ts';
import { common } from '../words/common.ts';
import { formWords } from '../words/form.ts';

/** What was understood of a typed amount: in 元, and in the words that the official document carries. */
export function echoOf(text: string, unit: MoneyUnit, lang: Lang): string {
  if (text.trim() === '') return '';
  const fen = parseFen(text, unit);
  if (fen === null) return formWords[lang].notAnAmount;
  return `${formatYuan(fen)} ${common[lang].yuan} ${inWords(fen).replace('人民币', '')}`;
}
