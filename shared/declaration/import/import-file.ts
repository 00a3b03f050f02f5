import { isUtf8 } from 'node:buffer';
import { withoutContent } from '../../document/text-content.ts';
import { excessIn } from '../../values/json-bounds.ts';
import type { Words } from '../../values/language.ts';
import { normalIn } from '../../values/text.ts';
import { importDeclaration } from './from-declaration.ts';
import { importExtraction, isExtraction } from './from-extraction.ts';
import type { Imported } from './imported.ts';
import { importOwn, shownBy } from './own-document.ts';
import { readDocument } from './read-document.ts';
import { ImportRefused } from './refused.ts';
import { allCells, type Block, type Paragraph } from './source/blocks.ts';
import { blocksOfText } from './source/text-source.ts';
import { readWord } from './source/word-source.ts';

const MB = 1024 * 1024;
/** How large a file of a kind may be. A declaration has some 60 KB of text; a Word file may have pictures beside it. */
const MOST_MB: Readonly<Record<string, number>> = { json: 5, txt: 5, docx: 10 };

/** A container of older Office files, and of newer ones that ask for a password. */
const OLE = '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1';
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');
const locked: Words = {
  zh: '文件设有打开密码，不能读取：请在 Word 或 WPS 中去掉密码，另存后再导入',
  en: 'The file asks for a password: take that off in Word or WPS, save it, and import that',
};

/** What other programs write: how it begins, by which names it goes, and what to do about it. */
const OTHER_KINDS: readonly {
  readonly begins: string;
  readonly names: readonly string[];
  readonly words: Words;
}[] = [
  {
    begins: '%PDF-',
    names: ['pdf'],
    words: {
      zh: '这是 PDF 文件，不能读取：请在 Word 或 WPS 中打开原文件，另存为 .docx 后再导入',
      en: 'A PDF is not read: open the original in Word or WPS, save it as .docx, and import that',
    },
  },
  {
    begins: OLE,
    names: ['doc', 'wps', 'dot'],
    words: {
      zh: '这是旧格式的 Word 或 WPS 文件（.doc、.wps），不能读取：请打开后另存为 .docx 再导入',
      en: 'A Word file of the old kind (.doc) is not read: open it, save it as .docx, and import that',
    },
  },
  {
    begins: '{\\rtf',
    names: ['rtf'],
    words: {
      zh: '这是 RTF 文件，不能读取：请用 Word 或 WPS 打开后另存为 .docx 再导入',
      en: 'An RTF file is not read: open it in Word or WPS, save it as .docx, and import that',
    },
  },
];

const otherKind = (name: string): Words => ({
  zh: `能导入的是 .json、.txt 或 .docx 文件，不是 ${name}`,
  en: `A .json, .txt or .docx file can be imported, not ${name}`,
});
const notText: Words = {
  zh: '文件不是文本，或不是 UTF-8、UTF-16、GB18030（GBK）编码',
  en: 'The file is no text, or none in UTF-8, UTF-16 or GB18030 (GBK)',
};
const noJson: Words = { zh: '文件内容不是有效的 JSON', en: 'The content of the file is not valid JSON' };

const extensionOf = (name: string): string => /\.([^.]+)$/.exec(name.toLowerCase())?.[1] ?? '';

/**
 * Whether a file can be imported by its name and size, before it is read.
 * @throws ImportRefused
 */
export function demandImportable(name: string, bytes: number): void {
  const extension = extensionOf(name);
  const most = Object.hasOwn(MOST_MB, extension) ? MOST_MB[extension] : undefined;
  if (most === undefined) {
    const other = OTHER_KINDS.find(({ names }) => names.includes(extension));
    throw new ImportRefused(other?.words ?? otherKind(name));
  }
  if (bytes > most * MB)
    throw new ImportRefused({ zh: `文件超过 ${most} MB`, en: `The file is larger than ${most} MB` });
}

/** @throws ImportRefused for a file of another kind than its name says */
function demandKind(bytes: Uint8Array): void {
  const begins = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 16)).toString(
    'latin1',
  );
  const isLocked = begins.startsWith(OLE) && Buffer.from(bytes).includes(ENCRYPTED);
  if (isLocked) throw new ImportRefused(locked);
  const other = OTHER_KINDS.find((kind) => begins.startsWith(kind.begins));
  if (other) throw new ImportRefused(other.words);
}

function decoded(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw new ImportRefused(notText, error);
  }
}

/** What no text has: control characters, and characters of nobody's, where bytes are read in another encoding. */
const NOT_TEXT = /[[\p{Cc}\p{Co}\p{Cn}]--[\t\n\r\f\v]]/v;

/** A text in the encodings that editors here save: by its mark, or UTF-8, or else GB18030, of which GBK is a part. */
function textOf(bytes: Uint8Array): string {
  const mark = String.fromCharCode(...bytes.subarray(0, 2));
  if (mark === '\xFF\xFE') return decoded(bytes, 'utf-16le');
  if (mark === '\xFE\xFF') return decoded(bytes, 'utf-16be');
  if (isUtf8(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))) return decoded(bytes, 'utf-8');
  const text = decoded(bytes, 'gb18030');
  // Other encodings may be read as this one too: what a declaration is about says that it is.
  if (NOT_TEXT.test(text) || !/项目|资金|预算|绩效/.test(text)) throw new ImportRefused(notText);
  return text;
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

const noText: Words = {
  zh: '文件里没有文字，可能是扫描件或图片：请用能编辑的原文件导入',
  en: 'There is no text in the file: it may be a scan or pictures. Import the original that can be edited',
};

function documentOf(blocks: readonly Block[], notes: readonly Paragraph[] = []): Imported {
  const lines = blocks.reduce((sum, block) => sum + (block.kind === 'table' ? block.rows.length : 1), 0);
  if (lines + notes.length > MOST_LINES) throw new ImportRefused(tooManyLines);
  return readDocument(blocks, notes);
}

/**
 * Reads a declaration from a file, by the file's name: `.json`, `.txt`, `.docx`.
 * @throws ImportRefused for a file of another kind, of another content than its name says, or larger than any
 *   declaration; TypeError, z.ZodError for JSON of another shape.
 */
export async function importFile(name: string, bytes: Uint8Array): Promise<Imported> {
  demandImportable(name, bytes.byteLength);
  demandKind(bytes);
  switch (extensionOf(name)) {
    case 'json': {
      const json = jsonOf(decoded(bytes, 'utf-8'));
      return isExtraction(json) ? importExtraction(json) : importDeclaration(json);
    }
    case 'txt': {
      const { text, content } = withoutContent(textOf(bytes));
      return importOwn(content, text) ?? documentOf(blocksOfText(text));
    }
    default: {
      const { blocks, notes, content } = readWord(bytes);
      if (blocks.every((block) => block.kind === 'table' && allCells(block).every((cell) => cell.isEmpty)))
        throw new ImportRefused(noText);
      return importOwn(content, shownBy(blocks)) ?? documentOf(blocks, notes);
    }
  }
}
