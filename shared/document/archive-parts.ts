import { inflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';

/**
 * The XML parts of an office file, taken out of its ZIP archive within bounds. What the archive says of its sizes is not
 * believed: each part is inflated up to what it may have, and no further. Pictures are left where they are.
 */

// A declaration of 200 lines with all its tables makes a document of 3 MB in some thirty parts, packed by fifteen.
export const MOST_PARTS = 500;
const MOST_BYTES = 20 * 1024 * 1024;
const MOST_RATIO = 100;
/** Below this the ratio says nothing: of a declaration whose rows all say the same, 5 MB pack into 40 KB. */
const SMALL_BYTES = 8 * 1024 * 1024;

const END = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

/** Why a file is not read: it is broken or something else, or larger than what it could be. */
export type ArchiveFault = 'unreadable' | 'tooMuch' | 'tooManyParts';

/** A file that is not read; nothing of it was taken. */
export class ArchiveRefused extends Error {
  override readonly name = 'ArchiveRefused';
  readonly why: ArchiveFault;

  constructor(why: ArchiveFault, cause?: unknown) {
    super(`The archive is refused: ${why}`, { cause });
    this.why = why;
  }
}

/** A part as the archive's directory lists it. */
interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: Buffer;
}

function entriesOf(archive: Buffer): Entry[] {
  const end = archive.lastIndexOf(END);
  if (end < 0) throw new ArchiveRefused('unreadable');
  const count = archive.readUInt16LE(end + 10);
  if (count > MOST_PARTS) throw new ArchiveRefused('tooManyParts');
  let at = archive.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    if (archive.readUInt32LE(at) !== ENTRY) throw new ArchiveRefused('unreadable');
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28);
    const size = archive.readUInt32LE(at + 20);
    const local = archive.readUInt32LE(at + 42);
    // The local header has lengths of its own.
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const entry = {
      name: archive.toString('utf8', at + 46, nameEnd),
      method: archive.readUInt16LE(at + 10),
      packed: archive.subarray(start, start + size),
    };
    at = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    return entry;
  });
}

/** @param left how many bytes all parts together may still have */
function unpacked({ method, packed }: Entry, left: number): Buffer {
  if (method === STORED) {
    if (packed.length > left) throw new ArchiveRefused('tooMuch');
    return packed;
  }
  if (method !== DEFLATED) throw new ArchiveRefused('unreadable');
  const maxOutputLength = Math.min(left, Math.max(SMALL_BYTES, packed.length * MOST_RATIO));
  try {
    return inflateRawSync(packed, { maxOutputLength });
  } catch (error) {
    const isLonger = Reflect.get(Object(error), 'code') === 'ERR_BUFFER_TOO_LARGE';
    throw new ArchiveRefused(isLonger || maxOutputLength === 0 ? 'tooMuch' : 'unreadable', error);
  }
}

function read(archive: Buffer): Record<string, Uint8Array> {
  const parts: Record<string, Uint8Array> = {};
  let left = MOST_BYTES;
  for (const entry of entriesOf(archive)) {
    if (!/\.(?:xml|rels)$/.test(entry.name)) continue;
    const part = unpacked(entry, left);
    left -= part.length;
    parts[entry.name] = part;
  }
  return parts;
}

/** @throws ArchiveRefused where the archive is broken, or larger than any form's or directory's. */
export function partsOfArchive(file: Uint8Array): Record<string, Uint8Array> {
  try {
    return read(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  } catch (error) {
    // What is left is a directory that points outside the file.
    throw error instanceof ArchiveRefused ? error : new ArchiveRefused('unreadable', error);
  }
}

/** The same parts as an archive again, in which nothing is packed: to read it costs what it is long. */
export const storedAgain = (parts: Record<string, Uint8Array>): Uint8Array => zipSync(parts, { level: 0 });
