import * as z from 'zod';
import { canonical } from '../history/canonical.ts';
import { digest } from '../history/digest.ts';
import { type LoadPiece, type PieceSource, pieceReader } from './piece-store.ts';

/**
 * A large map in pieces: pages of entries in the order of their keys, and one index of the pages. The hash of the index
 * stands for the whole map as it is: pieces never change, a change makes new pages of those it touches and a new index,
 * and every earlier map stays readable by its own hash.
 */

const index = z.lazy(() =>
  z.object({
    pages: z.array(
      z.object({
        /** The first key of the page. */
        first: z.string(),
        hash: z.string(),
        /** How many entries it has. */
        size: z.int().min(1),
      }),
    ),
  }),
);
type Index = z.infer<typeof index>;
type PageAt = Index['pages'][number];
const readIndex = pieceReader(index);

/** A change rewrites a page, and whoever wants one entry reads all of its page: some kilobytes when packed. */
const MOST_ENTRIES = 64;
/** Of large entries there are fewer on a page, so that it fits into one item with much to spare. */
const MOST_CHARACTERS = 64 * 1024;

type Entry<V> = readonly [key: string, value: V];

/** A kind of map: how its pages are read. */
export interface MapKind<V> {
  readonly readPage: LoadPiece<Entry<V>[]>;
}

export const mapKind = <V>(value: z.ZodType<V>): MapKind<V> => ({
  readPage: pieceReader(z.array(z.tuple([z.string(), value]))),
});

/** One map as it is, or was. */
export interface PieceMap<V> {
  readonly kind: MapKind<V>;
  readonly source: PieceSource;
  /** The hash of the index; null for the empty map. */
  readonly root: string | null;
}

const pagesOf = async ({ source, root }: PieceMap<unknown>): Promise<PageAt[]> =>
  root === null ? [] : (await readIndex(source, root)).pages;

/** How many entries there are. */
export const sizeOf = async (map: PieceMap<unknown>): Promise<number> =>
  (await pagesOf(map)).reduce((sum, { size }) => sum + size, 0);

/** Where a key stands if it is there: the last page that does not begin behind it. */
const placeOf = (pages: readonly PageAt[], key: string): number =>
  Math.max(
    0,
    pages.findLastIndex(({ first }) => first <= key),
  );

/** The keys, or whatever has one, by the number of the page where it stands. */
function byPage<T>(pages: readonly PageAt[], of: Iterable<T>, keyOf: (one: T) => string): Map<number, T[]> {
  const grouped = new Map<number, T[]>();
  for (const one of of) {
    const place = placeOf(pages, keyOf(one));
    const others = grouped.get(place);
    if (others) others.push(one);
    else grouped.set(place, [one]);
  }
  return grouped;
}

/** The values of keys; those that are not there are not in it. */
export async function entriesFor<V>(map: PieceMap<V>, keys: Iterable<string>): Promise<Map<string, V>> {
  const pages = await pagesOf(map);
  const wanted = new Set(keys);
  const places = [...byPage(pages, wanted, (key) => key).keys()];
  const found = await Promise.all(
    places.map((place) => {
      const page = pages[place];
      return page ? map.kind.readPage(map.source, page.hash) : [];
    }),
  );
  return new Map(found.flat().filter(([key]) => wanted.has(key)));
}

/** All entries behind a key, in their order; page by page as they are asked for. */
export async function* entriesAfter<V>(map: PieceMap<V>, after = ''): AsyncGenerator<Entry<V>> {
  const pages = await pagesOf(map);
  for (const page of pages.slice(placeOf(pages, after))) {
    for (const entry of await map.kind.readPage(map.source, page.hash)) if (entry[0] > after) yield entry;
  }
}

/** All values. */
export async function allValues<V>(map: PieceMap<V>): Promise<V[]> {
  const pages = await pagesOf(map);
  const read = await Promise.all(pages.map(({ hash }) => map.kind.readPage(map.source, hash)));
  return read.flat().map(([, value]) => value);
}

/** What is different between two maps of a kind, by key: as it was and as it is, where it is there. It reads what differs. */
export async function differencesOf<V>(
  before: PieceMap<V>,
  after: PieceMap<V>,
): Promise<Map<string, { readonly before?: V; readonly after?: V }>> {
  const [had, has] = await Promise.all([pagesOf(before), pagesOf(after)]);
  const entriesOutside = async (map: PieceMap<V>, pages: readonly PageAt[], others: readonly PageAt[]) => {
    const known = new Set(others.map(({ hash }) => hash));
    const own = pages.filter(({ hash }) => !known.has(hash));
    return (await Promise.all(own.map(({ hash }) => map.kind.readPage(map.source, hash)))).flat();
  };
  const [gone, come] = await Promise.all([entriesOutside(before, had, has), entriesOutside(after, has, had)]);
  const was = new Map(gone);
  const is = new Map(come);
  const differing = [...new Set([...was.keys(), ...is.keys()])].filter((key) => {
    const [one, other] = [was.get(key), is.get(key)];
    return one === undefined || other === undefined || canonical(one) !== canonical(other);
  });
  return new Map(
    differing.map((key) => {
      const [one, other] = [was.get(key), is.get(key)];
      return [
        key,
        { ...(one === undefined ? {} : { before: one }), ...(other === undefined ? {} : { after: other }) },
      ];
    }),
  );
}

const byKey = <V>([a]: Entry<V>, [b]: Entry<V>): number => (a < b ? -1 : 1);

/** Entries as pages: as few as are within the bounds, and then evenly full, so that none is full already. */
function paged<V>(entries: readonly Entry<V>[]): Entry<V>[][] {
  const characters = canonical(entries).length;
  const count = Math.max(
    Math.ceil(entries.length / MOST_ENTRIES),
    Math.min(Math.ceil(characters / MOST_CHARACTERS), entries.length),
  );
  const each = Math.ceil(entries.length / count);
  return Array.from({ length: count }, (_, at) => entries.slice(at * each, (at + 1) * each)).filter(
    (page) => page.length > 0,
  );
}

/**
 * The map with some values put, or removed where they are null. Nothing is stored: the new pieces are fresh in it.
 */
export async function mapWith<V>(
  map: PieceMap<V>,
  changes: ReadonlyMap<string, V | null>,
): Promise<PieceMap<V>> {
  if (changes.size === 0) return map;
  const pages = await pagesOf(map);
  const fresh = new Map<string, unknown>(map.source.fresh);
  const stored = (content: unknown): string => {
    const hash = digest(content);
    fresh.set(hash, content);
    return hash;
  };
  const changed = byPage(pages, changes, ([key]) => key);
  const rewritten = async (place: number, some: readonly (readonly [string, V | null])[]) => {
    const page = pages[place];
    const entries = new Map(page ? await map.kind.readPage(map.source, page.hash) : []);
    for (const [key, value] of some) {
      if (value === null) entries.delete(key);
      else entries.set(key, value);
    }
    return paged([...entries].sort(byKey)).map((page) => ({
      first: page[0]?.[0] ?? '',
      hash: stored(page),
      size: page.length,
    }));
  };
  const places = pages.length === 0 ? [undefined] : pages;
  const next = await Promise.all(
    places.map((page, place) => {
      const some = changed.get(place);
      return some ? rewritten(place, some) : page ? [page] : [];
    }),
  );
  const after = next.flat();
  const root = after.length === 0 ? null : stored({ pages: after } satisfies Index);
  return { ...map, source: { ...map.source, fresh }, root };
}
