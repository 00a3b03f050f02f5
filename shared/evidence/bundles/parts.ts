import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import type { AttachmentIndex, IndexedFile } from '../../history/verification/attachment-index.ts';
import { ZIP_TIME } from './zip-time.ts';

/**
 * Files that a bundle has no room for, as downloads of their own: small ones together in ZIP archives that an answer
 * has room for, each larger one by itself as it is (decision 0054). Nothing is cut, so nothing has to be put together.
 */

/** A file, and where it is kept. */
export interface KeptFile extends IndexedFile {
  readonly project: string;
}

export interface Part {
  /** From 1. */
  readonly number: number;
  readonly files: readonly KeptFile[];
  /** What the files have together, in bytes. */
  readonly bytes: number;
  /** Whether it is one file as it is, and no archive. */
  readonly alone: boolean;
}

/** Headers of a file in an archive, twice its name with them, and the marks of times. */
export const roomOf = ({ path, size }: Pick<IndexedFile, 'path' | 'size'>): number =>
  size + 128 + 2 * strToU8(path).length;

/** The end of an archive's directory. @internal */
export const ROOM_OF_END = 64;

/**
 * Puts files into parts in their order: what comes to a project later changes none but the last archive.
 * @param most what an answer has room for, in bytes
 */
export function partsOf(files: readonly KeptFile[], most: number): Part[] {
  const parts: { number: number; files: KeptFile[]; room: number; alone: boolean }[] = [];
  let open: (typeof parts)[number] | undefined;
  const begin = (alone: boolean) => {
    const part = { number: parts.length + 1, files: [], room: ROOM_OF_END, alone };
    parts.push(part);
    return part;
  };
  for (const file of files) {
    const room = roomOf(file);
    const alone = ROOM_OF_END + room > most;
    let part = alone ? begin(true) : open;
    if (!part || (!alone && part.room + room > most)) part = begin(false);
    if (!alone) open = part;
    part.files.push(file);
    part.room += room;
  }
  return parts.map(({ number, files: own, alone }) => ({
    number,
    files: own,
    bytes: own.reduce((sum, { size }) => sum + size, 0),
    alone,
  }));
}

/** The index as it goes into a bundle: with the number of the part of each file, or of files that go along. */
export function indexWith(files: readonly KeptFile[], parts: readonly Part[] | 'included'): AttachmentIndex {
  if (parts === 'included')
    return { included: true, parts: 0, files: files.map(({ project: _, ...file }) => file) };
  const numbers = new Map(parts.flatMap((part) => part.files.map((file) => [file, part.number] as const)));
  return {
    included: false,
    parts: parts.length,
    files: files.map((file) => {
      const { project: _, ...told } = file;
      const part = numbers.get(file);
      return part === undefined ? told : { ...told, part };
    }),
  };
}

/** Packs a part. Most files are compressed in themselves already: they are stored as they are. */
export function packPart(files: ReadonlyMap<string, Uint8Array>): { zip: Uint8Array; hash: string } {
  const zip = zipSync(Object.fromEntries(files), { mtime: ZIP_TIME, level: 0 });
  return { zip, hash: createHash('sha256').update(zip).digest('hex') };
}
