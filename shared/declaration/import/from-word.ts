import * as z from 'zod';
import { storedAgain } from '../../document/archive-parts.ts';
import { normalText } from '../../values/text.ts';
import type { Grid, Line, Piece } from './pieces.ts';
import { ImportRefused } from './refused.ts';
import { partsOfWord } from './word-parts.ts';
import { demandXmlBounds } from './xml-bounds.ts';

/** The paragraphs and tables of a Word file, as the package `mammoth` reads them. */

const node = z.looseObject({
  type: z.string(),
  children: z.array(z.unknown()).default([]),
  value: z.string().default(''),
  numbering: z.unknown().optional(),
  // What is no number counts as nothing said.
  colSpan: z.int().min(1).catch(1),
  rowSpan: z.int().min(1).catch(1),
});
type Node = z.infer<typeof node>;

/** Word itself has tables of 63 columns at most. */
const MOST_COLUMNS = 63;
/** As many rows as all lists of a declaration have together, twice over. */
const MOST_ROWS = 2_000;
/** With what merged cells repeat; all texts of a declaration have 20,000 characters. */
const MOST_CHARACTERS = 2_000_000;

const tooWide = {
  zh: `表格中有单元格超过 ${MOST_COLUMNS} 列，无法读取`,
  en: `A table has a cell of more than ${MOST_COLUMNS} columns, which is not read`,
};
const tooLong = {
  zh: `表格超过 ${MOST_ROWS} 行，不像一份申报`,
  en: `A table has more than ${MOST_ROWS} rows, which no declaration has`,
};
const tooMuchText = {
  zh: '文件中的文字过多，不像一份申报',
  en: 'The file holds more text than any declaration',
};

const childrenOf = (of: Node): Node[] => of.children.map((child) => node.parse(child));

function textOf(of: Node): string {
  if (of.type === 'text') return normalText(of.value);
  if (of.type === 'break') return '\n';
  if (of.type === 'tab') return ' ';
  return childrenOf(of).map(textOf).join('');
}

const cellText = (cell: Node): string => childrenOf(cell).map(textOf).join('\n').trim();

/** The characters of a document, counted as they are taken. @throws ImportRefused */
class Budget {
  private left = MOST_CHARACTERS;

  take(text: string): string {
    this.left -= text.length + 1;
    if (this.left < 0) throw new ImportRefused(tooMuchText);
    return text;
  }
}

/** A merged cell is repeated in every place that it reaches over. @throws ImportRefused */
function gridOf(table: Node, budget: Budget): string[][] {
  const rows = childrenOf(table).filter(({ type }) => type === 'tableRow');
  if (rows.length > MOST_ROWS) throw new ImportRefused(tooLong);
  const grid: string[][] = rows.map(() => []);
  for (const [y, row] of rows.entries()) {
    let x = 0;
    for (const cell of childrenOf(row)) {
      while (grid[y]?.[x] !== undefined) x += 1;
      if (x + cell.colSpan > MOST_COLUMNS) throw new ImportRefused(tooWide);
      const text = cellText(cell);
      for (let down = 0; down < cell.rowSpan && y + down < grid.length; down++) {
        for (let right = 0; right < cell.colSpan; right++) {
          const target = grid[y + down];
          if (target) target[x + right] = budget.take(text);
        }
      }
      x += cell.colSpan;
    }
  }
  return grid;
}

/** The document as the package reads it. @throws ImportRefused */
async function documentOf(archive: Uint8Array): Promise<Node> {
  const { default: mammoth } = await import('mammoth');
  let root: Node | undefined;
  const unread = (cause?: unknown) =>
    new ImportRefused(
      { zh: 'Word 文件的内容无法读取', en: 'The contents of the Word file cannot be read' },
      cause,
    );
  await mammoth
    .convertToHtml(
      { buffer: Buffer.from(archive) },
      {
        // What is looked at is the document, not the page that would be made of it.
        transformDocument: (document: unknown) => {
          root = node.parse(document);
          return { ...root, children: [] };
        },
      },
    )
    .catch((error: unknown) => {
      throw unread(error);
    });
  if (!root) throw unread();
  return root;
}

/** Reads a Word file. @throws ImportRefused where it is none, or larger than any declaration. */
export async function piecesOfWord(file: Uint8Array): Promise<Piece[]> {
  const parts = partsOfWord(file);
  for (const part of Object.values(parts)) demandXmlBounds(part);
  const root = await documentOf(storedAgain(parts));
  const budget = new Budget();
  return childrenOf(root).flatMap((child, index): Piece[] => {
    const at = index + 1;
    if (child.type === 'table') return [{ kind: 'table', rows: gridOf(child, budget), at } satisfies Grid];
    const listed = child.numbering !== null && child.numbering !== undefined;
    // A line end inside a paragraph separates what reads as lines.
    return budget
      .take(textOf(child))
      .split('\n')
      .map((text) => text.trim())
      .filter((text) => text !== '')
      .map((text, part): Line => ({ kind: 'line', text, at, ...(listed && part === 0 ? { listed } : {}) }));
  });
}
