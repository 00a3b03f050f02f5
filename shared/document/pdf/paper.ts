import PDFDocument from 'pdfkit';
import type { Faces } from './faces.ts';
import { breakLines, type Line } from './lines.ts';

/** Points. */
export const mm = (millimetres: number): number => (millimetres * 72) / 25.4;

const PAGE = { width: mm(210), height: mm(297) };
const MARGIN = { top: mm(25), bottom: mm(22), left: mm(26), right: mm(22) };

/** How a text looks. */
export interface Style {
  readonly size: number;
  /** From one baseline to the next. */
  readonly leading: number;
  readonly bold?: boolean;
  readonly align?: 'left' | 'center' | 'right' | 'both';
  /** The first line of a paragraph begins further in. */
  readonly indent?: number;
}

/** Where lines stand: the left edge, and the width that they share. */
export interface Column {
  readonly x: number;
  readonly width: number;
}

/** Of an ideograph's square, which fills the size, what lies above the baseline. */
const ABOVE_BASELINE = 0.88;

/** A line of Chinese is filled up between its characters; one that would fall apart is left as it is. */
function fillOf({ text, width, last }: Line, { align, size }: Style, room: number): number {
  const gaps = [...text].length - 1;
  if (align !== 'both' || last || gaps < 1) return 0;
  const fill = (room - width) / gaps;
  return fill > 0 && fill < size / 4 ? fill : 0;
}

const shiftOf = ({ width }: Line, { align }: Style, room: number): number =>
  align === 'center' ? (room - width) / 2 : align === 'right' ? room - width : 0;

/** A4 pages, one after the other, and what draws on them. What is drawn is measured from the top left. */
export interface Paper {
  readonly top: number;
  readonly bottom: number;
  /** What stands between the margins. */
  readonly column: Column;
  lines(text: string, style: Style, width: number): Line[];
  /** Goes on a new page. */
  turn(): void;
  write(lines: readonly Line[], style: Style, column: Column, top: number): void;
  box(column: Column, top: number, height: number): void;
  /** A path in units of its own, `side` of which make its square on paper. */
  shape(path: string, side: number, column: Column, top: number): void;
  /** What repeats on every page, or repeats another page: no part of the document's text. */
  aside(draw: () => void): void;
  /** Says how each page ends, and gives the file. */
  finish(foot: (page: number, pages: number) => string, style: Style): Promise<Uint8Array>;
}

/** What a reader says of the file. */
export interface PaperFacts {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  /** UTC. The file does not say when it was written: the same document is the same file. */
  readonly asOf: string;
}

export function openPaper(faces: Faces, facts: PaperFacts): Paper {
  const doc = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    autoFirstPage: false,
    // The number of pages is known when all are set.
    bufferPages: true,
    pdfVersion: '1.7',
    lang: 'zh-CN',
    displayTitle: true,
    // None: the fonts that every reader has know no Chinese.
    font: '',
    info: {
      Title: facts.title,
      Author: facts.author,
      Subject: facts.subject,
      Creator: 'Countersign',
      CreationDate: new Date(facts.asOf),
    },
  });
  doc.registerFont('regular', faces.regular.file);
  doc.registerFont('bold', faces.bold.file);
  const chunks: Buffer[] = [];
  const ended = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });

  const write: Paper['write'] = (lines, style, { x, width }, top) => {
    const { size, leading, bold = false } = style;
    doc.font(bold ? 'bold' : 'regular').fontSize(size);
    let baseline = top + (leading - size) / 2 + size * ABOVE_BASELINE;
    let begins = true;
    for (const line of lines) {
      const inset = begins ? (style.indent ?? 0) : 0;
      const room = width - inset;
      if (line.text !== '')
        doc.text(line.text, x + inset + shiftOf(line, style, room), baseline, {
          lineBreak: false,
          baseline: 'alphabetic',
          characterSpacing: fillOf(line, style, room),
        });
      baseline += leading;
      begins = line.last;
    }
  };
  const paper: Paper = {
    top: MARGIN.top,
    bottom: PAGE.height - MARGIN.bottom,
    column: { x: MARGIN.left, width: PAGE.width - MARGIN.left - MARGIN.right },
    lines: (text, { size, bold = false, indent = 0 }, width) => {
      const { width: measure } = bold ? faces.bold : faces.regular;
      return breakLines(text, (piece) => measure(piece, size), width, indent);
    },
    turn: () => {
      doc.addPage();
    },
    write,
    box: ({ x, width }, top, height) => {
      doc.lineWidth(0.5).rect(x, top, width, height).stroke();
    },
    shape: (path, side, { x, width }, top) => {
      doc
        .save()
        .translate(x, top)
        .scale(width / side)
        .path(path)
        .fill()
        .restore();
    },
    aside: (draw) => {
      doc.markContent('Artifact', { type: 'Pagination' });
      draw();
      doc.endMarkedContent();
    },
    finish: (foot, style) => {
      const { start, count } = doc.bufferedPageRange();
      for (let page = start; page < start + count; page++) {
        doc.switchToPage(page);
        const lines = paper.lines(foot(page + 1, count), style, paper.column.width);
        const top = PAGE.height - mm(10) - lines.length * style.leading;
        paper.aside(() => write(lines, style, paper.column, top));
      }
      doc.end();
      return ended;
    },
  };
  return paper;
}
