import { Piece, Span } from './span.ts';

/** A document as it is read, whatever kind of file it came in: its paragraphs and tables in their order. */

export interface ListPlace {
  readonly id: string;
  readonly depth: number;
}

export interface Paragraph {
  readonly kind: 'paragraph';
  /** One line. */
  readonly span: Span;
  /** Numbered by Word itself: the number is not part of the text. */
  readonly listed: boolean;
  /** Of one that Word numbers: its list, and how deep it stands in it. */
  readonly list?: ListPlace;
  /** Begins with a single blank: in a text made from a PDF what stood before was cut off. */
  readonly cut: boolean;
}

/** A cell stands once, at its upper left corner, whatever it reaches over. */
export class Cell {
  readonly piece: Piece;
  readonly row: number;
  readonly column: number;
  readonly columns: number;
  readonly rows: number;

  constructor(piece: Piece, row: number, column: number, columns = 1, rows = 1) {
    this.piece = piece;
    this.row = row;
    this.column = column;
    this.columns = columns;
    this.rows = rows;
  }

  get span(): Span {
    return new Span(this.piece).trimmed();
  }

  get isEmpty(): boolean {
    return this.piece.plain.trim() === '';
  }
}

export interface Table {
  readonly kind: 'table';
  /** From 1, over the whole document. */
  readonly number: number;
  /** Row by row, in each column the cell that covers it. Rows of a text may be shorter than others. */
  readonly rows: readonly (readonly (Cell | undefined)[])[];
  /** Made of the lines of a text: a row may have lost its first cells, which were merged. */
  readonly ragged: boolean;
  /** Its first row stands in the source once, in a table before it. */
  readonly headRepeated?: boolean;
}

export type Block = Paragraph | Table;

export const paragraphOf = (
  text: string,
  line: number | undefined,
  { listed = false, cut = false, list }: Partial<Pick<Paragraph, 'listed' | 'cut' | 'list'>> = {},
): Paragraph => ({
  kind: 'paragraph',
  span: new Span(new Piece(text, line === undefined ? {} : { line })).trimmed(),
  listed,
  cut,
  ...(list ? { list } : {}),
});

/** The cells that begin in a row, in their order. */
export const cellsOf = (table: Table, row: number): Cell[] => [
  ...new Set((table.rows[row] ?? []).filter((cell): cell is Cell => cell?.row === row)),
];

/** All cells of a table, each once. */
export const allCells = (table: Table): Cell[] => table.rows.flatMap((_, row) => cellsOf(table, row));

/** A table of cells that are not merged. */
export function tableOf(rows: readonly (readonly Span[])[], number: number, ragged: boolean): Table {
  return {
    kind: 'table',
    number,
    ragged,
    rows: rows.map((cells, row) =>
      cells.map((span, column) => new Cell(cellPiece(span, number, row, column), row, column)),
    ),
  };
}

const cellPiece = ({ text, piece }: Span, table: number, row: number, column: number): Piece =>
  new Piece(text, { ...piece.at, table, row: row + 1, column: column + 1 });
