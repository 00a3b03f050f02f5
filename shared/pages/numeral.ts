import type { Lang } from '../values/language.ts';

const NUMERALS = '一二三四五六七八九十';

/** The number of a section as its reader counts: the document's own 三, or 3. */
export function numeral(number: string, lang: Lang): string {
  const at = lang === 'zh' || number.length !== 1 ? -1 : NUMERALS.indexOf(number);
  return at < 0 ? number : String(at + 1);
}
