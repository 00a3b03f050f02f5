import { inflateRawSync } from 'node:zlib';
import { Broken } from './broken.ts';

/** ZIP (APPNOTE.TXT 6.3), as far as a look into honest files needs it: one part, no ZIP64 but its sizes of entries. */

const LOCAL = 0x04034b50;
const ENTRY = 0x02014b50;
const END = Buffer.from('PK\u0005\u0006', 'latin1');
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const UNICODE_PATH = 0x7075;
const ZIP64 = 0x0001;

const STORED = 0;
const DEFLATED = 8;

export interface ZipEntry {
  readonly name: string;
  readonly isFolder: boolean;
  /** Its content is encrypted, or packed by a method that only few programs know: nobody looks into it here. */
  readonly isClosed: boolean;
  /** Unpacked, as the archive says. */
  readonly size: number;
  /** Where what is packed stands. */
  readonly from: number;
  readonly to: number;
  readonly isDeflated: boolean;
}

/** How much of an archive, and of those within it, is unpacked. */
export interface Budget {
  entries: number;
  bytes: number;
}

/** One that takes more is no attachment: documents have hundreds of parts, and pictures unpack to many times themselves. */
export const usualBudget = (packed: number): Budget => ({
  entries: 5_000,
  bytes: Math.min(300 << 20, Math.max(20 << 20, 200 * packed)),
});
/** It is held in memory whole, one at a time. */
const LARGEST_ENTRY = 100 << 20;

const isZip = (bytes: Buffer): boolean => bytes.length >= 4 && bytes.readUInt32LE(0) === LOCAL;

/** Where the end record stands whose comment ends with the file; undefined where there is none. */
function endOf(bytes: Buffer): number | undefined {
  const lowest = Math.max(0, bytes.length - END_LENGTH - LONGEST_COMMENT);
  const tail = bytes.subarray(lowest);
  for (let at = tail.lastIndexOf(END); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(END, at - 1)) {
    if (at + END_LENGTH > tail.length) continue;
    if (at + END_LENGTH + tail.readUInt16LE(at + 20) === tail.length) return lowest + at;
  }
  return undefined;
}

/** Whether a file that is something else could also be opened as a ZIP archive: one is appended to it. */
export function hasZipAppended(bytes: Buffer): boolean {
  const end = endOf(bytes);
  if (end === undefined) return false;
  const start = end - bytes.readUInt32LE(end + 12);
  return start >= 0 && start + 4 <= end && bytes.readUInt32LE(start) === ENTRY;
}

/** A field of an entry's extra data. */
function extraOf(extra: Buffer, wanted: number): Buffer | undefined {
  for (let at = 0; at + 4 <= extra.length; ) {
    const to = at + 4 + extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === wanted) return extra.subarray(at + 4, to);
    at = to;
  }
  return undefined;
}

const decoders = ['utf-8', 'gb18030'].map((label) => new TextDecoder(label, { fatal: true }));

/** A name as programs here write it: in UTF-8, said or not, or in the code page of Chinese Windows. */
function nameOf(raw: Buffer, extra: Buffer): string {
  // A version and a checksum stand before it.
  const unicode = extraOf(extra, UNICODE_PATH)?.subarray(5);
  for (const decoder of decoders) {
    try {
      return decoder.decode(unicode ?? raw);
    } catch {
      // The next one.
    }
  }
  return raw.toString('latin1');
}

/** The three numbers of an entry that ZIP64 moves into its extra data, where they do not fit. */
function placesOf(fixed: Buffer, extra: Buffer): { size: number; packed: number; local: number } {
  const wide = extraOf(extra, ZIP64);
  let at = 0;
  const [size, packed, local] = [24, 20, 42].map((offset) => {
    const number = fixed.readUInt32LE(offset);
    if (number !== 0xffffffff) return number;
    if (!wide || at + 8 > wide.length) throw new Broken('A number is nowhere');
    at += 8;
    return Number(wide.readBigUInt64LE(at - 8));
  });
  return { size: size ?? 0, packed: packed ?? 0, local: local ?? 0 };
}

