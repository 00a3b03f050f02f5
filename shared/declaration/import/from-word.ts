import * as z from 'zod';
import { normalText } from '../../values/text.ts';
import type { Grid, Line, Piece } from './pieces.ts';

/** The paragraphs and tables of a Word file, as the package `mammoth` reads them. */

const node = z.looseObject({
  type: z.string(),
  children: z.array(z.unknown()).default([]),
  value: z.string().default(''),
  numbering: z.unknown().optional(),
  colSpan: z.int().default(1),
  rowSpan: z.int().default(1),
});
type Node = z.infer<typeof node>;

const childrenOf = (of: Node): Node[] => of.children.map((child) => node.parse(child));

function textOf(of: Node): string {
  if (of.type === 'text') return normalText(of.value);
  if (of.type === 'break') return '\n';
  if (of.type === 'tab') return ' ';
  return childrenOf(of).map(textOf).join('');
}

const cellText = (cell: Node): string => childrenOf(cell).map(textOf).join('\n').trim();

/** A merged cell is repeated in every place that it reaches over. */
function gridOf(table: Node): string[][] {
  const rows = childrenOf(table).filter(({ type }) => type === 'tableRow');
  const grid: string[][] = rows.map(() => []);
  for (const [y, row] of rows.entries()) {
    let x = 0;
    for (const cell of childrenOf(row)) {
      while (grid[y]?.[x] !== undefined) x += 1;
      const text = cellText(cell);
      for (let down = 0; down < cell.rowSpan; down++) {
        for (let right = 0; right < cell.colSpan; right++) {
          const target = grid[y + down];
          if (target) target[x + right] = text;
        }
      }
      x += cell.colSpan;
    }
  }
  return grid;
}

/** Reads a Word file. @throws where it is none. */
export async function piecesOfWord(file: Uint8Array): Promise<Piece[]> {
  const { default: mammoth } = await import('mammoth');
  let root: Node | undefined;
  await mammoth.convertToHtml(
    { buffer: Buffer.from(file) },
    {
      transformDocument: (document: unknown) => {
        root = node.parse(document);
        return document;
      },
    },
  );
  if (!root) throw new Error('The Word file has no document');
  return childrenOf(root).flatMap((child, index): Piece[] => {
    const at = index + 1;
    if (child.type === 'table') return [{ kind: 'table', rows: gridOf(child), at } satisfies Grid];
    const listed = child.numbering !== null && child.numbering !== undefined;
    // A line end inside a paragraph separates what reads as lines.
    return textOf(child)
      .split('\n')
      .map((text) => text.trim())
      .filter((text) => text !== '')
      .map((text, part): Line => ({ kind: 'line', text, at, ...(listed && part === 0 ? { listed } : {}) }));
  });
}
