/** A Chinese character is as wide as it is high; Latin letters and figures are a little over half of that. */
const NARROW = 0.56;
const widthOf = (char: string): number => (char > '\u2e80' ? 1 : NARROW);

/** A text that fits a place as wide as so many Chinese characters; the whole of it stands in the table. */
export function shortened(text: string, most: number): string {
  let width = 0;
  let fits = '';
  for (const char of text) {
    width += widthOf(char);
    if (width > most) return `${fits.slice(0, -1)}…`;
    fits += char;
  }
  return text;
}

/** Whether a text has room in such a place as it is. */
export const fits = (text: string, most: number): boolean => shortened(text, most) === text;