/** What two readers of an archive might take differently must be the same at both places where it stands. */
function dataOf(bytes: Buffer, local: number, packed: number, fixed: Buffer, raw: Buffer): [number, number] {
  if (local + 30 > bytes.length || bytes.readUInt32LE(local) !== LOCAL)
    throw new Broken('An entry is nowhere');
  const header = bytes.subarray(local, local + 30);
  const isSame =
    header.readUInt16LE(8) === fixed.readUInt16LE(10) &&
    (header.readUInt16LE(6) & 1) === (fixed.readUInt16LE(8) & 1) &&
    bytes.subarray(local + 30, local + 30 + header.readUInt16LE(26)).equals(raw);
  if (!isSame) throw new Broken('An entry says two things');
  const from = local + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  return [from, from + packed];
}

function entryAt(bytes: Buffer, at: number, end: number): { entry: ZipEntry; local: number; next: number } {
  if (at + 46 > end || bytes.readUInt32LE(at) !== ENTRY) throw new Broken('The directory is broken');
  const fixed = bytes.subarray(at, at + 46);
  const extraAt = at + 46 + fixed.readUInt16LE(28);
  const commentAt = extraAt + fixed.readUInt16LE(30);
  const next = commentAt + fixed.readUInt16LE(32);
  if (next > end) throw new Broken('The directory is broken');
  const raw = bytes.subarray(at + 46, extraAt);
  const extra = bytes.subarray(extraAt, commentAt);
  const { size, packed, local } = placesOf(fixed, extra);
  const [from, to] = dataOf(bytes, local, packed, fixed, raw);
  const method = fixed.readUInt16LE(10);
  const name = nameOf(raw, extra);
  const entry = {
    name,
    isFolder: /[/\\]$/.test(name) && size === 0,
    isClosed: (fixed.readUInt16LE(8) & 1) === 1 || (method !== STORED && method !== DEFLATED),
    ...{ size, from, to, isDeflated: method === DEFLATED },
  };
  return { entry, local, next };
}

/** Entries that share what is packed unpack to more than anybody would think: none does in an honest archive. */
function demandApart(places: readonly { local: number; to: number }[], directory: number): void {
  let end = 0;
  for (const { local, to } of places.toSorted((a, b) => a.local - b.local)) {
    // Before the first stands nothing: an archive behind something else is something else.
    if (local < end || (end === 0 && local !== 0)) throw new Broken('An entry stands where it must not');
    end = to;
  }
  if (end > directory) throw new Broken('An entry stands in the directory');
}

/**
 * The entries of an archive, folders included, by its directory.
 * @throws Broken also where there are more than the budget has
 */
export function entriesOf(bytes: Buffer, budget: Budget): ZipEntry[] {
  const end = endOf(bytes);
  if (!isZip(bytes) || end === undefined) throw new Broken('This is no ZIP archive');
  const count = bytes.readUInt16LE(end + 10);
  const directory = bytes.readUInt32LE(end + 16);
  budget.entries -= count;
  if (budget.entries < 0) throw new Broken('There are too many entries');
  const places: { local: number; to: number }[] = [];
  const entries: ZipEntry[] = [];
  for (let at = directory; entries.length < count; ) {
    const { entry, local, next } = entryAt(bytes, at, end);
    entries.push(entry);
    places.push({ local, to: entry.to });
    at = next;
  }
  demandApart(places, directory);
  return entries;
}

/**
 * What an entry holds, unpacked.
 * @throws Broken where it is not what it says, or more than the budget has
 */
export function unpacked(bytes: Buffer, entry: ZipEntry, budget: Budget): Buffer {
  const { size, from, to, isDeflated } = entry;
  budget.bytes -= size;
  if (size > LARGEST_ENTRY || budget.bytes < 0) throw new Broken('It unpacks to too much');
  const packed = bytes.subarray(from, to);
  // The length that it says bounds what is unpacked: what goes on beyond is not unpacked at all.
  const found = isDeflated ? inflateRawSync(packed, { maxOutputLength: Math.max(1, size) }) : packed;
  if (found.length !== size) throw new Broken('An entry has another length');
  return found;
}
