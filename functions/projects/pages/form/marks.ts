/**
 * What became of each character of a line or a cell of an imported file: its marks follow each other without a gap, so
 * that whatever is moved, nothing gets out of sight.
 */

/** `open` finds no place yet; `quiet` is a heading, a label, or a mark that only parts one thing from the next. */
export type MarkKind = 'placed' | 'inferred' | 'open' | 'quiet';

export interface Mark<F> {
  /** In UTF-16 units of the text, `to` excluded. */
  readonly from: number;
  readonly to: number;
  readonly kind: MarkKind;
  /** Which it stands in; several where rows share a word. */
  readonly fields: readonly F[];
}

const SAYS = /[\p{L}\p{N}\p{M}%％‰#＃&＆@＠]|(?![`^|~])\p{S}/u;
const HEAD = /^[\s,，;；:：。、]+/;
const TAIL = /[\s,，;；:：。、]+$/;

/** Marks over a whole text, of uses that may overlap: what is open is so whatever else speaks of it. */
export function marksOf<F>(length: number, uses: readonly Mark<F>[]): Mark<F>[] {
  const within = uses.filter(({ from, to }) => from < to && to <= length);
  const ends = new Set([0, length, ...within.flatMap(({ from, to }) => [from, to])]);
  const points = [...ends].sort((a, b) => a - b);
  const marks = points.slice(1).map((to, index): Mark<F> => {
    const from = points[index] ?? 0;
    const over = within.filter((use) => use.from <= from && to <= use.to);
    const kinds = new Set(over.map(({ kind }) => kind));
    const kind = (['open', 'inferred', 'placed'] as const).find((one) => kinds.has(one)) ?? 'quiet';
    const fields = kind === 'open' ? [] : [...new Set(over.flatMap((use) => use.fields))];
    return { from, to, kind, fields };
  });
  return joined(marks);
}

/** Neighbours in which nothing differs are one. */
function joined<F>(marks: readonly Mark<F>[]): Mark<F>[] {
  const all: Mark<F>[] = [];
  for (const mark of marks) {
    const last = all.at(-1);
    const isSame = last?.kind === mark.kind && mark.fields.length === 0 && last.fields.length === 0;
    if (last && isSame) all[all.length - 1] = { ...last, to: mark.to };
    else all.push(mark);
  }
  return all;
}

/** Open, but for what only parts it from its neighbours. */
function opened<F>(text: string, from: number, to: number): Mark<F>[] {
  const part = text.slice(from, to);
  const quiet = (start: number, end: number): Mark<F>[] =>
    start < end ? [{ from: start, to: end, kind: 'quiet', fields: [] }] : [];
  if (!SAYS.test(part)) return quiet(from, to);
  const start = from + (HEAD.exec(part)?.[0].length ?? 0);
  const end = to - (TAIL.exec(part)?.[0].length ?? 0);
  return [...quiet(from, start), { from: start, to: end, kind: 'open', fields: [] }, ...quiet(end, to)];
}

/** What is open, as parts without the punctuation between them and what was taken. */
const tidied = <F>(text: string, marks: readonly Mark<F>[]): Mark<F>[] =>
  joined(
    joined(marks).flatMap((mark) => (mark.kind === 'open' ? opened<F>(text, mark.from, mark.to) : [mark])),
  );

/** A part goes into one field, out of whatever it was; what is left of marks beside it stays as it is. */
export function put<F>(
  text: string,
  marks: readonly Mark<F>[],
  from: number,
  to: number,
  field: F,
): Mark<F>[] {
  const before = marks
    .filter((mark) => mark.from < from)
    .map((mark) => ({ ...mark, to: Math.min(mark.to, from) }));
  const after = marks
    .filter((mark) => mark.to > to)
    .map((mark) => ({ ...mark, from: Math.max(mark.from, to) }));
  return tidied(text, [...before, { from, to, kind: 'placed', fields: [field] }, ...after]);
}

/** What stands in no field any more is open. */
export const release = <F>(
  text: string,
  marks: readonly Mark<F>[],
  isGone: (field: F, mark: Mark<F>) => boolean,
): Mark<F>[] => {
  const released = marks.map((mark): Mark<F> => {
    const fields = mark.fields.filter((field) => !isGone(field, mark));
    if (fields.length === mark.fields.length) return mark;
    return fields.length > 0 ? { ...mark, fields } : { ...mark, kind: 'open', fields };
  });
  return tidied(text, released);
};
