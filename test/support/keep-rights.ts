import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Keeps, for the whole run, what this platform's roles were used for: `rights-reporter.mjs` reads it at the end. */
export async function keepRights(data: string): Promise<void> {
  const folder = process.env.SHARED_TEST_FOLDER;
  if (folder === undefined) return;
  const lines = await readFile(join(data, 'logs', 'iam.ndjson'), 'utf8').catch(() => '');
  await appendFile(join(folder, 'rights.ndjson'), lines);
}
