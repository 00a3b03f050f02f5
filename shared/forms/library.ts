import * as z from 'zod';

/** What rows of approved declarations offer to a new row: a bounded list, the latest use first. */

export const libraryRow = z.lazy(() =>
  z.object({
    /** Texts of the row by the keys of its fields. */
    fields: z.record(z.string(), z.string()),
    /** When the declaration was approved, UTC, and where in it the row stood. */
    at: z.string(),
    row: z.int().min(0),
  }),
);
export type LibraryRow = z.infer<typeof libraryRow>;

/**
 * So many are kept, and offered: several declarations' worth (most have ten to twenty indicators), in 3 KiB of a page
 * that may have 60, whatever the office has approved in all its years. @internal
 */
export const MOST_OFFERED = 80;

const textOf = ({ fields }: LibraryRow): string =>
  JSON.stringify(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));

const order = (a: LibraryRow, b: LibraryRow): number => {
  if (a.at !== b.at) return a.at > b.at ? -1 : 1;
  if (a.row !== b.row) return a.row - b.row;
  const [one, other] = [textOf(a), textOf(b)];
  return one === other ? 0 : one < other ? -1 : 1;
};

/** The first of each, in the order given, and no more than are offered. */
function firstOfEach(rows: readonly LibraryRow[], distinct: readonly string[]): LibraryRow[] {
  const first = new Map<string, LibraryRow>();
  for (const row of rows) {
    const key = JSON.stringify(distinct.map((name) => row.fields[name] ?? ''));
    if (!first.has(key)) first.set(key, row);
  }
  return [...first.values()].slice(0, MOST_OFFERED);
}

/**
 * A library with more rows in it. What is the same in the `distinct` fields is one: its latest use. The result depends
 * on what was merged, and neither on the order nor on how often.
 */
export const merged = (
  library: readonly LibraryRow[],
  rows: readonly LibraryRow[],
  distinct: readonly string[],
): LibraryRow[] => firstOfEach([...library, ...rows].sort(order), distinct);

/** One's own rows, then what others have beside. */
export const ownFirst = (
  own: readonly LibraryRow[],
  others: readonly LibraryRow[],
  distinct: readonly string[],
): LibraryRow[] => firstOfEach([...own, ...others], distinct);
