import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { demandKnownVersion } from './data-version.ts';
import { codeOf } from './error-code.ts';

// What the host makes there. A folder that somebody named may hold more, which is none of ours.
const ours =
  /^((clock|version)(\.new)?|(dynamodb|executions|host|identity)\.sqlite(-shm|-wal|-lock)?|kms|logs|s3)$/;

/**
 * Makes the folder of everything that must survive a restart. It is its owner's alone, with all that is in it, now and
 * later: there are raw links in its mails and keys in its databases.
 *
 * @throws Error in words, where a newer release has worked with it (nothing has been touched then), or it is another's
 */
export function openDataFolder(folder: string): void {
  demandKnownVersion(folder);
  process.umask(0o077);
  try {
    mkdirSync(folder, { recursive: true });
    makePrivate(folder, ours);
  } catch (error) {
    throw refusals.has(codeOf(error)) ? new Error(`${folder} ${refusals.get(codeOf(error))}`) : error;
  }
}

const noFolder = 'is no folder, or lies below a file: give another one (COUNTERSIGN_DATA, server.data)';
const othersFolder =
  'or something in it belongs to another user: start this as that user, or chown all of it to the one that starts';
const refusals: ReadonlyMap<unknown, string> = new Map([
  ['EEXIST', noFolder],
  ['ENOTDIR', noFolder],
  ['EPERM', othersFolder],
  ['EACCES', othersFolder],
]);

/** Also what an earlier version has left for others to read. */
function makePrivate(folder: string, which: RegExp): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!which.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makePrivate(path, /^/);
    else if (entry.isFile()) chmodSync(path, 0o600);
  }
}
