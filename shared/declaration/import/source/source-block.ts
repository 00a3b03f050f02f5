import { type Block, type Cell, cellsOf } from './blocks.ts';
import type { Piece } from './span.ts';

/** A document as it stands in its file, to be shown beside what was understood of it. */

export interface SourceLine {
  /** By which spans name it. */
  readonly piece: number;
  readonly text: string;
}

export interface SourceCell extends SourceLine {
  /** How many columns and rows it reaches over. */
  readonly columns: number;
  readonly rows: number;
}

export type SourceBlock =
  | ({ readonly kind: 'paragraph' } & SourceLine)
  | { readonly kind: 'table'; readonly rows: readonly (readonly SourceCell[])[] };

/** Gives each piece its number. A piece stands once. */
export function number(pieces: readonly Piece[]): void {
  for (const [index, piece] of pieces.entries()) piece.number = index;
}

const lineOf = ({ number: piece = -1, text }: Piece): SourceLine => ({ piece, text });
const cellOf = ({ piece, columns, rows }: Cell): SourceCell => ({ ...lineOf(piece), columns, rows });

/** Numbered blocks as they are shown; a heading that only the reading repeated is left out. */
export const sourceOf = (blocks: readonly Block[]): SourceBlock[] =>
  blocks.map(
    (block): SourceBlock =>
      block.kind === 'paragraph'
        ? { kind: 'paragraph', ...lineOf(block.span.piece) }
        : {
            kind: 'table',
            rows: block.rows
              .map((_, row) => (row === 0 && block.headRepeated ? [] : cellsOf(block, row).map(cellOf)))
              .filter((cells) => cells.length > 0),
          },
  );
