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

async function load(database: Database, key: Key): Promise<Stored> {
  const found = await database.get(database.projects, key);
  if (found === undefined) return { edition: 0, rows: [] };
  const { edition, rows } = item.parse(found);
  return { edition, rows: z.array(libraryRow).parse(unpack(rows)) };
}

// Two approvals of one bureau at the same moment are rare, and a refused write is tried again on what the other left.
const MOST_ROUNDS = 5;

/** @returns whether there was anything to add. @throws Busy where others kept being faster */
async function add(
  database: Database,
  key: Key,
  rows: readonly LibraryRow[],
  distinct: readonly string[],
): Promise<boolean> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const stored = await load(database, key);
    const next = merged(stored.rows, rows, distinct);
    if (JSON.stringify(next) === JSON.stringify(stored.rows)) return false;
    try {
      await database.put(
        database.projects,
        { ...key, edition: stored.edition + 1, rows: pack(next) },
        'attribute_not_exists(pk) OR edition = :edition',
        { ':edition': stored.edition },
      );
      return true;
    } catch (error) {
      if (!(error instanceof ConditionRefused)) throw error;
    }
  }
  throw new Busy('Too many writers at once');
}

/**
 * Keeps the rows of an approved declaration for its unit, and for the other units of the same finance bureau what in
 * them is no personal data. Done again, or late, it changes nothing.
 * @param at when it was approved, UTC
 * @returns whether there was anything to add
 */
export async function keepRows(database: Database, { record }: Loaded, at: string): Promise<boolean> {
  const { id, form: name, flow, unit } = record;
  if (flow.state !== 'approved') return false;
  const form = await loadForm(name);
  const { library } = form.definition;
  if (!library) return false;
  const { declaration } = await demandRevision(database, id, flow.revision);
  const rows = form.usedRows(declaration).map((fields, row): LibraryRow => ({ fields, at, row }));
  const mask = maskFor(form.personalData(declaration));
  const impersonal = rows.filter(({ fields }) => Object.values(fields).every((text) => mask(text) === text));
  const { finance } = (await unitsWith(await loadDirectory(database), [unit.id])).get(unit.id) ?? {};
  const own = await add(database, libraryKey(name, 'UNIT', unit.id), rows, library.distinct);
  if (finance === undefined) return own;
  const common = await add(database, libraryKey(name, 'FINANCE', finance), impersonal, library.distinct);
  return own || common;
}

/** What a form offers to a unit: what it used itself, then what the other units of its finance bureau did. */
export async function loadLibrary(
  database: Database,
  { id, library }: FormDefinition,
  unit: Unit,
): Promise<readonly LibraryRow[]> {
  if (!library) return [];
  const [own, others] = await Promise.all([
    load(database, libraryKey(id, 'UNIT', unit.id)),
    unit.finance === undefined ? undefined : load(database, libraryKey(id, 'FINANCE', unit.finance)),
  ]);
  return ownFirst(own.rows, others?.rows ?? [], library.distinct);
}
