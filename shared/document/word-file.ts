import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  ImageRun,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import {
  type Block,
  type Cell,
  type DocumentTable,
  footerOf,
  type Identity,
  identityLines,
  type OfficialDocument,
  type Row,
} from './model.ts';
import { pictureOf, squaresOf } from './qr-code.ts';
import { documentWords } from './words.ts';

/**
 * The official document as a Word file. It says what the print page says, block by block. Only who asks for the file
 * loads this module: the package behind it takes some 50 ms to load.
 */

export const WORD_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Twentieths of a point. */
const mm = (millimetres: number): number => Math.round((millimetres * 1440) / 25.4);
const PAGE = { width: mm(210), height: mm(297) };
const MARGIN = { top: mm(25), bottom: mm(22), left: mm(26), right: mm(22), footer: mm(10) };
const TEXT_WIDTH = PAGE.width - MARGIN.left - MARGIN.right;

/** Half points. 小四 for the text, 小五 for a table of many columns. */
const SIZE = { title: 36, section: 28, text: 24, cell: 21, dense: 17, note: 16 };

// What Word has on every machine with Chinese; where it has not, it takes another font with the same characters. With
// the hint, marks that both scripts have (“ ” · …) are set as Chinese.
const font = (eastAsia: string) => ({
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  cs: 'Times New Roman',
  eastAsia,
  hint: 'eastAsia',
});
const BODY = font('仿宋');
const HEADING = font('黑体');

/** A line and a half; two characters of indent begin a paragraph. */
const LINE = 360;
const INDENT = SIZE.text * 20;

const LINE_OF_TABLE = { style: BorderStyle.SINGLE, size: 4, color: '000000' };
const BORDERS = {
  top: LINE_OF_TABLE,
  bottom: LINE_OF_TABLE,
  left: LINE_OF_TABLE,
  right: LINE_OF_TABLE,
  insideHorizontal: LINE_OF_TABLE,
  insideVertical: LINE_OF_TABLE,
};
/** Room to sign and for a seal of 42 mm, the largest that an office of a district has. */
const OPEN_ROW = mm(22);

const textParagraph = (text: string): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.BOTH,
    indent: { firstLine: INDENT },
    children: [new TextRun(text)],
  });

const alignments = { center: AlignmentType.CENTER, right: AlignmentType.RIGHT } as const;

function cellOf(cell: Cell, size: number): TableCell {
  const { text, columns, rows, heading = false, align } = cell;
  const alignment = heading ? AlignmentType.CENTER : align && alignments[align];
  return new TableCell({
    verticalAlign: VerticalAlignTable.CENTER,
    ...(columns === undefined ? {} : { columnSpan: columns }),
    ...(rows === undefined ? {} : { rowSpan: rows }),
    children: text.split('\n').map(
      (line) =>
        new Paragraph({
          spacing: { line: 280 },
          ...(alignment === undefined ? {} : { alignment }),
          children: [new TextRun({ text: line, size, ...(heading ? { font: HEADING } : {}) })],
        }),
    ),
  });
}

function tableOf({ widths, head, body, dense, open }: DocumentTable): Table {
  const whole = widths.reduce((sum, width) => sum + width, 0);
  const size = dense ? SIZE.dense : SIZE.cell;
  const rowOf = (row: Row, tableHeader: boolean): TableRow =>
    new TableRow({
      tableHeader,
      cantSplit: true,
      ...(open ? { height: { value: OPEN_ROW, rule: 'atLeast' as const } } : {}),
      children: row.map((cell) => cellOf(cell, size)),
    });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    layout: TableLayoutType.FIXED,
    columnWidths: widths.map((width) => Math.round((width / whole) * TEXT_WIDTH)),
    margins: { top: mm(0.8), bottom: mm(0.8), left: mm(1.2), right: mm(1.2) },
    borders: BORDERS,
    rows: [...head.map((row) => rowOf(row, true)), ...body.map((row) => rowOf(row, false))],
  });
}

const blockOf = (block: Block): (Paragraph | Table)[] =>
  // Without a paragraph between them Word joins two tables to one.
  block.kind === 'paragraph'
    ? [textParagraph(block.text)]
    : [tableOf(block), new Paragraph({ spacing: { line: 160 } })];

const sectionHeading = (text: string): Paragraph =>
  new Paragraph({ heading: HeadingLevel.HEADING_2, keepNext: true, children: [new TextRun(text)] });

/** The side of the QR code on paper, in the pixels (1/96 inch) that the package counts in: 30 mm. */
const QR_SIDE = Math.round((30 / 25.4) * 96);

function identification(identity: Identity): Paragraph[] {
  const note = (text: string) =>
    new Paragraph({
      spacing: { line: 260 },
      keepLines: true,
      children: [new TextRun({ text, size: SIZE.note })],
    });
  const picture = new ImageRun({
    type: 'png',
    data: pictureOf(squaresOf(identity.address)),
    transformation: { width: QR_SIDE, height: QR_SIDE },
    altText: { name: 'QR', title: documentWords.zh.qr, description: identity.address },
  });
  return [new Paragraph({ keepNext: true, children: [picture] }), ...identityLines(identity).map(note)];
}

function footer(identity: Identity): Footer {
  const run = (children: string | (string | (typeof PageNumber)[keyof typeof PageNumber])[]) =>
    new TextRun({ size: SIZE.note, children: [children].flat() });
  return new Footer({
    children: [
      new Paragraph({
        tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH }],
        children: [
          run(footerOf(identity)),
          run(['\t', '第 ', PageNumber.CURRENT, ' 页，共 ', PageNumber.TOTAL_PAGES, ' 页']),
        ],
      }),
    ],
  });
}

function headOf({ unitName, title, mark }: OfficialDocument): Paragraph[] {
  return [
    ...(mark === null
      ? []
      : [
          new Paragraph({
            alignment: AlignmentType.RIGHT,
            children: [new TextRun({ text: mark, font: HEADING, size: SIZE.section })],
          }),
        ]),
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { before: 240 },
      children: [new TextRun({ text: unitName, size: SIZE.section })],
    }),
    new Paragraph({ heading: HeadingLevel.HEADING_1, children: [new TextRun(title)] }),
  ];
}

/** Writes the file. */
export async function wordFileOf(document: OfficialDocument): Promise<Uint8Array> {
  const { sections, identity, title } = document;
  const file = new Document({
    title,
    creator: document.unitName,
    description: footerOf(identity),
    styles: {
      default: {
        document: { run: { font: BODY, size: SIZE.text }, paragraph: { spacing: { line: LINE } } },
        heading1: {
          run: { font: HEADING, size: SIZE.title, color: '000000' },
          paragraph: { alignment: AlignmentType.CENTER, spacing: { before: 120, after: 360 } },
        },
        heading2: {
          run: { font: HEADING, size: SIZE.section, color: '000000' },
          paragraph: { spacing: { before: 240, after: 120 } },
        },
      },
    },
    sections: [
      {
        properties: { page: { size: PAGE, margin: MARGIN } },
        footers: { default: footer(identity) },
        children: [
          ...headOf(document),
          ...sections.flatMap(({ number, title: name, blocks }) => [
            sectionHeading(number === null ? name : `${number}、${name}`),
            ...blocks.flatMap(blockOf),
          ]),
          ...identification(identity),
        ],
      },
    ],
  });
  return Packer.toBuffer(file);
}
