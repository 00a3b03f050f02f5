import { closeSync, fstatSync, openSync, renameSync, statSync, writeSync } from 'node:fs';

// Some tens of thousands of lines: days of use, or one long measurement.
export const largestLog = 20 * 1024 * 1024;
// How much is written between two looks at the size.
const lookEvery = 64 * 1024;

/** A log's file. It never stands in anybody's way, and never grows beyond twice its bound. */
export interface LineFile {
  /** Appends whole lines, each with its end. */
  append(lines: string): void;
}

/**
 * Opens the file with the first line. Lines that cannot be written are dropped and counted. A file that has grown large
 * is put aside, over the one put aside before; several threads may write it.
 *
 * @param recovered is told how many were, once lines can be written again
 */
export function openLineFile(
  file: string,
  recovered: (dropped: number) => void,
  largest = largestLog,
): LineFile {
  let descriptor: number | undefined;
  let dropped = 0;
  /** A full disk took the beginning of a line only. */
  let isTorn = false;
  let unlooked = 0;

  const putAside = (): void => {
    unlooked = 0;
    if (descriptor === undefined || fstatSync(descriptor).size <= largest) return;
    closeSync(descriptor);
    descriptor = undefined;
    // Unless another thread has done it: then this one only has to open the new file.
    const there = statSync(file, { throwIfNoEntry: false });
    if (there !== undefined && there.size > largest) renameSync(file, `${file}.old`);
  };

  const put = (lines: string): void => {
    descriptor ??= openSync(file, 'a');
    const bytes = Buffer.from(isTorn ? `\n${lines}` : lines);
    for (let at = 0; at < bytes.length; isTorn = at < bytes.length) at += writeSync(descriptor, bytes, at);
    unlooked += bytes.length;
    if (unlooked >= Math.min(lookEvery, largest)) putAside();
  };

  return {
    append(lines) {
      try {
        put(lines);
      } catch {
        // Whatever the reason: a platform that stops because it cannot write its log helps nobody.
        dropped += lines.split('\n').length - 1;
        return;
      }
      if (dropped === 0) return;
      const count = dropped;
      dropped = 0;
      recovered(count);
    },
  };
}
