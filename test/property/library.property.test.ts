import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type LibraryRow, MOST_OFFERED, merged, ownFirst } from '../../shared/forms/library.ts';

const DISTINCT = ['name', 'unit'];
const keyOf = ({ fields: { name, unit = '' } }: LibraryRow) => `${name} ${unit}`;

/** What one declaration has. Few names and moments, so that they meet. */
const declaration = (names: number) =>
  fc
    .tuple(
      fc.integer({ min: 1, max: 20 }),
      fc.array(
        fc.record({
          name: fc.integer({ min: 1, max: names }).map((number) => `指标${number}`),
          unit: fc.constantFrom(undefined, '次', '人次'),
          operator: fc.constantFrom('=', '>='),
        }),
        { minLength: 1, maxLength: 30 },
      ),
    )
    .map(([day, rows]) =>
      rows.map(
        ({ unit, ...fields }, row): LibraryRow => ({
          fields: unit === undefined ? fields : { ...fields, unit },
          at: `2026-03-${String(day).padStart(2, '0')}T02:00:00.000Z`,
          row,
        }),
      ),
    );
const declarations = (names: number) => fc.array(declaration(names), { minLength: 1, maxLength: 12 });

const library = (all: readonly (readonly LibraryRow[])[]): LibraryRow[] =>
  all.reduce<LibraryRow[]>((kept, rows) => merged(kept, rows, DISTINCT), []);

describe('a library of what was approved', () => {
  it('is the same in whatever order, and however often, approvals arrive', () => {
    const deliveries = declarations(200).chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(
          all.flatMap((_, index) => [index, index]),
          { minLength: 2 * all.length },
        ),
      ),
    );
    fc.assert(
      fc.property(deliveries, ([all, order]) => {
        expect(library(order.map((index) => all[index] ?? []))).toEqual(library(all));
      }),
    );
  });

  it('holds each once, its latest use, the latest first, and no more than are offered', () => {
    fc.assert(
      fc.property(declarations(200), (all) => {
        const kept = library(all);
        expect(new Set(kept.map(keyOf)).size).toBe(kept.length);
        expect(kept.map(({ at }) => at)).toEqual(
          kept
            .map(({ at }) => at)
            .sort()
            .reverse(),
        );
        const different = Map.groupBy(all.flat(), keyOf);
        expect(kept.length).toBe(Math.min(MOST_OFFERED, different.size));
        for (const row of kept)
          for (const { at } of different.get(keyOf(row)) ?? []) expect(at <= row.at).toBe(true);
        const oldest = kept.at(-1)?.at ?? '';
        const left = [...different].filter(([key]) => !kept.some((row) => keyOf(row) === key));
        for (const [, uses] of left) for (const { at } of uses) expect(at <= oldest).toBe(true);
      }),
    );
  });

  it("offers one's own first, however old, then what only others have", () => {
    fc.assert(
      fc.property(declarations(60), declarations(60), (mine, theirs) => {
        const own = library(mine);
        const offered = ownFirst(own, library([...mine, ...theirs]), DISTINCT);
        expect(offered.slice(0, own.length)).toEqual(own);
        expect(new Set(offered.map(keyOf)).size).toBe(offered.length);
        expect(offered.length).toBeLessThanOrEqual(MOST_OFFERED);
      }),
    );
  });
});
