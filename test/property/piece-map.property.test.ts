import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import {
  allValues,
  entriesAfter,
  entriesFor,
  mapKind,
  mapWith,
  type PieceMap,
  sizeOf,
} from '../../shared/store/piece-map.ts';
import { nowhere } from '../builders/nowhere.ts';

const kind = mapKind(z.string());
const empty: PieceMap<string> = { kind, source: { database: nowhere, fresh: new Map() }, root: null };

// Few keys, so that changes meet; among them some that an object would sort as numbers.
const key = fc.oneof(fc.integer({ min: 0, max: 400 }).map(String), fc.string({ minLength: 1, maxLength: 3 }));
const change = fc.uniqueArray(fc.tuple(key, fc.option(fc.string({ maxLength: 40 }), { freq: 3 })), {
  selector: ([one]) => one,
  maxLength: 200,
});

const sorted = (model: ReadonlyMap<string, string>) => [...model].sort(([a], [b]) => (a < b ? -1 : 1));

async function listed(map: PieceMap<string>, after?: string): Promise<(readonly [string, string])[]> {
  const found: (readonly [string, string])[] = [];
  for await (const entry of entriesAfter(map, after)) found.push(entry);
  return found;
}

describe('a map in pieces', () => {
  it('holds what a map holds after any changes, in the order of its keys, and every earlier one stays', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 8 }), key, async (changes, from) => {
        const model = new Map<string, string>();
        const past: { readonly map: PieceMap<string>; readonly entries: [string, string][] }[] = [];
        let map = empty;
        for (const some of changes) {
          map = await mapWith(map, new Map(some));
          for (const [one, value] of some) if (value === null) model.delete(one);
          for (const [one, value] of some) if (value !== null) model.set(one, value);
          past.push({ map, entries: sorted(model) });
        }
        for (const { map: earlier, entries } of past) {
          expect(await listed(earlier)).toEqual(entries);
          expect(await sizeOf(earlier)).toBe(entries.length);
          expect(await allValues(earlier)).toEqual(entries.map(([, value]) => value));
          expect(await listed(earlier, from)).toEqual(entries.filter(([one]) => one > from));
          const wanted = [from, ...entries.slice(0, 3).map(([one]) => one)];
          expect(new Map([...(await entriesFor(earlier, wanted))].sort())).toEqual(
            new Map(entries.filter(([one]) => wanted.includes(one)).sort()),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('reads and rewrites a page or two of a large map, whatever its size', async () => {
    const large = new Map(
      Array.from({ length: 10_000 }, (_, at) => [String(at).padStart(5, '0'), 'x'.repeat(100)]),
    );
    const before = await mapWith(empty, large);
    const stored = { ...before, source: { database: nowhere, fresh: new Map(before.source.fresh) } };
    const after = await mapWith(stored, new Map([['05000', 'changed']]));
    const added = [...after.source.fresh.keys()].filter((hash) => !before.source.fresh.has(hash));
    expect(added).toHaveLength(2);
    expect(before.source.fresh.size).toBeLessThan(10_000 / 32);
  });

  it('puts fewer large entries on a page, so that each fits into an item', async () => {
    const large = new Map(Array.from({ length: 64 }, (_, at) => [`k${at}`, 'x'.repeat(30_000)]));
    const { source } = await mapWith(empty, large);
    const sizes = [...source.fresh.values()].map((piece) => JSON.stringify(piece).length);
    expect(Math.max(...sizes)).toBeLessThan(150_000);
  });
});
