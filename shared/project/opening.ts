import { valueAt } from '../forms/pointer.ts';
import { type Scope, scopeOf } from '../forms/scope.ts';
import type { Database } from '../store/database.ts';
import { normalIn } from '../values/text.ts';
import type { StagedForm } from '../workflow/staged-form.ts';
import { type Loaded, loadRevision } from './load.ts';
import { returnOf } from './returned.ts';

/** What a return opened, and of what. */
export interface Opening {
  readonly scope: Scope;
  /** Normal as what comes in now: a program that sends it back unchanged has changed nothing. */
  readonly handedIn: Record<string, unknown>;
}

/** What a return opened; no field named means everything. */
export async function openingOf(
  { database }: { readonly database: Database },
  { definition }: StagedForm,
  loaded: Loaded,
): Promise<Opening> {
  const { id, flow } = loaded.record;
  const pointers = flow.state === 'returned' ? (returnOf(loaded)?.fields ?? []) : [];
  if (pointers.length === 0) return { scope: [], handedIn: {} };
  const revision = await loadRevision(database, id, flow.revision - 1);
  const handedIn = normalIn(revision?.declaration ?? {});
  // A unit that takes over what another one declared says so in it, whatever was sent back.
  const { unit } = definition;
  const isOthers = unit !== undefined && valueAt(handedIn, unit) !== loaded.record.unit.id;
  const opened = isOthers ? [...pointers, unit.slice(0, unit.lastIndexOf('/'))] : pointers;
  return { scope: scopeOf(definition, handedIn, opened), handedIn };
}
