import type { Place } from './place.ts';

/** What became of a character of the source. */
export const FREE = 0;
/** It stands in a field of the draft. */
export const FIELD = 1;
/** It was recognised as a heading, a label, a number of a list, or a repetition of what stands elsewhere. */
export const STRUCTURE = 2;
export type Use = typeof FREE | typeof FIELD | typeof STRUCTURE;

/** More blanks in a row than a form leaves for a name or a stamp: they say nothing, and patterns look at each from each. */
const MORE_BLANKS = /(\s{200})\s+/g;

/** A line or a cell of the source: each of its characters has one use, and is free until it is taken. */
export class Piece {
  readonly text: string;
  /** The same characters in their plain forms, one for one: patterns need to know only those. */
  readonly plain: string;
  readonly uses: Uint8Array;
  /** Its number in the order of the source; none in what is no part of a document. */
  number: number | undefined;
  at: Place;

  constructor(text: string, at: Place) {
    this.text = text.replace(MORE_BLANKS, '$1');
    this.plain = plainOf(this.text);
    this.uses = new Uint8Array(this.text.length);
    this.at = at;
  }
}

const PLAIN: Readonly<Record<string, string>> = {
  ...{ '\u3000': ' ', '\u00A0': ' ', '\u2002': ' ', '\u2003': ' ', '\u2009': ' ', '\u202F': ' ' },
  ...{ '﹦': '=', '≧': '≥', '≦': '≤', '⩾': '≥', '⩽': '≤', '﹥': '>', '﹤': '<', '﹪': '%', '﹢': '+' },
  ...{ '∶': ':', '﹕': ':', '﹔': ';', '﹐': ',', '﹙': '(', '﹚': ')', '﹣': '-', '−': '-', '–': '-' },
  ...{ '—': '-', '―': '-', '‐': '-', '〜': '~', '∼': '~', '✕': '×', '╳': '×', '✖': '×' },
};
const FOLDED = new RegExp(`[${Object.keys(PLAIN).join('')}\\uFF01-\\uFF5E]`, 'g');

/** Full-width letters, digits and marks as ASCII, and what looks alike as one; every character stays one. */
const plainOf = (text: string): string =>
  text.replace(FOLDED, (char) => PLAIN[char] ?? String.fromCharCode(char.charCodeAt(0) - 0xfee0));

/** A part of a piece. */
export class Span {
  readonly piece: Piece;
  readonly from: number;
  readonly to: number;

  constructor(piece: Piece, from = 0, to = piece.text.length) {
    this.piece = piece;
    this.from = from;
    this.to = to;
  }

  get text(): string {
    return this.piece.text.slice(this.from, this.to);
  }

  get plain(): string {
    return this.piece.plain.slice(this.from, this.to);
  }

  get isEmpty(): boolean {
    return this.plain.trim() === '';
  }

  /** Offsets count from the span's own beginning. */
  slice(from: number, to: number = this.to - this.from): Span {
    return new Span(this.piece, this.from + from, Math.max(this.from + from, this.from + to));
  }

  /** Without blanks, or whatever else a class of characters holds, at its ends. */
  trimmed(chars = '\\s'): Span {
    const { plain } = this;
    const head = new RegExp(`^[${chars}]*`).exec(plain)?.[0].length ?? 0;
    const isOne = new RegExp(`[${chars}]`);
    // From the end on: a pattern would begin anew at every blank within.
    let end = plain.length;
    while (end > head && isOne.test(plain.charAt(end - 1))) end -= 1;
    return this.slice(head, end);
  }

  /** What a pattern and its groups match in the plain form. */
  match(pattern: RegExp): Match | null {
    const { plain } = this;
    const found = new RegExp(pattern, withIndices(pattern)).exec(plain);
    return found ? new Match(this, found) : null;
  }

  matchAll(pattern: RegExp): Match[] {
    const { plain } = this;
    const all = plain.matchAll(new RegExp(pattern, `${withIndices(pattern).replace('g', '')}g`));
    return [...all].map((found) => new Match(this, found));
  }

  /** The parts between marks. */
  split(pattern: RegExp): Span[] {
    const parts: Span[] = [];
    let at = 0;
    for (const match of this.matchAll(pattern)) {
      parts.push(this.slice(at, match.start));
      at = match.end;
    }
    return [...parts, this.slice(at)];
  }

  /** The lines that are not empty. */
  lines(): Span[] {
    return this.split(/\n/)
      .map((line) => line.trimmed())
      .filter((line) => !line.isEmpty);
  }

  /** The parts of it that nothing has taken, without blanks at their ends. */
  free(): Span[] {
    const parts: Span[] = [];
    let begin = -1;
    for (let at = this.from; at <= this.to; at++) {
      const isFree = at < this.to && this.piece.uses[at] === FREE;
      if (isFree && begin < 0) begin = at;
      if (!isFree && begin >= 0) {
        parts.push(new Span(this.piece, begin, at).trimmed());
        begin = -1;
      }
    }
    return parts.filter((part) => !part.isEmpty);
  }

  isFree(): boolean {
    for (let at = this.from; at < this.to; at++) if (this.piece.uses[at] !== FREE) return false;
    return true;
  }

  use(use: Use): void {
    for (let at = this.from; at < this.to; at++) if (this.piece.uses[at] === FREE) this.piece.uses[at] = use;
  }
}

const withIndices = (pattern: RegExp): string =>
  pattern.flags.includes('d') ? pattern.flags : `${pattern.flags}d`;

/** What a pattern matched: whole and groups as spans. */
export class Match {
  readonly whole: Span;
  /** Within the span that was searched. */
  readonly start: number;
  readonly end: number;
  private readonly found: RegExpExecArray;
  private readonly of: Span;

  constructor(of: Span, found: RegExpExecArray) {
    this.of = of;
    this.found = found;
    this.start = found.index;
    this.end = found.index + found[0].length;
    this.whole = of.slice(this.start, this.end);
  }

  /** A group's text in its plain form; empty where it matched nothing. */
  plain(group: number): string {
    return this.found[group] ?? '';
  }

  group(group: number): Span | undefined {
    const indices = this.found.indices?.[group];
    return indices === undefined ? undefined : this.of.slice(indices[0], indices[1]);
  }
}
