const DIGITS = '零一二三四五六七八九';

/** The digit that a numeral is; below 0 for what is none. */
export const digitOf = (numeral: string): number => DIGITS.indexOf(numeral === '〇' ? '零' : numeral);

const PLACES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };

/** Reads a number below 10,000 as laws and lists write it: `十一` → 11, `一百零四` → 104, `73` → 73; else null. */
export function parseOrdinal(text: string): number | null {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  let sum = 0;
  let digit = 0;
  let below = 10_000;
  for (const char of text.replaceAll('两', '二')) {
    const place = PLACES[char];
    if (place === undefined) {
      // A digit after a digit that no place has taken up (二三) is no number.
      if (digit !== 0 || digitOf(char) < 0) return null;
      digit = digitOf(char);
      continue;
    }
    if (place >= below) return null;
    // 十一: the 一 before 十 is left out at the start.
    sum += (digit === 0 && sum === 0 ? 1 : digit) * place;
    below = place;
    digit = 0;
  }
  return sum + digit > 0 ? sum + digit : null;
}
