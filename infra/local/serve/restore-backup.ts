import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { demandKnown } from '../data-version.ts';
import { renameDurably } from '../durable-file.ts';
import { unfinishedName } from '../unfinished.ts';
import { type BackupFacts, openBackup, verifyBackup } from './backup-file.ts';

/**
 * Makes a data folder of a backup. All of it is read and compared first, and the folder gets its name when it is whole.
 *
 * @param target an empty folder, or none
 * @throws Error in words; then the target is as it was
 */
export function restoreBackup(file: string, target: string): BackupFacts {
  const folder = resolve(target);
  const demandEmpty = (): void => {
    if (statSync(folder, { throwIfNoEntry: false })?.isFile())
      throw new Error(`${folder} is a file: the backup comes first, and the folder to make of it behind it`);
    if (existsSync(folder) && readdirSync(folder).length > 0)
      throw new Error(
        `${folder} is not empty: a backup is restored into an empty folder, and nothing is written over`,
      );
  };
  demandEmpty();
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new Error(`There is no file ${file}`);
  const backup = openBackup(file);
  const unfinished = unfinishedName(folder);
  try {
    demandKnown(backup.facts.version, file);
    verifyBackup(backup);
    process.umask(0o077);
    for (const one of backup.files) {
      const path = join(unfinished, one.path);
      if (!path.startsWith(`${unfinished}/`)) throw new Error(`${one.path} leads out of the folder`);
      mkdirSync(dirname(path), { recursive: true });
      write(path, backup.read(one));
    }
    // Another that was restored meanwhile.
    demandEmpty();
    renameDurably(unfinished, folder);
    return backup.facts;
  } finally {
    backup.close();
    // On a disk that is full what was written of it stands in everybody's way, and it holds keys.
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function write(path: string, parts: Iterable<Uint8Array>): void {
  const descriptor = openSync(path, 'wx');
  try {
    for (const part of parts) for (let at = 0; at < part.length; ) at += writeSync(descriptor, part, at);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
