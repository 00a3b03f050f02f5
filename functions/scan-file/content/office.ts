import type { Content } from './broken.ts';
import { type CompoundFile, isCompoundFile, openCompoundFile } from './compound-file.ts';
import { entriesOf, unpacked, usualBudget, type ZipEntry } from './zip.ts';

/** Documents of Word, Excel, PowerPoint and WPS, in either of their two families, and OFD. */

/** What a document is, by what its name may end with. */
export type OfficeKind = 'text' | 'table' | 'slides';

/** The main part's type, as the package's list of types names it; one with macros has another. */
const mainParts: Readonly<Record<OfficeKind, string>> = {
  text: 'wordprocessingml.document.main+xml',
  table: 'spreadsheetml.sheet.main+xml',
  slides: 'presentationml.presentation.main+xml',
};

const streams: Readonly<Record<OfficeKind, readonly string[]>> = {
  text: ['worddocument'],
  // The second is of Excel 95.
  table: ['workbook', 'book'],
  slides: ['powerpoint document'],
};

/** Lists of types and the like: more is none. */
const MOST_XML = 1 << 20;

function textOf(bytes: Buffer): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isWide ? 'utf16le' : 'utf8');
}

/** The text of a small entry of a package; null where it is closed. @throws Broken */
function xmlIn(bytes: Buffer, entry: ZipEntry): string | null {
  return entry.isClosed ? null : textOf(unpacked(bytes, entry, { entries: 1, bytes: MOST_XML }));
}

/** The types of the parts that a package's list of types names one by one; what it says of ends may fit nothing. */
const partsIn = (listed: string): string[] =>
  [...listed.matchAll(/<(?:\w+:)?Override\b[^<>]*?\bContentType\s*=\s*["']([^"'<>]*)["']/g)].map(
    ([, type = '']) => type,
  );

/** A document as a package of XML: also under a name of WPS, which opens and writes both families. */
function lookIntoPackage(bytes: Buffer, kind: OfficeKind): Content {
  const entries = entriesOf(bytes, usualBudget(bytes.length));
  const types = entries.find(({ name }) => name === '[Content_Types].xml');
  if (!types) return 'differs';
  const listed = xmlIn(bytes, types);
  if (listed === null) return 'locked';
  const parts = partsIn(listed);
  // Macros run under no name that is taken.
  const hasMacros =
    parts.some((type) => type.includes('macroEnabled')) ||
    entries.some(({ name }) => /vbaProject\.bin$/i.test(name));
  if (hasMacros || !parts.some((type) => type.endsWith(mainParts[kind]))) return 'differs';
  return entries.some(({ isClosed }) => isClosed) ? 'locked' : 'fits';
}

/** [MS-DOC] 2.5.2: the flag `fEncrypted` of the file's first block. */
const isTextLocked = (file: CompoundFile): boolean => {
  const head = file.startOf('worddocument', 12);
  return head.length === 12 && (head.readUInt16LE(10) & 0x0100) !== 0;
};

/** [MS-XLS] 2.4.117: a record `FilePass` stands among the first, before all that it encrypts. */
function isTableLocked(file: CompoundFile): boolean {
  const head = file.startOf(file.names.has('workbook') ? 'workbook' : 'book', 4096);
  for (let at = 0, left = 16; at + 4 <= head.length && left > 0; left -= 1) {
    if (head.readUInt16LE(at) === 0x002f) return true;
    at += 4 + head.readUInt16LE(at + 2);
  }
  return false;
}

/** [MS-PPT] 2.3.2: the token of an encrypted document. */
const areSlidesLocked = (file: CompoundFile): boolean => {
  const head = file.startOf('current user', 16);
  return head.length === 16 && head.readUInt32LE(12) === 0xf3d1c4df;
};

const locks: Readonly<Record<OfficeKind, (file: CompoundFile) => boolean>> = {
  text: isTextLocked,
  table: isTableLocked,
  slides: areSlidesLocked,
};

function lookIntoCompound(
  bytes: Buffer,
  kind: OfficeKind,
  family: 'package' | 'compound' | 'either',
): Content {
  const file = openCompoundFile(bytes);
  // [MS-OFFCRYPTO] 2.3.4.5: a package with a password. Which one nobody sees.
  if (file.names.has('encryptedpackage')) return 'locked';
  if (family === 'package' || !streams[kind].some((name) => file.names.has(name))) return 'differs';
  return locks[kind](file) ? 'locked' : 'fits';
}

/**
 * @param family which of the two the name stands for
 * @throws Broken
 */
export function lookIntoOffice(
  bytes: Buffer,
  kind: OfficeKind,
  family: 'package' | 'compound' | 'either',
): Content {
  if (isCompoundFile(bytes)) return lookIntoCompound(bytes, kind, family);
  return family === 'compound' ? 'differs' : lookIntoPackage(bytes, kind);
}

/** GB/T 33190: a package whose root is `OFD.xml`; with `Encryptions.xml` beside it, it opens by a certificate only. */
export function lookIntoOfd(bytes: Buffer): Content {
  const entries = entriesOf(bytes, usualBudget(bytes.length));
  const root = entries.find(({ name }) => name === 'OFD.xml');
  if (!root) return 'differs';
  const text = xmlIn(bytes, root);
  if (text === null || entries.some(({ name, isClosed }) => isClosed || name === 'Encryptions.xml'))
    return 'locked';
  return /<(?:\w+:)?OFD[\s>]/.test(text) ? 'fits' : 'differs';
}
