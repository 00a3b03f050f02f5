import { Broken } from './broken.ts';

/** Compound files ([MS-CFB]): what Word, Excel, PowerPoint and WPS wrote before OOXML, and any OOXML with a password. */

const MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const NONE = 0xfffffffa;
const HEADER_LENGTH = 512;
const ENTRY_LENGTH = 128;
/** More than the streams of a document, with all that it embeds. */
const MOST_DIRECTORY_BYTES = 4 << 20;

interface Entry {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

export interface CompoundFile {
  /** The names of what stands in the root, in lower case: what is embedded deeper is not what the file is. */
  readonly names: ReadonlySet<string>;
  /** The beginning of a stream of the root, so many bytes at most; empty where there is none. @throws Broken */
  startOf(name: string, most: number): Buffer;
}

export const isCompoundFile = (bytes: Buffer): boolean =>
  bytes.length >= HEADER_LENGTH && bytes.subarray(0, 8).equals(MAGIC);

/** The sectors of a file, and the chains that they form. */
class Sectors {
  readonly size: number;
  private readonly bytes: Buffer;
  private readonly tables: readonly number[];

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    const shift = bytes.readUInt16LE(30);
    if (shift !== 9 && shift !== 12) throw new Broken('There are no such sectors');
    this.size = 1 << shift;
    this.tables = this.tablesOf();
  }

  /** @throws Broken where it is outside of the file; the last one may be short */
  at(sector: number): Buffer {
    const from = (sector + 1) * this.size;
    if (from >= this.bytes.length) throw new Broken('A sector is nowhere');
    return this.bytes.subarray(from, from + this.size);
  }

  /** A chain from its beginning, so many bytes of it at most: one without an end ends there too. */
  read(start: number, most: number): Buffer {
    const parts: Buffer[] = [];
    let length = 0;
    for (let sector = start; sector < NONE && length < most; sector = this.next(sector)) {
      const part = this.at(sector);
      parts.push(part);
      length += part.length;
    }
    return Buffer.concat(parts).subarray(0, most);
  }

  private next(sector: number): number {
    const each = this.size / 4;
    const table = this.tables[Math.floor(sector / each)];
    if (table === undefined) throw new Broken('A sector is in no table');
    return this.at(table).readUInt32LE((sector % each) * 4);
  }

  /** Which sectors hold the table of chains: 109 by the header, further ones by a chain of their own. */
  private tablesOf(): number[] {
    const { bytes } = this;
    const count = bytes.readUInt32LE(44);
    if (count > bytes.length / this.size) throw new Broken('There are more tables than sectors');
    const tables: number[] = [];
    const add = (from: Buffer, length: number) => {
      for (let at = 0; at < length && tables.length < count; at += 1) tables.push(from.readUInt32LE(at * 4));
    };
    add(bytes.subarray(76), 109);
    const each = this.size / 4 - 1;
    for (let list = bytes.readUInt32LE(68); tables.length < count; ) {
      const sector = this.at(list);
      add(sector, each);
      list = sector.readUInt32LE(each * 4);
    }
    return tables;
  }
}

function entryIn(directory: Buffer, index: number): Entry {
  const at = index * ENTRY_LENGTH;
  if (at + ENTRY_LENGTH > directory.length) throw new Broken('An entry is nowhere');
  const raw = directory.subarray(at, at + ENTRY_LENGTH);
  const length = Math.max(0, Math.min(64, raw.readUInt16LE(64)) - 2);
  const name = raw.toString('utf16le', 0, length).toLowerCase();
  const [left = 0, right = 0, child = 0, start = 0, size = 0] = [68, 72, 76, 116, 120].map((offset) =>
    raw.readUInt32LE(offset),
  );
  return { name, left, right, child, start, size };
}

/** What stands in the root: a tree of siblings. */
function inRoot(directory: Buffer, root: Entry): Map<string, Entry> {
  const found = new Map<string, Entry>();
  const seen = new Set<number>();
  const open = [root.child];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (index >= NONE || seen.has(index)) continue;
    seen.add(index);
    const entry = entryIn(directory, index);
    found.set(entry.name, entry);
    open.push(entry.left, entry.right);
  }
  return found;
}

/** @throws Broken */
export function openCompoundFile(bytes: Buffer): CompoundFile {
  if (!isCompoundFile(bytes)) throw new Broken('This is no compound file');
  const sectors = new Sectors(bytes);
  const directory = sectors.read(bytes.readUInt32LE(48), MOST_DIRECTORY_BYTES);
  const root = entryIn(directory, 0);
  const entries = inRoot(directory, root);
  const cutoff = bytes.readUInt32LE(56);
  const smallTable = bytes.readUInt32LE(60);

  /** Streams below the cutoff stand in pieces of 64 bytes in one stream of their own; its beginning is enough here. */
  const small = ({ start }: Entry, most: number): Buffer => {
    const each = sectors.size / 4;
    const table = sectors.read(smallTable, bytes.length);
    const pieces = sectors.read(root.start, bytes.length);
    const parts: Buffer[] = [];
    for (let piece = start; piece < NONE && parts.length * 64 < most; ) {
      if (parts.length > each * sectors.size || piece * 4 + 4 > table.length)
        throw new Broken('A piece is nowhere');
      parts.push(pieces.subarray(piece * 64, piece * 64 + 64));
      piece = table.readUInt32LE(piece * 4);
    }
    return Buffer.concat(parts).subarray(0, most);
  };
  return {
    names: new Set(entries.keys()),
    startOf(name, most) {
      const entry = entries.get(name);
      if (!entry) return Buffer.alloc(0);
      const length = Math.min(most, entry.size);
      return entry.size < cutoff ? small(entry, length) : sectors.read(entry.start, length);
    },
  };
}
