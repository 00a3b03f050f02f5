import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Mark, marksOf, put, release } from '../../functions/projects/pages/form/marks.ts';

/** What people do to the marks of a piece: nothing gets out of sight, whatever they do. */

const text = fc.string({
  unit: fc.constantFrom('甲', '乙', '1', '，', '。', ' ', '%', '《'),
  minLength: 1,
  maxLength: 20,
});
const share = fc.double({ min: 0, max: 1, noNaN: true });
const field = fc.constantFrom('a', 'b', 'c');
const use = fc.record({
  start: share,
  end: share,
  kind: fc.constantFrom('placed', 'inferred', 'open'),
  field,
});
const step = fc.oneof(
  fc.record({ do: fc.constant('put' as const), start: share, end: share, field }),
  fc.record({ do: fc.constant('release' as const), field }),
);

const range = ({ start, end }: { start: number; end: number }, length: number) => {
  const [from, to] = [Math.floor(Math.min(start, end) * length), Math.ceil(Math.max(start, end) * length)];
  return { from, to: Math.max(from + 1, to) };
};

/** They follow each other without a gap, and what is in no field is quiet or open. */
function expectWhole(of: string, marks: readonly Mark<string>[]): void {
  expect(marks.map(({ from, to }) => of.slice(from, to)).join('')).toBe(of);
  for (const [index, { from, kind, fields }] of marks.entries()) {
    expect(from).toBe(index === 0 ? 0 : marks[index - 1]?.to);
    expect(fields.length > 0).toBe(kind === 'placed' || kind === 'inferred');
  }
}

describe('the marks of a piece', () => {
  it('are its whole text after anything that is put in and taken out', () => {
    fc.assert(
      fc.property(
        text,
        fc.array(use, { maxLength: 6 }),
        fc.array(step, { maxLength: 8 }),
        (of, uses, steps) => {
          let marks = marksOf(
            of.length,
            uses
              .map(
                (one): Mark<string> => ({
                  ...range(one, of.length),
                  kind: one.kind as Mark<string>['kind'],
                  fields: one.kind === 'open' ? [] : [one.field],
                }),
              )
              .filter(({ to }) => to <= of.length),
          );
          expectWhole(of, marks);
          for (const one of steps) {
            if (one.do === 'put') {
              const { from, to } = range(one, of.length);
              if (to > of.length) continue;
              marks = put(of, marks, from, to, one.field);
              expect(marks).toContainEqual({ from, to, kind: 'placed', fields: [one.field] });
            } else {
              const letters = (all: readonly Mark<string>[]) =>
                all
                  .filter(({ fields, kind }) => kind === 'open' || fields.join() === one.field)
                  .map(({ from, to }) => of.slice(from, to))
                  .join('')
                  .replace(/[，。 《]/g, '');
              const before = letters(marks);
              marks = release(of, marks, (name) => name === one.field);
              expect(marks.some(({ fields }) => fields.includes(one.field))).toBe(false);
              expect(letters(marks)).toBe(before);
            }
            expectWhole(of, marks);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
