import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes the folder of everything that must survive a restart. It is its owner's alone, with all that is in it, now and
 * later: there are raw links in its mails and keys in its databases.
 */
export function openDataFolder(folder: string): void {
  process.umask(0o077);
  mkdirSync(folder, { recursive: true });
  makePrivate(folder);
}

/** Also what an earlier version has left for others to read. */
function makePrivate(folder: string): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makePrivate(path);
    else if (entry.isFile()) chmodSync(path, 0o600);
  }
}
