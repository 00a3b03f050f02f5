import {
  type ArchiveFault,
  ArchiveRefused,
  MOST_PARTS,
  partsOfArchive,
} from '../../document/archive-parts.ts';
import type { Words } from '../../values/language.ts';
import { ImportRefused } from './refused.ts';

const refusals: Readonly<Record<ArchiveFault, Words>> = {
  unreadable: {
    zh: '这不是能读取的 Word 文件（.docx）',
    en: 'This is no Word file (.docx) that can be read',
  },
  tooMuch: {
    zh: 'Word 文件解开后过大，不像一份申报；请另存为新文件再试',
    en: 'Unpacked, the Word file is larger than any declaration. Save it as a new file and try again',
  },
  tooManyParts: {
    zh: `Word 文件由超过 ${MOST_PARTS} 个部分组成，不像一份申报`,
    en: `The Word file has more than ${MOST_PARTS} parts, which no declaration has`,
  },
};

/** @throws ImportRefused where the archive is broken, or larger than any declaration's. */
export function partsOfWord(file: Uint8Array): Record<string, Uint8Array> {
  try {
    return partsOfArchive(file);
  } catch (error) {
    if (error instanceof ArchiveRefused) throw new ImportRefused(refusals[error.why], error);
    throw error;
  }
}
