import { excessIn } from '../../values/json-bounds.ts';
import type { Words } from '../../values/language.ts';
import { normalIn } from '../../values/text.ts';
import { importDeclaration } from './from-declaration.ts';
import { importDocument } from './from-document.ts';
import { importExtraction, isExtraction } from './from-extraction.ts';
import { piecesOfWord } from './from-word.ts';
import type { Imported } from './imported.ts';
import { linesOfText, type Piece } from './pieces.ts';
import { ImportRefused } from './refused.ts';

const MB = 1024 * 1024;
/** How large a file of a kind may be. A declaration has some 60 KB of text; a Word file may have pictures beside it. */
const MOST_MB: Readonly<Record<string, number>> = { json: 5, txt: 5, docx: 10 };

const otherKind = (name: string): Words => ({
  zh: `能导入的是 .json、.txt 或 .docx 文件，不是 ${name}`,
  en: `A .json, .txt or .docx file can be imported, not ${name}`,
});
const notUtf8: Words = { zh: '文件不是 UTF-8 编码的文本', en: 'The file is no text in UTF-8' };
const noJson: Words = { zh: '文件内容不是有效的 JSON', en: 'The content of the file is not valid JSON' };

const extensionOf = (name: string): string => /\.([^.]+)$/.exec(name.toLowerCase())?.[1] ?? '';

/**
 * Whether a file can be imported by its name and size, before it is read.
 * @throws ImportRefused
 */
export function demandImportable(name: string, bytes: number): void {
  const most = MOST_MB[extensionOf(name)];
  if (most === undefined) throw new ImportRefused(otherKind(name));
  if (bytes > most * MB)
    throw new ImportRefused({ zh: `文件超过 ${most} MB`, en: `The file is larger than ${most} MB` });
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new ImportRefused(notUtf8, error);
  }
}

function jsonOf(text: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ImportRefused(noJson, error);
  }
  const excess = excessIn(json);
  if (excess) throw new ImportRefused(excess.message);
  return normalIn(json);
}

/** A declaration has some five hundred lines. */
const MOST_LINES = 20_000;
const tooManyLines: Words = {
  zh: `内容超过 ${MOST_LINES} 行，不像一份申报`,
  en: `There are more than ${MOST_LINES} lines, which no declaration has`,
};

function documentOf(pieces: readonly Piece[]): Imported {
  if (pieces.length > MOST_LINES) throw new ImportRefused(tooManyLines);
  return importDocument(pieces);
}

/**
 * Reads a declaration from a file, by the file's name: `.json`, `.txt` in UTF-8, `.docx`.
 * @throws ImportRefused for a file of another kind, of another content than its name says, or larger than any
 *   declaration; TypeError, z.ZodError for JSON of another shape.
 */
export async function importFile(name: string, bytes: Uint8Array): Promise<Imported> {
  demandImportable(name, bytes.byteLength);
  switch (extensionOf(name)) {
    case 'json': {
      const json = jsonOf(utf8(bytes));
      return isExtraction(json) ? importExtraction(json) : importDeclaration(json);
    }
    case 'txt':
      return documentOf(linesOfText(utf8(bytes)));
    default:
      return documentOf(await piecesOfWord(bytes));
  }
}
