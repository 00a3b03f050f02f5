import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { demandKnownVersion } from '../data-version.ts';
import { sampleDirectory } from '../sample-directory.ts';

/** @throws Error in words, where a folder may not be served from: it is open to others, or holds samples */
export function demandServable(folder: string): void {
  if (!existsSync(folder)) return;
  demandKnownVersion(folder);
  const { mode, uid } = statSync(folder);
  if ((mode & 0o077) !== 0)
    throw new Error(`${folder} is open to others, and holds keys and links: chmod 700 ${folder}`);
  if (process.getuid !== undefined && uid !== process.getuid())
    throw new Error(
      `${folder} belongs to another user than the one that serves: chown it to ${process.getuid()}`,
    );
  if (holdsSamples(join(folder, 'host.sqlite')))
    throw new Error(
      `${folder} was made by npm start and holds the sample office. An office begins in a folder of its own: ` +
        'give another one as server.data',
    );
}

function holdsSamples(file: string): boolean {
  if (!existsSync(file)) return false;
  const database = new DatabaseSync(file);
  try {
    // Killed at its very first start, a host leaves an empty file.
    const facts = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'facts'").get();
    if (facts === undefined) return false;
    return database.prepare('SELECT 1 FROM facts WHERE name = ?').get(sampleDirectory) !== undefined;
  } finally {
    database.close();
  }
}
