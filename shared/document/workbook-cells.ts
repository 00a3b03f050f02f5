import type { CellObject } from 'write-excel-file/node';
import { workbookText } from '../values/workbook-text.ts';

/** Cells of workbooks: what is a text stays one, codes keep their digits, and nothing that was typed is a formula. */

export const textCell = (text: string): CellObject => ({
  type: String,
  value: workbookText(text),
  format: '@',
});

export const headingCell = (text: string): CellObject => ({ ...textCell(text), fontWeight: 'bold' });

const YUAN = '#,##0.00';

/** An amount as a number in yuan, exact to the fen up to fifteen digits. */
export const yuanCell = (fen: number): CellObject => ({ type: Number, value: fen / 100, format: YUAN });

/** The sum of a column between two rows, both counted from 1: `sumCell('J', 4, 53)`. */
export const sumCell = (column: string, from: number, to: number): CellObject => ({
  type: 'Formula',
  value: `SUM(${column}${from}:${column}${to})`,
  format: YUAN,
  fontWeight: 'bold',
});
