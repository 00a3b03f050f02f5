/** Strings of a PDF, as its dictionaries have them. */

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const ESCAPE = /^(?:([0-7]{1,3})|\r\n|[\s\S])/;

/** What a backslash stands for: a letter's own sign, a number, nothing at a line's end, or the sign behind it. */
function unescaped(text: string): { readonly sign: string; readonly length: number } {
  const [sequence = '', octal] = ESCAPE.exec(text) ?? [];
  if (octal !== undefined)
    return { sign: String.fromCharCode(Number.parseInt(octal, 8) & 0xff), length: octal.length };
  const sign = /^[\r\n]/.test(sequence) ? '' : (ESCAPED[sequence] ?? sequence);
  return { sign, length: sequence.length };
}

/** From behind its opening parenthesis. @returns undefined where it does not end */
function literalString(text: string): Buffer | undefined {
  let read = '';
  let depth = 1;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === '\\') {
      const { sign: meant, length } = unescaped(text.slice(at + 1, at + 4));
      read += meant;
      at += length;
      continue;
    }
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (depth === 0) return Buffer.from(read, 'latin1');
    // A line ends in one way, however it was written.
    if (sign !== '\r') read += sign;
    else if (text.charAt(at + 1) !== '\n') read += '\n';
  }
  return undefined;
}

const HEX = /^<([\da-f\s]*)>/i;

/**
 * The bytes of the string that stands first in a text.
 * @param text as Latin-1
 * @returns undefined where none does
 */
export function stringAt(text: string): Buffer | undefined {
  if (text.startsWith('(')) return literalString(text.slice(1));
  const digits = HEX.exec(text)?.[1]?.replace(/\s/g, '');
  // The last digit may be left out where it is 0.
  return digits === undefined
    ? undefined
    : Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex');
}
