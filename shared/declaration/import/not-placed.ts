import type { Words } from '../../values/language.ts';
import type { NotPlaced, SourceSpan } from './imported.ts';
import { type Piece, Span } from './source/span.ts';

/** Marks that only part one thing from the next; what they parted says the rest. */
const ONLY_MARKS = /^[\s\p{P}`^|~]*$/u;
/** Punctuation that means something by itself: a share, a sign. */
const SAYS = /[%‰#&@]/;

export const saysNothing = (plain: string): boolean => ONLY_MARKS.test(plain) && !SAYS.test(plain);

const unknown: Words = { zh: '没有对应的栏目', en: 'No field for it' };

/** Without the marks that parted it from what was taken. */
const tidy = (span: Span): Span => {
  const isWhole = span.text === span.piece.text.trim();
  const head = /^[\s,;:。、]*/.exec(span.plain)?.[0].length ?? 0;
  const tail = (isWhole ? /\s*$/ : /[\s,;:。、]*$/).exec(span.plain)?.[0].length ?? 0;
  return span.slice(head, span.to - span.from - tail);
};

/** Where spans stand in a document; none where they are of something else. */
export const placesOf = (spans: readonly Span[]): SourceSpan[] =>
  spans.flatMap(({ piece, from, to }) =>
    piece.number === undefined ? [] : [{ piece: piece.number, from, to }],
  );

/** What is left of the pieces, in their order; what is left of the cells of one row is one entry. */
export function notPlacedIn(pieces: readonly Piece[], whyOf: ReadonlyMap<Piece, Words>): NotPlaced[] {
  const found: NotPlaced[] = [];
  let row: { key: string; cells: string[]; spans: SourceSpan[]; entry: { text: string } } | undefined;
  for (const piece of pieces) {
    const left = new Span(piece)
      .free()
      .filter(({ plain }) => !saysNothing(plain))
      .map(tidy);
    if (left.length === 0) continue;
    const why = whyOf.get(piece) ?? unknown;
    const { at } = piece;
    const key = `${at.table}/${at.row}`;
    if (at.table !== undefined && row?.key === key) {
      row.cells.push(...left.map(({ text }) => text));
      row.spans.push(...placesOf(left));
      row.entry.text = row.cells.join(' | ');
      continue;
    }
    row = undefined;
    if (at.table === undefined) {
      found.push(...left.map((span) => ({ text: span.text, why, at, spans: placesOf([span]) })));
      continue;
    }
    const cells = left.map(({ text }) => text);
    const spans = placesOf(left);
    const entry = { text: cells.join(' | '), why, at, cells, spans };
    row = { key, cells, spans, entry };
    found.push(entry);
  }
  return found;
}
