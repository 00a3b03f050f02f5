/** A text as it is searched, and where each of its UTF-16 units comes from. */
interface Folded {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const DIGIT = /\p{Nd}/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
/** ① and ² are signs of their own: folded, they would lengthen the number that they stand beside. */
const OTHER_NUMBER = /\p{No}/u;

/** Unicode has the digits of every script in runs from 0 to 9. */
function digitOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  let before = 0;
  while (DIGIT.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}

function foldedChar(char: string): string {
  if (char <= '\u007f') return char;
  if (INVISIBLE.test(char)) return '';
  if (DIGIT.test(char)) return digitOf(char);
  const folded = char.normalize('NFKC');
  return folded.length === 1 && !OTHER_NUMBER.test(char) ? folded : char;
}

/** Whatever input method typed it: full-width and other scripts' digits are 0 to 9, ＠ is @, what is not seen is gone. */
export function fold(original: string): Folded {
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  let at = 0;
  for (const char of original) {
    const folded = foldedChar(char);
    for (let unit = 0; unit < folded.length; unit++) {
      starts.push(at);
      ends.push(at + char.length);
    }
    text += folded;
    at += char.length;
  }
  return { text, starts, ends };
}
