import { fileTypeFromBuffer } from 'file-type';
import { fileKindOf } from '../../../shared/values/file-kinds.ts';
import { type Content, worstOf } from './broken.ts';
import { lookIntoOfd, lookIntoOffice } from './office.ts';
import { lookIntoPdf } from './pdf.ts';
import { type Budget, entriesOf, hasZipAppended, unpacked, usualBudget, type ZipEntry } from './zip.ts';

/** Pictures are told by their beginning; what says so further in, such as long data of a camera, is skipped. */
const BEGINNING = 64 << 10;

/** A ZIP may hold a ZIP, as mail programs and archives make them, and that one none. */
const DEEPEST = 1;

/** By the media type that a name stands for. */
const pictures: Readonly<Record<string, readonly string[]>> = {
  'image/jpeg': ['image/jpeg'],
  'image/png': ['image/png', 'image/apng'],
  'image/webp': ['image/webp'],
  'image/heic': ['image/heic', 'image/heic-sequence', 'image/heif', 'image/heif-sequence'],
  'image/tiff': ['image/tiff'],
};

async function lookIntoPicture(bytes: Buffer, types: readonly string[]): Promise<Content> {
  const found = await fileTypeFromBuffer(bytes.subarray(0, BEGINNING));
  return found && types.includes(found.mime) ? 'fits' : 'differs';
}

/** What a Mac adds to archives that it makes: shown by no other system, and nothing that runs. */
const macNames = /(?:^|\/)(?:__MACOSX\/(?:.*\/)?\._[^/]*|\.DS_Store)$/;
const macStarts = ['00051607', '0000000142756431'].map((hex) => Buffer.from(hex, 'hex'));
const isOfMac = (name: string, bytes: Buffer): boolean =>
  macNames.test(name) && macStarts.some((start) => bytes.subarray(0, start.length).equals(start));

/** Names that lead out of the folder into which an archive is unpacked, or that programs cut off at different places. */
const isUnsafe = (name: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f]|^[/\\]|^[a-z]:/i.test(name) || name.split(/[/\\]/).includes('..');

async function lookIntoEntry(
  bytes: Buffer,
  entry: ZipEntry,
  depth: number,
  budget: Budget,
): Promise<Content> {
  const { name, isFolder, isClosed } = entry;
  if (isUnsafe(name)) return 'differs';
  if (isFolder) return 'fits';
  if (isClosed) return fileKindOf(name) ? 'locked' : 'differs';
  const content = unpacked(bytes, entry, budget);
  return isOfMac(name, content) ? 'fits' : look(name, content, depth, budget);
}

async function lookIntoArchive(bytes: Buffer, depth: number, budget: Budget): Promise<Content> {
  if (depth > DEEPEST) return 'differs';
  const found: Content[] = [];
  // One after the other: only one is unpacked at a time.
  for (const entry of entriesOf(bytes, budget)) {
    const one = await lookIntoEntry(bytes, entry, depth + 1, budget);
    if (one === 'differs') return one;
    found.push(one);
  }
  return worstOf(found);
}

async function look(name: string, bytes: Buffer, depth: number, budget: Budget): Promise<Content> {
  const kind = fileKindOf(name);
  const end = kind?.ends[0];
  if (kind === undefined || end === undefined) return 'differs';
  const types = pictures[kind.type];
  if (types || end === 'pdf') {
    if (hasZipAppended(bytes)) return 'differs';
    return types ? lookIntoPicture(bytes, types) : lookIntoPdf(bytes);
  }
  switch (end) {
    case 'zip':
      return lookIntoArchive(bytes, depth, budget);
    case 'ofd':
      return lookIntoOfd(bytes);
    case 'docx':
      return lookIntoOffice(bytes, 'text', 'package');
    case 'xlsx':
      return lookIntoOffice(bytes, 'table', 'package');
    case 'pptx':
      return lookIntoOffice(bytes, 'slides', 'package');
    case 'doc':
      return lookIntoOffice(bytes, 'text', 'compound');
    case 'xls':
      return lookIntoOffice(bytes, 'table', 'compound');
    case 'ppt':
      return lookIntoOffice(bytes, 'slides', 'compound');
    case 'wps':
      return lookIntoOffice(bytes, 'text', 'either');
    case 'et':
      return lookIntoOffice(bytes, 'table', 'either');
    case 'dps':
      return lookIntoOffice(bytes, 'slides', 'either');
    default:
      return 'differs';
  }
}

/**
 * Whether a file is what its name says, looked at from inside: time and memory are bounded by its size, whatever it is
 * made to be. What is broken, or unpacks to far more than it is, is not what its name says.
 */
export async function contentOf(name: string, bytes: Uint8Array): Promise<Content> {
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return await look(name, buffer, 0, usualBudget(bytes.length));
  } catch {
    // Of hostile bytes, readers may say anything.
    return 'differs';
  }
}
