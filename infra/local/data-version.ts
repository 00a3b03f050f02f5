import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from './durable-file.ts';

/**
 * The version of how a data folder is made up. It moves when an older program could no longer work with the folder;
 * folders without the file are of versions before it, and open as they are.
 *
 * @internal
 */
export const dataVersion = 2;

const fileIn = (folder: string): string => join(folder, 'version');

/** @throws Error in words, where a newer program has written the folder; nothing has been touched then */
export function demandKnownVersion(folder: string): void {
  if (existsSync(fileIn(folder))) demandKnown(readFileSync(fileIn(folder), 'utf8').trim(), folder);
}

/** @param version as it is stored @param what carries it */
export function demandKnown(version: string, what: string): void {
  if (/^\d{1,9}$/.test(version) && Number(version) <= dataVersion) return;
  throw new Error(
    `${what} is of version ${JSON.stringify(version.slice(0, 40))}, which this release does not know (it knows up to ` +
      `${dataVersion}): a newer release has worked with it. Start that release, or a later one. Nothing has been changed`,
  );
}

/**
 * Writes down that this release has worked with the folder: when it has it for itself, and is about to. One that could not
 * start, because the release before still runs or the disk is full, must not take the folder away from that one.
 */
export function keepVersion(folder: string): void {
  const text = `${dataVersion}\n`;
  if (!existsSync(fileIn(folder)) || readFileSync(fileIn(folder), 'utf8') !== text)
    writeDurably(fileIn(folder), text);
}
