import { normalText } from '../../../values/text.ts';
import { type Block, type Paragraph, paragraphOf, tableOf } from './blocks.ts';

/** `## 资金安排`, `- 《…》`, `**单位**：`: marks of Markdown say nothing; a dash before a number is a sign. */
const MARKDOWN = /^\s{0,3}#{1,6}\s+|^\s{0,3}[-*•]\s+(?![\d¥￥])|\*\*(?=\S)|(?<=\S)\*\*/g;

/** The paragraphs of a plain text. Lines whose cells are set apart by tabs or `|` are tables. */
export function blocksOfText(text: string): Block[] {
  const blocks: Block[] = [];
  let rows: Paragraph[][] = [];
  let tables = 0;
  const close = (): void => {
    if (rows.length > 0)
      blocks.push(
        tableOf(
          rows.map((row) => row.map(({ span }) => span)),
          ++tables,
          true,
        ),
      );
    rows = [];
  };
  for (const [index, printed] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const raw = printed.replace(MARKDOWN, '');
    // Empty lines say nothing: such texts have them between any two lines.
    if (raw.trim() === '') continue;
    const cells = cellsOfLine(raw, rows[0]?.length ?? 0);
    if (cells.length > 1) {
      rows.push(cells.map((cell) => paragraphOf(normalText(cell), index + 1)));
      continue;
    }
    const line = paragraphOf(normalText(raw), index + 1, { cut: /^ \S/.test(raw) });
    if (line.span.isEmpty) continue;
    close();
    blocks.push(line);
  }
  close();
  return blocks;
}

/** @param columns of the table that is open */
function cellsOfLine(raw: string, columns: number): string[] {
  if (/[|｜│┃]/.test(raw))
    return raw
      .trim()
      .replace(/^[|｜│┃]|[|｜│┃]$/g, '')
      .split(/[|｜│┃]/);
  const filled = raw.trim().split(/\t/);
  // A tab at the beginning indents; below a row that has none it stands for a cell that was merged with the one above.
  const lost = /^\t*/.exec(raw)?.[0].length ?? 0;
  const isCell = filled.length > 1 && filled.length + lost <= columns;
  return isCell ? [...new Array<string>(lost).fill(''), ...filled] : filled;
}
