import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

// What the host makes there. A folder that somebody named may hold more, which is none of ours.
const ours = /^(clock(\.new)?|(dynamodb|executions|host|identity)\.sqlite(-shm|-wal)?|kms|logs|s3)$/;

/**
 * Makes the folder of everything that must survive a restart. It is its owner's alone, with all that is in it, now and
 * later: there are raw links in its mails and keys in its databases.
 */
export function openDataFolder(folder: string): void {
  process.umask(0o077);
  mkdirSync(folder, { recursive: true });
  makePrivate(folder, ours);
}

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
