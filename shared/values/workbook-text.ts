import { shownText } from './text.ts';

/** A code point as ECMA-376 (22.9.2.19, ST_Xstring) writes it in a text: A is `_x0041_`. */
const escaped = (char: string): string =>
  `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

/**
 * A text as the file holds it. What looks like the escape of a code point is none. The library looks texts up in an
 * object that has `constructor` and its like from the beginning: of these the first letter is escaped.
 */
export function workbookText(text: string): string {
  const plain = shownText(text).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, escaped);
  return plain in {} ? `${escaped(plain)}${plain.slice(1)}` : plain;
}
