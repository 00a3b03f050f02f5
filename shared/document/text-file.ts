import { type Block, headingOf, identityLines, type OfficialDocument, type Row } from './model.ts';
import { contentLines } from './text-content.ts';

/**
 * The official document as a plain text. It says what the print page says, block by block: a paragraph in a line, a row
 * of a table in a line with tabs between its cells, which spreadsheets and word processors take for a table again.
 */

/** A cell over several columns stands in the first of them; one over several rows in the first of these. */
const rowLine = (row: Row): string =>
  row.map(({ text, columns = 1 }) => text.replaceAll('\n', ' ') + '\t'.repeat(columns - 1)).join('\t');

const linesOf = (block: Block): string[] =>
  block.kind === 'paragraph' ? [block.text] : [...[...block.head, ...block.body].map(rowLine), ''];

/** Writes the file: in UTF-8 with its mark and with CRLF, which old programs need and others do not mind. */
export function makeTextFile({
  mark,
  unitName,
  title,
  sections,
  identity,
  content,
}: OfficialDocument): Uint8Array {
  const lines = [
    ...(mark === null ? [] : [mark]),
    unitName,
    title,
    ...sections.flatMap((section) => [
      '',
      ...[headingOf(section) ?? []].flat(),
      ...section.blocks.flatMap(linesOf),
    ]),
    ...identityLines(identity, '打开下面的网址'),
    '',
    ...contentLines(content),
  ];
  return Buffer.from(`\uFEFF${lines.map((line) => `${line.replaceAll('\n', '\r\n')}\r\n`).join('')}`);
}
