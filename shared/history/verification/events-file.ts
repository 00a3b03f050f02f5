import type { Report } from './finding.ts';
import { lineReader } from './lines.ts';
import { isUnreadable, LONGEST_LINE, type ReadEvent, readLine } from './read-event.ts';

/** Reads events from a file of lines, piece by piece. */
export interface EventsFile {
  readonly push: (bytes: Uint8Array) => void;
  readonly end: () => void;
}

/**
 * @param take what to do with each event
 * @param other what to do with a line that is no event; `true` where it was something else that may stand there
 */
export function eventsFile(
  file: string,
  report: Report,
  take: (read: ReadEvent, line: number) => void,
  other: (text: string, line: number) => boolean = () => false,
): EventsFile {
  const reader = lineReader((text, line) => {
    if (text === null) {
      const message = { zh: '不是 UTF-8 文本，或行过长', en: 'this is no UTF-8 text, or too long' };
      report({ kind: 'malformed', file, line, message });
      return;
    }
    const read = readLine(text);
    if (!isUnreadable(read)) take(read, line);
    else if (!other(text, line)) report({ kind: 'malformed', file, line, message: read.message });
  }, LONGEST_LINE);
  return {
    push: reader.push,
    end() {
      if (reader.end() === 0) return;
      const message = {
        zh: '末行没有换行：文件被截断',
        en: 'the last line has no end: the file was cut off',
      };
      report({ kind: 'cut-off', file, message });
    },
  };
}
