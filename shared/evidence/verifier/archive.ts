import { Inflate } from 'fflate';
import type { Archive } from '../../history/verification/archive-files.ts';
import { utf8Of } from '../../history/verification/utf8.ts';
import type { Words } from '../../values/language.ts';
import { crc32 } from './crc32.ts';

/**
 * Opens a ZIP archive by its central directory, as every tool for people does, and strictly: what two readers could
 * read in two ways is refused. Nothing is unpacked as a whole; a history may be larger than memory.
 */

const END = 0x06054b50;
const END_SIZE = 22;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

/** A bundle of a whole year is some hundred megabytes; what claims more is not opened. */
const MOST_BYTES = 2 ** 30;
const MOST_FILES = 60_000;
/** A piece of compressed bytes; deflate makes at most a thousand times as much of it. */
const PIECE = 16 * 1024;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: Uint8Array;
  readonly size: number;
  readonly start: number;
}

export class NoArchive extends Error {
  override readonly name = 'NoArchive';
  readonly words: Words;
  readonly file: string | undefined;
  constructor(words: Words, file?: string) {
    super(words.en);
    this.words = words;
    this.file = file;
  }
}

const broken = (zh: string, en: string, file?: string): NoArchive => new NoArchive({ zh, en }, file);

export const looksLikeArchive = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** A name that stays inside the bundle, in one spelling. */
const isPlain = (name: string): boolean =>
  /^[^\\/:\0][^\\:\0]*$/.test(name) && !name.split('/').some((part) => ['', '.', '..'].includes(part));

function* inflated({ packed, size, name }: Entry): Generator<Uint8Array> {
  let out: Uint8Array[] = [];
  let left = size;
  const stream = new Inflate((piece) => {
    left -= piece.length;
    if (left >= 0) out.push(piece);
  });
  for (let at = 0; at < packed.length || at === 0; at += PIECE) {
    try {
      stream.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      throw broken('压缩数据已损坏', 'its compressed data are broken', name);
    }
    if (left < 0) throw broken('比所声明的大', 'it is larger than it claims to be', name);
    yield* out;
    out = [];
  }
  if (left !== 0) throw broken('比所声明的小', 'it is smaller than it claims to be', name);
}

function* stored({ packed }: Entry): Generator<Uint8Array> {
  for (let at = 0; at < packed.length; at += PIECE) yield packed.subarray(at, at + PIECE);
}

const piecesOf = (entry: Entry): Generator<Uint8Array> =>
  entry.method === DEFLATED ? inflated(entry) : stored(entry);

/** A size that was not known when the header was written follows the data; the header then has none. */
const SIZE_FOLLOWS = 8;

/** Some readers go by the header before a file and not by the directory: both must say the same. */
function isSameHeader(
  bytes: Uint8Array,
  { entry, local, nameLength }: { entry: number; local: number; nameLength: number },
): boolean {
  const same = (inLocal: number, inEntry: number, length: number): boolean => {
    const there = bytes.subarray(entry + inEntry, entry + inEntry + length);
    return there.every((byte, at) => byte === bytes[local + inLocal + at]);
  };
  const sizeFollows = ((bytes[entry + 8] ?? 0) & SIZE_FOLLOWS) !== 0;
  return same(4, 6, 10) && (sizeFollows || same(14, 16, 12)) && same(26, 28, 2) && same(30, 46, nameLength);
}

function entriesOf(bytes: Uint8Array): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - END_SIZE;
  if (end < 0 || view.getUint32(end, true) !== END)
    throw broken('不是完整的 ZIP 文件（末尾缺失）', 'this is no whole ZIP archive: its end is missing');
  const count = view.getUint16(end + 10, true);
  const directory = view.getUint32(end + 16, true);
  if (directory + view.getUint32(end + 12, true) !== end || count > MOST_FILES)
    throw broken('ZIP 目录不完整', 'the directory of the archive is not whole');
  let at = directory;
  return Array.from({ length: count }, () => {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY)
      throw broken('ZIP 目录不完整', 'the directory of the archive is not whole');
    const nameLength = view.getUint16(at + 28, true);
    const name = utf8Of(bytes.subarray(at + 46, at + 46 + nameLength)) ?? '';
    const method = view.getUint16(at + 10, true);
    const packedSize = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    const local = view.getUint32(at + 42, true);
    const crc = view.getUint32(at + 16, true);
    const entry = at;
    const encrypted = (view.getUint16(at + 8, true) & 1) === 1;
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (!isPlain(name)) throw broken('文件名不合规', 'this is no name for a file of a bundle', name);
    if (encrypted || (method !== STORED && method !== DEFLATED))
      throw broken('加密或压缩方式不支持', 'it is encrypted or packed in an unknown way', name);
    if (local + 30 > directory || view.getUint32(local, true) !== LOCAL)
      throw broken('文件头缺失', 'its header is missing', name);
    if (!isSameHeader(bytes, { entry, local, nameLength }))
      throw broken('文件头与目录不符', 'its header is not as in the directory', name);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (start + packedSize > directory || (method === STORED && packedSize !== size))
      throw broken('数据不完整', 'its data are not whole', name);
    return { name, method, crc, packed: bytes.subarray(start, start + packedSize), size, start };
  });
}

/** What one reader would take for another file than the next, or what is made to fill a disk. */
function refuseTricks(entries: readonly Entry[]): void {
  const names = new Set<string>();
  let size = 0;
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.start - b.start)) {
    const folded = entry.name.toLowerCase();
    if (names.has(folded))
      throw broken('同名文件不止一个', 'there is more than one file of this name', entry.name);
    names.add(folded);
    if (entry.start < end) throw broken('与其他文件重叠', 'it overlaps another file', entry.name);
    end = entry.start + entry.packed.length;
    size += entry.size;
    if (size > MOST_BYTES) throw broken('展开后过大', 'unpacked it would be too large', entry.name);
  }
}

/** The names that its directory has, whatever else is wrong with it; none where the bytes are no archive. */
export function namesIn(bytes: Uint8Array): string[] {
  try {
    return looksLikeArchive(bytes) ? entriesOf(bytes).map(({ name }) => name) : [];
  } catch (error) {
    if (error instanceof NoArchive) return [];
    throw error;
  }
}

/** @throws NoArchive where the bytes are not such an archive, or a file in it is broken */
export function openArchive(bytes: Uint8Array): Archive {
  const entries = entriesOf(bytes);
  refuseTricks(entries);
  for (const entry of entries) {
    let crc = 0;
    for (const piece of piecesOf(entry)) crc = crc32(piece, crc);
    if (crc !== entry.crc) throw broken('校验和不符', 'its checksum does not fit', entry.name);
  }
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return {
    names: [...byName.keys()],
    has: (name) => byName.has(name),
    *pieces(name) {
      const entry = byName.get(name);
      if (entry) yield* piecesOf(entry);
    },
  };
}
