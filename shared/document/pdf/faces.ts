import { create } from 'fontkit';
import type { OfficialDocument } from '../model.ts';

/** One weight of a font. */
export interface Face {
  /** TrueType */
  readonly file: Uint8Array;
  /** Points that a text takes in a size of so many points. */
  width(text: string, size: number): number;
  has(codePoint: number): boolean;
}

export function openFace(file: Uint8Array): Face {
  const font = create(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  if (!('layout' in font)) throw new Error('The file is a collection of fonts, not a font');
  // A document says the same short pieces again and again: shaping them once makes the largest four times as fast.
  const widths = new Map<string, number>();
  return {
    file,
    width: (text, size) => {
      const known = widths.get(text) ?? font.layout(text).advanceWidth / font.unitsPerEm;
      widths.set(text, known);
      return known * size;
    },
    has: (codePoint) => font.hasGlyphForCodePoint(codePoint),
  };
}

const substitute = (char: string): string =>
  `〔U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}〕`;

/** The two weights that a document is set in. */
export interface Faces {
  readonly regular: Face;
  readonly bold: Face;
}

/** What the font cannot show, each once, and the document with the code points in their place. */
export interface Legible {
  readonly document: OfficialDocument;
  readonly missing: readonly string[];
}

/**
 * An empty box on paper says nothing, and a name that is left out says something wrong: a character that the font has
 * not is written as its number.
 */
export function legible(document: OfficialDocument, { has }: Face): Legible {
  const missing = new Set<string>();
  const shown = (char: string): string => {
    if (char === '\n' || has(char.codePointAt(0) ?? 0)) return char;
    missing.add(char);
    return substitute(char);
  };
  const replaced: OfficialDocument = JSON.parse(JSON.stringify(document), (_, value: unknown) =>
    typeof value === 'string' ? Array.from(value, shown).join('') : value,
  );
  return { document: replaced, missing: [...missing].map(substitute) };
}
