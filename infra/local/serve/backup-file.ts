import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import * as z from 'zod';
import { unlessGone } from '../error-code.ts';

/**
 * A backup is one file: an SQLite database with the files of a data folder in compressed parts, and the hash of each.
 * It is written under another name and gets its own when it is whole, so that no half one is ever taken for a backup.
 */

// "CSBK", by which the file is known.
const applicationId = 0x43_53_42_4b;
const formatVersion = '1';
// A part is in memory at once, and a blob must stay far below SQLite's gigabyte.
const partBytes = 16 * 1024 * 1024;

const factsSchema = z.object({
  format: z.literal(formatVersion),
  version: z.string(),
  takenAt: z.iso.datetime(),
  /** The hash of the list of files: what was cut off lacks it, or has another. */
  list: z.string(),
});
/** What a backup says of itself. `version` is the data folder's, `takenAt` UTC, when it was begun. */
export type BackupFacts = Omit<z.infer<typeof factsSchema>, 'format' | 'list'>;

const fileSchema = z.object({ path: z.string(), bytes: z.number(), sha256: z.string() });
/** A file in a backup, by its path within the data folder. */
export type BackedUp = z.infer<typeof fileSchema>;
const partSchema = z.object({ content: z.instanceof(Uint8Array) });

/** The writing side. */
export interface BackupWriter {
  /** Adds what a file holds at this moment. */
  add(path: string, source: string): void;
  /** The same of one that may have gone. @returns whether it was there */
  tryAdd(path: string, source: string): boolean;
  close(): void;
}

/** @param file must not be there yet */
export function createBackup(file: string, facts: BackupFacts): BackupWriter {
  const database = new DatabaseSync(file);
  // Nobody has the file before it is whole and synced: a journal would only write everything twice.
  database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA application_id = ${applicationId};
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE files (path TEXT PRIMARY KEY, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL) STRICT;
    CREATE TABLE parts (path TEXT, number INTEGER, content BLOB NOT NULL, PRIMARY KEY (path, number)) STRICT;
    BEGIN`);
  const addFact = database.prepare('INSERT INTO facts VALUES (?, ?)');
  const addFile = database.prepare('INSERT INTO files VALUES (?, ?, ?)');
  const addPart = database.prepare('INSERT INTO parts VALUES (?, ?, ?)');

  const addFrom = (path: string, descriptor: number): void => {
    const hash = createHash('sha256');
    let bytes = 0;
    let number = 0;
    for (const part of partsOf(descriptor)) {
      hash.update(part);
      bytes += part.length;
      addPart.run(path, number, zstdCompressSync(part));
      number += 1;
    }
    addFile.run(path, bytes, hash.digest('hex'));
  };

  return {
    add: (path, source) => addFrom(path, openSync(source, 'r')),
    tryAdd(path, source) {
      // Once it is open, it is read to its end, whatever becomes of its name.
      const descriptor = unlessGone(() => openSync(source, 'r'));
      if (descriptor === undefined) return false;
      addFrom(path, descriptor);
      return true;
    },
    close() {
      const own = { format: formatVersion, list: hashOfList(listIn(database)) };
      for (const [name, value] of Object.entries({ ...facts, ...own })) addFact.run(name, value);
      database.exec('COMMIT');
      database.close();
    },
  };
}

/** What an open file holds; it is closed at the end. */
function* partsOf(descriptor: number): Generator<Uint8Array> {
  try {
    const { size } = fstatSync(descriptor);
    for (let at = 0; at < size; ) {
      const part = Buffer.allocUnsafe(Math.min(partBytes, size - at));
      const read = readSync(descriptor, part, 0, part.length, at);
      if (read === 0) return;
      at += read;
      yield part.subarray(0, read);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** The reading side. */
export interface BackupReader {
  readonly facts: BackupFacts;
  readonly files: readonly BackedUp[];
  /** The parts of a file, in order. @throws Error where the last one has been had and the hash is another */
  read(file: BackedUp): Iterable<Uint8Array>;
  close(): void;
}

/** @throws Error in words, where it is no backup, or not a whole one */
export function openBackup(file: string): BackupReader {
  let opened: DatabaseSync | undefined;
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    opened = database;
    const { application_id } = database.prepare('PRAGMA application_id').get() ?? {};
    if (application_id !== applicationId) throw new Error('It is no backup of this product');
    const rows = database.prepare('SELECT name, value FROM facts').all();
    const {
      format: _,
      list,
      ...facts
    } = factsSchema.parse(Object.fromEntries(rows.map(({ name, value }) => [String(name), value])));
    const files = listIn(database);
    if (hashOfList(files) !== list) throw new Error('It is not whole');
    const parts = database.prepare('SELECT content FROM parts WHERE path = ? ORDER BY number');
    return {
      facts,
      files,
      *read({ path, bytes, sha256 }) {
        const hash = createHash('sha256');
        let length = 0;
        for (const row of parts.iterate(path)) {
          const part = zstdDecompressSync(partSchema.parse(row).content);
          hash.update(part);
          length += part.length;
          yield part;
        }
        if (length !== bytes || hash.digest('hex') !== sha256)
          throw new Error(`${path} in ${file} is not what was backed up: the file is damaged`);
      },
      close: () => database.close(),
    };
  } catch (cause) {
    opened?.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${file} cannot be restored: ${reason}`, { cause });
  }
}

const listIn = (database: DatabaseSync): BackedUp[] =>
  z.array(fileSchema).parse(database.prepare('SELECT * FROM files ORDER BY path').all());

const hashOfList = (files: readonly BackedUp[]): string =>
  createHash('sha256').update(JSON.stringify(files)).digest('hex');

/** Reads all of it. @throws Error in words, where a file is not what was backed up */
export function verifyBackup({ files, read }: BackupReader): void {
  for (const file of files) for (const _part of read(file));
}
