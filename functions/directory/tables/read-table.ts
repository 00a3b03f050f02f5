import { readSheet } from 'read-excel-file/universal';
import { Problem } from '../../../shared/contract/problem.ts';
import { ArchiveRefused, partsOfArchive, storedAgain } from '../../../shared/document/archive-parts.ts';
import { textOfCsv } from '../../../shared/values/csv-text.ts';
import type { Words } from '../../../shared/values/language.ts';
import { normalText } from '../../../shared/values/text.ts';

/** A table in a file, as rows of texts: a workbook, or text between commas, semicolons or tabs. */

/** With the heading; the directory has ten thousand people at most. */
const MOST_ROWS = 10_001;
const MOST_COLUMNS = 100;

const refused = (detail: Words, cause?: unknown): Problem =>
  new Problem('invalid-body', {
    detail,
    errors: [{ rule: 'shape', severity: 'error', path: '', message: detail }],
    cause,
  });

const tooLong = refused({ zh: '表格超过 10000 行', en: 'The table has more than 10,000 rows' });
const tooWide = refused({ zh: '表格超过 100 列', en: 'The table has more than 100 columns' });

/** What a text in cells is split by: what its first line has most of. */
function separatorOf(text: string): string {
  const [heading = ''] = text.split(/[\r\n]/, 1);
  const counts = ['\t', ',', ';', '，', '；'].map((one) => ({ one, count: heading.split(one).length }));
  return counts.reduce((a, b) => (b.count > a.count ? b : a)).one;
}

/** @throws Problem `invalid-body` for more rows or columns than a directory has. */
function cellsIn(text: string, separator: string): string[][] {
  const rows: string[][] = [[]];
  const cells = new RegExp(
    `("(?:[^"]|"")*"(?=[${separator}\\r\\n]|$)|[^${separator}\\r\\n]*)(${separator}|\\r\\n|\\r|\\n|$)`,
    'g',
  );
  for (const [, cell = '', end] of text.matchAll(cells)) {
    const isQuoted = cell.length > 1 && cell.startsWith('"') && cell.endsWith('"');
    const row = rows.at(-1) ?? [];
    row.push(isQuoted ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (row.length > MOST_COLUMNS) throw tooWide;
    if (end === '') break;
    if (end !== separator && rows.push([]) > MOST_ROWS + 1) throw tooLong;
  }
  return rows;
}

/** UTF-8 with or without its mark, UTF-16 with it, or what Excel writes in China. */
function decoded(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  for (const charset of isUtf16 ? ['utf-16le'] : ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(charset, { fatal: true }).decode(bytes);
    } catch (error) {
      if (Reflect.get(Object(error), 'code') !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    }
  }
  throw refused({
    zh: '文件的文字编码无法识别，请另存为 UTF-8 的 CSV 或 XLSX',
    en: 'The text is in no encoding that is known: save it as CSV in UTF-8, or as XLSX',
  });
}

const workbookWords = {
  unreadable: { zh: '这不是能读取的表格（.xlsx）', en: 'This is no workbook (.xlsx) that can be read' },
  tooMuch: { zh: '表格解开后过大', en: 'Unpacked, the workbook is too large' },
  tooManyParts: { zh: '表格由过多的部分组成', en: 'The workbook has too many parts' },
};

/** A cell as its text; numbers come as they are written in the file, so that codes keep their digits. */
function cellText(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return cell === null || cell === undefined ? '' : String(cell);
}

async function workbookRows(bytes: Uint8Array): Promise<string[][]> {
  try {
    const parts = partsOfArchive(bytes);
    const rows = await readSheet(new Uint8Array(storedAgain(parts)).buffer, {
      trim: false,
      parseNumber: (text: string) => text,
    });
    return rows.map((row) => row.map(cellText));
  } catch (error) {
    throw refused(
      error instanceof ArchiveRefused ? workbookWords[error.why] : workbookWords.unreadable,
      error,
    );
  }
}

const ZIP = [0x50, 0x4b];

/** Cells without what surrounds them; rows in which nothing stands keep their place, for the numbers of the others. */
const tidy = (rows: readonly (readonly string[])[], textIn: (cell: string) => string): string[][] =>
  rows.map((row) => row.map((cell) => normalText(textIn(cell)).trim()));

/** @throws Problem `invalid-body` for what is no table, or larger than a directory */
export async function rowsOfFile(bytes: Uint8Array): Promise<string[][]> {
  const isWorkbook = ZIP.every((byte, index) => bytes[index] === byte);
  if (!isWorkbook) return rowsOfText(decoded(bytes));
  const rows = await workbookRows(bytes);
  if (rows.length > MOST_ROWS) throw tooLong;
  if (rows.some((row) => row.length > MOST_COLUMNS)) throw tooWide;
  return tidy(rows, (cell) => cell);
}

/** @throws Problem `invalid-body` */
export function rowsOfText(text: string): string[][] {
  const plain = text.replace(/^\uFEFF/, '');
  return tidy(cellsIn(plain, separatorOf(plain)), textOfCsv);
}
