import { ImportRefused } from '../refused.ts';
import { Cell, type Table } from './blocks.ts';
import { Piece } from './span.ts';

/** Word itself has tables of 63 columns at most. */
const MOST_COLUMNS = 63;
/** As many rows as all lists of a declaration have together, twice over. */
const MOST_ROWS = 2_000;

const tooWide = {
  zh: `表格中有单元格超过 ${MOST_COLUMNS} 列，无法读取`,
  en: `A table has a cell of more than ${MOST_COLUMNS} columns, which is not read`,
};
const tooLong = {
  zh: `表格超过 ${MOST_ROWS} 行，不像一份申报`,
  en: `A table has more than ${MOST_ROWS} rows, which no declaration has`,
};

export interface WordCell {
  text: string;
  columns: number;
  /** Goes on with the cell above. */
  continues: boolean;
}

export interface WordRow {
  readonly before: number;
  readonly cells: readonly WordCell[];
}

interface Corner {
  readonly row: number;
  readonly column: number;
  readonly columns: number;
  rows: number;
  text: string;
}

/** The grid of a table: a cell that is merged over rows is one cell. @throws ImportRefused */
export function gridOf(rows: readonly WordRow[], number: number, line: number): Table {
  if (rows.length > MOST_ROWS) throw new ImportRefused(tooLong);
  const corners: (Corner | undefined)[][] = [];
  for (const [row, { before, cells }] of rows.entries()) {
    const line: (Corner | undefined)[] = new Array(before).fill(undefined);
    corners.push(line);
    for (const { text, columns, continues } of cells) {
      const column = line.length;
      if (column + columns > MOST_COLUMNS) throw new ImportRefused(tooWide);
      const above = continues ? corners[row - 1]?.[column] : undefined;
      const corner = above ?? { row, column, columns, rows: 1, text: '' };
      if (above) above.rows = row - above.row + 1;
      // What somebody typed into a place that is merged away is still there.
      if (text !== '') corner.text += corner.text === '' ? text : `\n${text}`;
      for (let right = 0; right < columns; right++) line.push(corner);
    }
  }
  const made = new Map<Corner, Cell>();
  const cellOf = (corner: Corner | undefined): Cell | undefined => {
    if (corner === undefined) return undefined;
    const known = made.get(corner);
    if (known) return known;
    const { row, column, columns, rows: height, text } = corner;
    const at = { line, table: number, row: row + 1, column: column + 1 };
    const cell = new Cell(new Piece(text, at), row, column, columns, height);
    made.set(corner, cell);
    return cell;
  };
  return { kind: 'table', number, ragged: false, rows: corners.map((line) => line.map(cellOf)) };
}
