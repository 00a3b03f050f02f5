import LineBreaker from 'linebreak';

/** One line of a text, as it is set. */
export interface Line {
  readonly text: string;
  /** The points that it takes, without what fills it up. */
  readonly width: number;
  /** Ends its paragraph, and so is not filled up. */
  readonly last: boolean;
}

/** The pieces between which a line may end, spaces at their ends included. */
function piecesOf(text: string): string[] {
  const breaker = new LineBreaker(text);
  const pieces: string[] = [];
  for (let from = 0, next = breaker.nextBreak(); next !== null; next = breaker.nextBreak()) {
    pieces.push(text.slice(from, next.position));
    from = next.position;
  }
  return pieces;
}

/**
 * Breaks a paragraph into lines where the Unicode rules allow it: no full stop begins a line and no opening bracket ends
 * one. What is wider than a line by itself, a hash or an address, is broken wherever it must be.
 * @param measure the points that a text takes
 * @param indent the points by which the first line begins further in
 */
function breakParagraph(
  text: string,
  measure: (text: string) => number,
  width: number,
  indent: number,
): Line[] {
  const lines: Line[] = [];
  let line = '';
  let used = indent;
  const end = (last: boolean): void => {
    const set = line.trimEnd();
    lines.push({ text: set, width: measure(set), last });
    line = '';
    used = 0;
  };
  const add = (piece: string, wide: number): void => {
    line += piece;
    used += wide;
  };
  for (const piece of piecesOf(text)) {
    const wide = measure(piece);
    const seen = measure(piece.trimEnd());
    if (used + seen > width && line !== '') end(false);
    if (used + seen <= width) {
      add(piece, wide);
      continue;
    }
    for (const char of piece) {
      const one = measure(char);
      if (used + one > width && line !== '') end(false);
      add(char, one);
    }
  }
  end(true);
  return lines;
}

/** The lines of a text, whose paragraphs are separated by line ends. */
export const breakLines = (
  text: string,
  measure: (text: string) => number,
  width: number,
  indent = 0,
): Line[] => text.split('\n').flatMap((paragraph) => breakParagraph(paragraph, measure, width, indent));
