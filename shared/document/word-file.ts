import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  HeightRule,
  ImageRun,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { withContent } from './embedded-content.ts';
import {
  type Block,
  type Cell,
  type DocumentIdentity,
  type DocumentTable,
  footerOf,
  headingOf,
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

/** Twentieths of a point. */
const mm = (millimetres: number): number => Math.round((millimetres * 1440) / 25.4);
const PAGE = { width: mm(210), height: mm(297) };
const MARGIN = { top: mm(25), bottom: mm(22), left: mm(26), right: mm(22), footer: mm(10) };
const TEXT_WIDTH = PAGE.width - MARGIN.left - MARGIN.right;

/** Half points. 小四 for the text, 小五 for a table of many columns. */
const SIZE = { title: 36, section: 28, text: 24, cell: 21, dense: 17, note: 15 };

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

/** A line's height in points, as offices set it (固定值): fonts differ in what they call a single line. */
const exactly = (points: number) => ({ line: points * 20, lineRule: LineRuleType.EXACT });
const LINES = {
  text: exactly(21),
  cell: exactly(15),
  dense: exactly(12.5),
  note: exactly(13),
  gap: exactly(9),
};
/** A line as high as what stands in it: a picture, or a heading. */
const FITTING = { line: 240, lineRule: LineRuleType.AUTO };
/** Two characters begin a paragraph. */
const INDENT = SIZE.text * 20;

const lineOf = (style: (typeof BorderStyle)[keyof typeof BorderStyle]) => {
  const side = { style, size: 4, color: '000000' };
  const inside = { insideHorizontal: side, insideVertical: side };
  return { top: side, bottom: side, left: side, right: side, ...inside };
};
const LINED = lineOf(BorderStyle.SINGLE);
const UNLINED = lineOf(BorderStyle.NONE);

/** Room to sign, and for a seal of 42 mm, the largest that an office of a district has. */
const OPEN_ROW = mm(22);

const textParagraph = (text: string): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.BOTH,
    indent: { firstLine: INDENT },
    children: [new TextRun(text)],
  });

const alignments = { center: AlignmentType.CENTER, right: AlignmentType.RIGHT } as const;

function cellOf(cell: Cell, dense: boolean, keepNext: boolean): TableCell {
  const { text, columns, rows, heading = false, align } = cell;
  const alignment = heading ? AlignmentType.CENTER : align && alignments[align];
  const size = dense ? SIZE.dense : SIZE.cell;
  return new TableCell({
    verticalAlign: VerticalAlignTable.CENTER,
    ...(columns === undefined ? {} : { columnSpan: columns }),
    ...(rows === undefined ? {} : { rowSpan: rows }),
    children: text.split('\n').map(
      (line) =>
        new Paragraph({
          spacing: dense ? LINES.dense : LINES.cell,
          keepNext,
          ...(alignment === undefined ? {} : { alignment }),
          children: [new TextRun({ text: line, size, ...(heading ? { font: HEADING } : {}) })],
        }),
    ),
  });
}

const columnWidths = (widths: readonly number[]): number[] => {
  const whole = widths.reduce((sum, width) => sum + width, 0);
  return widths.map((width) => Math.round((width / whole) * TEXT_WIDTH));
};

function tableOf({ widths, head, body, dense = false, open = false, leads = false }: DocumentTable): Table {
  const rowOf = (row: Row, tableHeader: boolean, isLast: boolean): TableRow =>
    new TableRow({
      tableHeader,
      // A goal may be longer than a page; a row of an indicator or a signature stays in one piece.
      cantSplit: dense || open,
      ...(open ? { height: { value: OPEN_ROW, rule: HeightRule.ATLEAST } } : {}),
      children: row.map((cell) => cellOf(cell, dense, tableHeader || open || (leads && isLast))),
    });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    layout: TableLayoutType.FIXED,
    columnWidths: columnWidths(widths),
    margins: { top: mm(0.6), bottom: mm(0.6), left: mm(0.9), right: mm(0.9) },
    borders: LINED,
    rows: [
      ...head.map((row) => rowOf(row, true, false)),
      ...body.map((row, index) => rowOf(row, false, index === body.length - 1)),
    ],
  });
}

