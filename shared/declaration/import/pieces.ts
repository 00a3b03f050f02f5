import { normalText } from '../../values/text.ts';

/** A document as it is read: its lines and tables in their order, from a text or from a Word file. */

export interface Line {
  readonly kind: 'line';
  readonly text: string;
  /** The line of the text, or the paragraph of the Word file, from 1. */
  readonly at: number;
  /** Numbered by Word itself: the number is not part of the text. */
  readonly listed?: boolean;
  /** Begins with a single blank: in a text made from a PDF what stood before was cut off. */
  readonly cut?: boolean;
}

export interface Grid {
  readonly kind: 'table';
  /** Every row has every column: what reaches over several cells is repeated in each of them. */
  readonly rows: readonly (readonly string[])[];
  readonly at: number;
}

export type Piece = Line | Grid;

/** The lines of a plain text. Empty ones say nothing: such texts have them between any two lines. */
export function linesOfText(text: string): Line[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((raw, index): Line => {
      const cut = /^ \S/.test(raw);
      return { kind: 'line', text: normalText(raw).trim(), at: index + 1, ...(cut ? { cut } : {}) };
    })
    .filter((line) => line.text !== '');
}

const ENDS = /[。；;：:！!？?）)”]$/;

/** A paragraph that was broken into lines is one again; where a line ends like a sentence, the break stays. */
export const joined = (texts: readonly string[]): string =>
  texts.reduce((whole, text) => {
    if (whole === '') return text;
    return ENDS.test(whole) ? `${whole}\n${text}` : whole + text;
  }, '');
