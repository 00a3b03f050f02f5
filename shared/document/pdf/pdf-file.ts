import {
  type Block,
  type DocumentIdentity,
  footerOf,
  headingOf,
  identityLines,
  type OfficialDocument,
} from '../model.ts';
import { pathOf, sideOf, squaresOf } from '../qr-code.ts';
import { type Faces, legible } from './faces.ts';
import { type Flowing, setOnPages } from './flowing.ts';
import { mm, openPaper, type Paper, type Style } from './paper.ts';
import { tableOn } from './table.ts';
import { textOn } from './text.ts';

/**
 * The official document as a PDF. It says what the print page and the Word file say, block by block, and looks the same
 * on every machine: the characters that it uses are inside.
 */

/** 小四 for the text, 小五 for what stands around it. */
const TEXT: Style = { size: 12, leading: 21, align: 'both', indent: 24 };
const SECTION: Style = { size: 14, leading: 21, bold: true };
const TITLE: Style = { size: 18, leading: 27, bold: true, align: 'center' };
const OFFICE: Style = { size: 14, leading: 21, align: 'center' };
const MARK: Style = { ...SECTION, align: 'right' };
const NOTE: Style = { size: 7.5, leading: 13 };
const FOOT: Style = { size: 7.5, leading: 10, align: 'center' };

function headOf(paper: Paper, { unitName, title, mark }: OfficialDocument): Flowing[] {
  return [
    ...(mark === null ? [] : [textOn(paper, mark, MARK, { leads: true })]),
    textOn(paper, unitName, OFFICE, { above: 12, leads: true }),
    textOn(paper, title, TITLE, { above: 6, below: 12, leads: true }),
  ];
}

/** A section that says itself what it is begins after a line: 附件：…. */
const headingOn = (paper: Paper, heading: string | null): Flowing =>
  heading === null
    ? textOn(paper, '', TEXT)
    : textOn(paper, heading, SECTION, { above: 10, below: 4, leads: true });

const blockOn = (paper: Paper, block: Block): Flowing =>
  block.kind === 'paragraph' ? textOn(paper, block.text, TEXT) : tableOn(paper, block);

/** The side of the QR code, with the white around it. */
const QR_SIDE = mm(30);

/** Beside the code what it says; both stay together. */
function identification(paper: Paper, identity: DocumentIdentity, more: readonly string[]): Flowing {
  const squares = squaresOf(identity.address);
  const { x, width } = paper.column;
  const beside = { x: x + QR_SIDE + mm(4), width: width - QR_SIDE - mm(4) };
  const lines = paper.lines([...identityLines(identity), ...more].join('\n'), NOTE, beside.width);
  const high = lines.length * NOTE.leading;
  const height = Math.max(QR_SIDE, high);
  return {
    above: mm(8),
    below: 0,
    leads: false,
    take: (room) =>
      height > room
        ? null
        : {
            height,
            rest: null,
            draw: (_, top) => {
              paper.shape(pathOf(squares), sideOf(squares), { x, width: QR_SIDE }, top);
              paper.write(lines, NOTE, beside, top + (height - high) / 2);
            },
          },
  };
}

const missingLine = (missing: readonly string[]): string =>
  `本文件的字体没有下列字，以其统一码编号代替，原字见系统中的页面和 Word 文件：${missing.join('')}`;

/** Writes the file: the same bytes for the same document. */
export function makePdfFile(made: OfficialDocument, faces: Faces): Promise<Uint8Array> {
  const { document, missing } = legible(made, faces.regular);
  const { title, unitName, sections, identity, asOf } = document;
  const foot = footerOf(identity);
  const paper = openPaper(faces, { title, author: unitName, subject: foot, asOf });
  const items = sections.flatMap((section) => [
    headingOn(paper, headingOf(section)),
    ...section.blocks.map((block) => blockOn(paper, block)),
  ]);
  const more = missing.length === 0 ? [] : [missingLine(missing)];
  setOnPages([...headOf(paper, document), ...items, identification(paper, identity, more)], paper);
  return paper.finish((page, pages) => `${foot}\n第 ${page} 页，共 ${pages} 页`, FOOT);
}