/** Without a paragraph between them Word joins two tables to one. */
const gap = (keepNext: boolean): Paragraph => new Paragraph({ spacing: LINES.gap, keepNext });

const blockOf = (block: Block): (Paragraph | Table)[] =>
  block.kind === 'paragraph' ? [textParagraph(block.text)] : [tableOf(block), gap(block.leads === true)];

/** A section that says itself what it is begins after a line: 附件：…. */
const headed = (heading: string | null): Paragraph =>
  heading === null ? new Paragraph({}) : sectionHeading(heading);

const sectionHeading = (text: string): Paragraph =>
  new Paragraph({ heading: HeadingLevel.HEADING_2, keepNext: true, children: [new TextRun(text)] });

/** The side of the QR code on paper, in the pixels (1/96 inch) that the package counts in: 30 mm. */
const QR_SIDE = Math.round((30 / 25.4) * 96);

function identification(identity: DocumentIdentity): Table {
  const picture = new ImageRun({
    type: 'png',
    data: pictureOf(squaresOf(identity.address)),
    transformation: { width: QR_SIDE, height: QR_SIDE },
    altText: { name: 'QR', title: documentWords.zh.qr, description: identity.address },
  });
  const note = (text: string) =>
    new Paragraph({ spacing: LINES.note, children: [new TextRun({ text, size: SIZE.note })] });
  const cells = [
    [new Paragraph({ spacing: FITTING, children: [picture] })],
    identityLines(identity).map(note),
  ];
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    layout: TableLayoutType.FIXED,
    columnWidths: columnWidths([22, 78]),
    borders: UNLINED,
    rows: [
      new TableRow({
        cantSplit: true,
        children: cells.map(
          (children) => new TableCell({ verticalAlign: VerticalAlignTable.CENTER, children }),
        ),
      }),
    ],
  });
}

function footer(identity: DocumentIdentity): Footer {
  const line = (...children: (string | (typeof PageNumber)[keyof typeof PageNumber])[]) =>
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: FITTING,
      children: [new TextRun({ size: SIZE.note, children })],
    });
  return new Footer({
    children: [
      line(footerOf(identity)),
      line('第 ', PageNumber.CURRENT, ' 页，共 ', PageNumber.TOTAL_PAGES, ' 页'),
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
            spacing: FITTING,
            children: [new TextRun({ text: mark, font: HEADING, size: SIZE.section })],
          }),
        ]),
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { before: 240, ...FITTING },
      children: [new TextRun({ text: unitName, size: SIZE.section })],
    }),
    new Paragraph({ heading: HeadingLevel.HEADING_1, children: [new TextRun(title)] }),
  ];
}

/** Writes the file. */
export async function makeWordFile(document: OfficialDocument): Promise<Uint8Array> {
  const { sections, identity, title } = document;
  const file = new Document({
    title,
    creator: document.unitName,
    description: footerOf(identity),
    styles: {
      default: {
        document: {
          run: { font: BODY, size: SIZE.text, language: { value: 'en-US', eastAsia: 'zh-CN' } },
          paragraph: { spacing: LINES.text },
        },
        heading1: {
          run: { font: HEADING, size: SIZE.title, color: '000000' },
          paragraph: {
            alignment: AlignmentType.CENTER,
            spacing: { before: 120, after: 360, ...FITTING },
          },
        },
        heading2: {
          run: { font: HEADING, size: SIZE.section, color: '000000' },
          paragraph: { spacing: { before: 200, after: 80, ...FITTING } },
        },
      },
    },
    sections: [
      {
        properties: { page: { size: PAGE, margin: MARGIN } },
        footers: { default: footer(identity) },
        children: [
          ...headOf(document),
          ...sections.flatMap((section) => [headed(headingOf(section)), ...section.blocks.flatMap(blockOf)]),
          identification(identity),
        ],
      },
    ],
  });
  return withContent(await Packer.toBuffer(file), document.content);
}
