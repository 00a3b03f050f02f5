import * as z from 'zod';
import { loadForm } from '../declaration/registry.ts';
import type { FormDefinition } from '../forms/definition.ts';
import { type LibraryRow, libraryRow, merged, ownFirst } from '../forms/library.ts';
import { pack, unpack } from '../store/content.ts';
import { ConditionRefused, type Database } from '../store/database.ts';
import { loadDirectory } from '../store/directory/load.ts';
import { unitsWith } from '../store/directory/part.ts';
import { Busy } from '../store/errors.ts';
import { libraryKey } from '../store/keys.ts';
import { maskFor } from '../values/masking/mask.ts';
import type { Unit } from '../workflow/directory.ts';
import { demandRevision, type Loaded } from './load.ts';

/**
 * What approved declarations offer to new ones: a bounded list for each unit, and one for all units of a finance
 * bureau. They are derived from what was approved, and no part of any project: written after the approval, read with
 * the form, at a cost that does not grow with the office's years.
 */

type Key = ReturnType<typeof libraryKey>;

const item = z.object({ edition: z.int(), rows: z.instanceof(Uint8Array) });

interface Stored {
  /** Moves with every write; 0 where nothing was stored yet. */
  readonly edition: number;
  readonly rows: LibraryRow[];
}

/** @param eventually at half the price: a write on an edition that is not the present one is refused */
async function load(database: Database, key: Key, eventually?: 'eventually'): Promise<Stored> {
  const found = await database.get(database.projects, key, eventually);
  if (found === undefined) return { edition: 0, rows: [] };
  const { edition, rows } = item.parse(found);
  return { edition, rows: z.array(libraryRow).parse(unpack(rows)) };
}

// Two approvals of one bureau at the same moment are rare, and a refused write is tried again on what the other left.
const MOST_ROUNDS = 5;

/** A library as it was read, with rows in it; null where there is nothing to add. */
function withRows(stored: Stored, rows: readonly LibraryRow[], distinct: readonly string[]) {
  const next = merged(stored.rows, rows, distinct);
  return JSON.stringify(next) === JSON.stringify(stored.rows) ? null : next;
}

/** @param read the library as it was read a moment ago. @throws Busy where others kept being faster */
async function add(
  database: Database,
  key: Key,
  rows: readonly LibraryRow[],
  distinct: readonly string[],
  read: Stored,
): Promise<void> {
  let stored = read;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = withRows(stored, rows, distinct);
    if (next === null) return;
    try {
      return await database.put(
        database.projects,
        { ...key, edition: stored.edition + 1, rows: pack(next) },
        'attribute_not_exists(pk) OR edition = :edition',
        { ':edition': stored.edition },
      );
    } catch (error) {
      if (!(error instanceof ConditionRefused)) throw error;
      stored = await load(database, key);
    }
  }
  throw new Busy('Too many writers at once');
}

/** Of records of 0.1, which do not say it. */
async function bureauOf(database: Database, unit: string): Promise<string | undefined> {
  const directory = await loadDirectory(database, 'eventually');
  return (await unitsWith(directory, [unit])).get(unit)?.finance;
}

/**
 * Keeps the rows of an approved declaration for the other units of its finance bureau, what in them is no personal data,
 * and then for its unit: where the unit's are there already, by their time or by what they say, all is done, and nothing
 * else is read. Done again, or late, it changes nothing.
 * @param at when it was approved, UTC
 * @returns whether there was anything to add
 */
export async function keepRows(database: Database, { record }: Loaded, at: string): Promise<boolean> {
  const { id, form: name, flow, unit } = record;
  if (flow.state !== 'approved') return false;
  const form = await loadForm(name);
  const { library } = form.definition;
  if (!library) return false;
  const { distinct } = library;
  const ownKey = libraryKey(name, 'UNIT', unit.id);
  const own = await load(database, ownKey, 'eventually');
  if (own.rows.some((row) => row.at === at)) return false;
  const { declaration } = await demandRevision(database, id, flow.revision);
  const rows = form.usedRows(declaration).map((fields, row): LibraryRow => ({ fields, at, row }));
  if (withRows(own, rows, distinct) === null) return false;
  // Which bureau a unit belongs to decides nothing here but whom the rows are offered to: that of the approval will do.
  const finance = record.finance ?? (await bureauOf(database, unit.id));
  if (finance !== undefined) {
    const mask = maskFor(form.personalData(declaration));
    const impersonal = rows.filter(({ fields }) =>
      Object.values(fields).every((text) => mask(text) === text),
    );
    const key = libraryKey(name, 'FINANCE', finance);
    await add(database, key, impersonal, distinct, await load(database, key, 'eventually'));
  }
  await add(database, ownKey, rows, distinct, own);
  return true;
}

/** What a form offers to a unit: what it used itself, then what the other units of its finance bureau did. */
export async function loadLibrary(
  database: Database,
  { id, library }: FormDefinition,
  unit: Unit,
): Promise<readonly LibraryRow[]> {
  if (!library) return [];
  const [own, others] = await Promise.all([
    load(database, libraryKey(id, 'UNIT', unit.id), 'eventually'),
    unit.finance === undefined
      ? undefined
      : load(database, libraryKey(id, 'FINANCE', unit.finance), 'eventually'),
  ]);
  return ownFirst(own.rows, others?.rows ?? [], library.distinct);
}
