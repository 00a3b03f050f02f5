import type { Field, FormDefinition, ListField } from './definition.ts';
import { fieldsOf } from './definition.ts';
import { pointerOf } from './pointer.ts';

/** One difference between two contents of a form. */
export interface Difference {
  /** JSON Pointer */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A difference with the field of the earlier content that it is one of: of a row that was added, its list. */
export interface ChangedPlace extends Difference {
  readonly earlier: string;
}

/** Where a field stands, and where it stood. */
interface Place {
  readonly now: Path;
  readonly was: Path;
}

type Path = readonly PropertyKey[];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const memberOf = (value: unknown, key: string): unknown => (isObject(value) ? value[key] : undefined);
const rowsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const within = ({ now, was }: Place, key: PropertyKey, earlier: PropertyKey = key): Place => ({
  now: [...now, key],
  was: [...was, earlier],
});

function leaf({ now, was }: Place, before: unknown, after: unknown): ChangedPlace[] {
  if (same(before, after)) return [];
  return [
    {
      path: pointerOf(now),
      earlier: pointerOf(was),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ];
}

/** How many values two rows share: what is left without a name is matched with what resembles it most. */
const likeness = (a: unknown, b: unknown): number =>
  isObject(a) && isObject(b) ? Object.keys(a).filter((key) => same(a[key], b[key])).length : 0;

type Matches = (earlier: unknown, later: unknown) => boolean;

const sameIn =
  (key: string): Matches =>
  (earlier, later) => {
    const value = memberOf(later, key);
    return value !== undefined && memberOf(earlier, key) === value;
  };

/** Which earlier item each later one was, by the first of these ways that finds one nobody else was; the rest is free. */
function matchedBy(before: readonly unknown[], after: readonly unknown[], ways: readonly Matches[]) {
  const free = new Set(before.keys());
  const matched: (number | undefined)[] = after.map(() => undefined);
  for (const matches of ways) {
    for (const [at, later] of after.entries()) {
      if (matched[at] !== undefined) continue;
      const found = [...free].find((index) => matches(before[index], later));
      if (found === undefined) continue;
      matched[at] = found;
      free.delete(found);
    }
  }
  return { matched, free };
}

/**
 * Which earlier row each later row was: the one of the same name, else an identical one, else the most alike. Rows
 * are what they say, not where they stand: one inserted at the top changes nothing below it.
 */
function matchRows(
  { rowName }: ListField,
  before: readonly unknown[],
  after: readonly unknown[],
): (number | undefined)[] {
  const { matched, free } = matchedBy(before, after, [same, ...(rowName ? [sameIn(rowName)] : [])]);
  for (const [at, later] of after.entries()) {
    if (matched[at] !== undefined) continue;
    const best = [...free].sort((a, b) => likeness(before[b], later) - likeness(before[a], later))[0];
    if (best === undefined || likeness(before[best], later) === 0) continue;
    matched[at] = best;
    free.delete(best);
  }
  return matched;
}

function rowChanges(field: ListField, before: unknown, after: unknown, place: Place): ChangedPlace[] {
  const earlier = rowsOf(before);
  const later = rowsOf(after);
  const matched = matchRows(field, earlier, later);
  const kept = new Set(matched);
  return [
    ...later.flatMap((row, at) => {
      const from = matched[at];
      if (from === undefined) return leaf({ now: [...place.now, at], was: place.was }, undefined, row);
      return field.of.kind === 'group'
        ? changesIn(field.of, earlier[from], row, within(place, at, from))
        : [];
    }),
    // A removed row is named by where it stood.
    ...earlier.flatMap((row, at) => (kept.has(at) ? [] : leaf(within(place, at), row, undefined))),
  ];
}

/**
 * Files that came, that went, that others replaced under their name, and that have another name now; their order says
 * nothing.
 */
function fileChanges(before: unknown, after: unknown, place: Place): ChangedPlace[] {
  const earlier = rowsOf(before);
  const later = rowsOf(after);
  const { matched } = matchedBy(earlier, later, [same, sameIn('name'), sameIn('sha256')]);
  const kept = new Set(matched);
  return [
    ...later.flatMap((file, at) => {
      const from = matched[at];
      return from === undefined
        ? leaf({ now: [...place.now, at], was: place.was }, undefined, file)
        : leaf(within(place, at, from), earlier[from], file);
    }),
    ...earlier.flatMap((file, at) => (kept.has(at) ? [] : leaf(within(place, at), file, undefined))),
  ];
}

function changesIn(field: Field, before: unknown, after: unknown, place: Place): ChangedPlace[] {
  if (field.kind === 'group') {
    return field.fields.flatMap((inner) =>
      changesIn(inner, memberOf(before, inner.key), memberOf(after, inner.key), within(place, inner.key)),
    );
  }
  if (field.kind === 'files') return fileChanges(before, after, place);
  return field.kind === 'list' ? rowChanges(field, before, after, place) : leaf(place, before, after);
}

/** The differences between two declarations, field by field in the order of the form; rows by name, then content. */
export const placesChanged = (definition: FormDefinition, before: unknown, after: unknown): ChangedPlace[] =>
  fieldsOf(definition).flatMap((field) =>
    changesIn(field, memberOf(before, field.key), memberOf(after, field.key), {
      now: [field.key],
      was: [field.key],
    }),
  );

/** The same, as they are shown. */
export const changesBetween = (...contents: Parameters<typeof placesChanged>): Difference[] =>
  placesChanged(...contents).map(({ earlier: _, ...difference }) => difference);
