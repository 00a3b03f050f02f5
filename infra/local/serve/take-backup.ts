import {
  closeSync,
  type Dirent,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { renameDurably } from '../durable-file.ts';
import { unlessGone } from '../error-code.ts';
import { unfinishedName } from '../unfinished.ts';
import { type BackedUp, type BackupWriter, createBackup, openBackup, verifyBackup } from './backup-file.ts';
import { demandDataFolder } from './demand-data-folder.ts';

/**
 * In this order, because what follows from the record may be behind it, never ahead: positions in the stream and
 * executions of a moment before the record's find the rest in it, and do it again. Every effect may be done twice.
 */
const databases = ['host.sqlite', 'executions.sqlite', 'identity.sqlite', 'dynamodb.sqlite'];
/** After the record, which names what lies there. */
const files = ['kms', 'clock', 'version'];
const objects = 's3';

// Somebody else's commit takes milliseconds.
const busyMs = 10_000;

/** @returns the file itself, or in a folder that is there a name of this very minute, UTC */
export function backupFileIn(target: string, now: Date): string {
  if (!statSync(target, { throwIfNoEntry: false })?.isDirectory()) return target;
  const minute = now.toISOString().slice(0, 16).replaceAll(':', '');
  return join(target, `countersign-${minute}Z.backup`);
}

/**
 * Backs a data folder up into one file, also while a server works with it: everything that was acknowledged before
 * the beginning is in it. It holds keys and links, and is its owner's alone.
 *
 * @returns what is in it, read back and compared
 * @throws Error in words; then there is no file of that name
 */
export async function takeBackup(folder: string, target: string): Promise<readonly BackedUp[]> {
  const file = resolve(target);
  const demandFree = (): void => {
    if (existsSync(file)) throw new Error(`${file} is there already: a backup is never written over another`);
  };
  demandFree();
  demandDataFolder(folder, 'dynamodb.sqlite');
  const unfinished = unfinishedName(file);
  const copies = `${unfinished}.copies`;
  tidyBeside(file);
  try {
    mkdirSync(copies, { recursive: true });
    const takenAt = new Date().toISOString();
    const present = databases.filter((name) => existsSync(join(folder, name)));
    for (const name of present) await copyDatabase(join(folder, name), join(copies, name));
    const writer = createBackup(unfinished, { version: versionOf(folder), takenAt });
    for (const name of present) writer.add(name, join(copies, name));
    for (const path of files.flatMap((name) => filesIn(folder, name))) writer.add(path, join(folder, path));
    addObjects(writer, folder);
    writer.close();
    sync(unfinished);
    const reader = openBackup(unfinished);
    verifyBackup(reader);
    reader.close();
    // Another that was taken meanwhile.
    demandFree();
    renameDurably(unfinished, file);
    return reader.files;
  } finally {
    for (const left of [unfinished, copies]) rmSync(left, { recursive: true, force: true });
  }
}

// One that is being taken writes all the while.
const abandonedMs = 24 * 60 * 60_000;

/** What killed ones of other names have left, as each night's has: copies of whole databases, with their keys. */
function tidyBeside(file: string): void {
  const folder = dirname(file);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (!/\.backup\.unfinished(-\d+)?(\.copies)?$/.test(name)) continue;
    const path = join(folder, name);
    const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (written !== undefined && Date.now() - written > abandonedMs)
      rmSync(path, { recursive: true, force: true });
  }
}

const versionOf = (folder: string): string =>
  existsSync(join(folder, 'version')) ? readFileSync(join(folder, 'version'), 'utf8').trim() : '0';

/** A copy of one moment, in one step: no writer waits for it, and none comes between. */
async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { timeout: busyMs });
  try {
    await backup(source, to, { rate: 2 ** 31 - 1 });
  } finally {
    source.close();
  }
  const copy = new DatabaseSync(to);
  try {
    const [first] = copy.prepare('PRAGMA integrity_check(1)').all();
    if (first?.integrity_check !== 'ok')
      throw new Error(
        `${from} is damaged: ${String(first?.integrity_check)}. Keep it, and the last good backup`,
      );
    // Everything into the one file, with nothing beside it.
    copy.exec('PRAGMA journal_mode = DELETE');
  } finally {
    copy.close();
  }
}

/**
 * Adds the objects of a server that works meanwhile. A file there is never changed, but it may go while this looks:
 * with its object, or because the object was stored anew. Then the new one is found by looking again, until nothing
 * new is there. Bytes come before what describes them, and without them that is no object.
 */
function addObjects(writer: BackupWriter, folder: string): void {
  const added = new Set<string>();
  const add = (path: string): boolean => {
    const bytes = path.replace(/\/(\d+)\.json$/, '/$1.bytes');
    if (bytes !== path && !added.has(bytes)) return false;
    if (!writer.tryAdd(path, join(folder, path))) return false;
    added.add(path);
    return true;
  };
  for (;;) {
    const isMore = filesIn(folder, objects)
      .filter((path) => !added.has(path))
      .sort()
      .map(add)
      .some(Boolean);
    if (!isMore) return;
  }
}

/** The files at a path or below it, as paths within the folder. What is being written under another name is not there yet. */
function filesIn(folder: string, path: string): string[] {
  const there = statSync(join(folder, path), { throwIfNoEntry: false });
  if (there === undefined) return [];
  if (!there.isDirectory()) return [path];
  return entriesIn(join(folder, path))
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.new'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** Everything in a folder and below it. One that goes meanwhile has nothing in it. */
function entriesIn(folder: string): Dirent[] {
  const own = unlessGone(() => readdirSync(folder, { withFileTypes: true })) ?? [];
  return own.flatMap((entry) =>
    entry.isDirectory() ? entriesIn(join(entry.parentPath, entry.name)) : [entry],
  );
}

function sync(file: string): void {
  for (const path of [file, dirname(file)]) {
    const descriptor = openSync(path, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
  }
}
