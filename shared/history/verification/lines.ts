import { utf8Of } from './utf8.ts';

/** Cuts bytes into lines, whatever pieces they come in, and keeps no more than a piece and a line. */
export interface LineReader {
  readonly push: (bytes: Uint8Array) => void;
  /** @returns how many bytes stand after the last line break */
  readonly end: () => number;
}

const BREAK = 10;

function joined(before: Uint8Array, after: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(before.length + after.length);
  both.set(before);
  both.set(after, before.length);
  return both;
}

/**
 * @param onLine the text of each line without its break, or null where its bytes are no UTF-8
 * @param longest what is longer is handed on as null as well, and not kept
 */
export function lineReader(
  onLine: (text: string | null, number: number) => void,
  longest: number,
): LineReader {
  let rest = new Uint8Array();
  let skipped = 0;
  let number = 0;
  const line = (text: string | null): void => {
    number += 1;
    onLine(skipped > 0 ? null : text, number);
    skipped = 0;
  };
  /** Whole lines, the last break not included. */
  const whole = (bytes: Uint8Array): void => {
    const text = utf8Of(bytes);
    if (text !== null) {
      for (const one of text.split('\n')) line(one);
      return;
    }
    let from = 0;
    while (from <= bytes.length) {
      const at = bytes.indexOf(BREAK, from);
      const to = at < 0 ? bytes.length : at;
      line(utf8Of(bytes.subarray(from, to)));
      from = to + 1;
    }
  };
  return {
    push(bytes) {
      const first = bytes.indexOf(BREAK);
      if (first < 0) {
        rest = joined(rest, bytes);
      } else {
        whole(joined(rest, bytes.subarray(0, first)));
        const last = bytes.lastIndexOf(BREAK);
        if (last > first) whole(bytes.subarray(first + 1, last));
        // A copy: the piece may be used again for the next one.
        rest = bytes.slice(last + 1);
      }
      if (rest.length > longest) {
        skipped += rest.length;
        rest = new Uint8Array();
      }
    },
    end() {
      const left = rest.length + skipped;
      if (left > 0) line(utf8Of(rest));
      return left;
    },
  };
}
