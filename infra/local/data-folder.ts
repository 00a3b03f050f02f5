import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { demandKnownVersion, keepVersion } from './data-version.ts';

// What the host makes there. A folder that somebody named may hold more, which is none of ours.
const ours =
  /^((clock|version)(\.new)?|(dynamodb|executions|host|identity)\.sqlite(-shm|-wal|-lock)?|kms|logs|s3)$/;

/**
 * Makes the folder of everything that must survive a restart. It is its owner's alone, with all that is in it, now and
 * later: there are raw links in its mails and keys in its databases.
 *
 * @throws Error in words, where a newer release has worked with it; nothing has been touched then
 */
export function openDataFolder(folder: string): void {
  demandKnownVersion(folder);
  process.umask(0o077);
  mkdirSync(folder, { recursive: true });
  makePrivate(folder, ours);
  keepVersion(folder);
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
