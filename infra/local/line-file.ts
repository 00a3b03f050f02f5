import { openSync, writeSync } from 'node:fs';

/** A log's file. It never stands in anybody's way. */
export interface LineFile {
  /** Appends whole lines, each with its end. */
  append(lines: string): void;
}

/**
 * Opens the file with the first line. Lines that cannot be written are dropped and counted.
 *
 * @param recovered is told how many were, once lines can be written again
 */
export function openLineFile(file: string, recovered: (dropped: number) => void): LineFile {
  let descriptor: number | undefined;
  let dropped = 0;
  /** A full disk took the beginning of a line only. */
  let isTorn = false;

  const put = (lines: string): void => {
    descriptor ??= openSync(file, 'a');
    const bytes = Buffer.from(isTorn ? `\n${lines}` : lines);
    for (let at = 0; at < bytes.length; isTorn = at < bytes.length) at += writeSync(descriptor, bytes, at);
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
