import { AlignmentType, Document, LevelFormat, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import { strToU8, zipSync } from 'fflate';

/** Word files that a test describes: paragraphs, and tables with the cells that begin in each row. */

export type WordCell = string | { readonly text: string; readonly columns?: number; readonly rows?: number };
export type WordBlock =
  | string
  /** A paragraph that Word itself numbers; `headings` is a list of its own. */
  | { readonly listed: string; readonly depth?: number; readonly list?: 'items' | 'headings' }
  | { readonly table: readonly (readonly WordCell[])[] };

const paragraphs = (text: string): Paragraph[] => text.split('\n').map((line) => new Paragraph(line));

function cellOf(cell: WordCell): TableCell {
  const { text, columns, rows } =
    typeof cell === 'string' ? { text: cell, columns: undefined, rows: undefined } : cell;
  return new TableCell({
    ...(columns === undefined ? {} : { columnSpan: columns }),
    ...(rows === undefined ? {} : { rowSpan: rows }),
    children: paragraphs(text),
  });
}

function blockOf(block: WordBlock): (Paragraph | Table)[] {
  if (typeof block === 'string') return paragraphs(block);
  if ('listed' in block)
    return [
      new Paragraph({
        text: block.listed,
        numbering: { reference: block.list ?? 'items', level: block.depth ?? 0 },
      }),
    ];
  return [new Table({ rows: block.table.map((cells) => new TableRow({ children: cells.map(cellOf) })) })];
}

export async function aWordFile(blocks: readonly WordBlock[]): Promise<Uint8Array> {
  const levels = [0, 1].map((level) => ({
    level,
    format: LevelFormat.DECIMAL,
    text: `%${level + 1}.`,
    alignment: AlignmentType.LEFT,
  }));
  return Packer.toBuffer(
    new Document({
      numbering: { config: ['items', 'headings'].map((reference) => ({ reference, levels })) },
      sections: [{ children: blocks.flatMap(blockOf) }],
    }),
  );
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument';

/** A Word file of a document part as it is, with a style that numbers its paragraphs. */
export const aRawWordFile = (document: string, more: Readonly<Record<string, string>> = {}): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries({
        '[Content_Types].xml':
          '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="${OFFICE}" Target="word/document.xml"/></Relationships>`,
        'word/styles.xml':
          '<w:styles xmlns:w="w"><w:style w:styleId="ListNumber"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>',
        'word/document.xml': document,
        ...more,
      }).map(([name, text]) => [name, strToU8(text)]),
    ),
  );
