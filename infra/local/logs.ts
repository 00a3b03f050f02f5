import { mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { largestLog } from './line-file.ts';

/** Makes the folder of the logs. One that has grown large is put aside, over the one put aside before. */
export function openLogs(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (!name.endsWith('.old') && statSync(file).size > largestLog) renameSync(file, `${file}.old`);
  }
  return folder;
}
