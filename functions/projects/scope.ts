import { valueAt } from '../../shared/forms/pointer.ts';
import { frozenFindings, type Scope, scopeOf } from '../../shared/forms/scope.ts';
import { type Loaded, loadRevision } from '../../shared/project/load.ts';
import { returnOf } from '../../shared/project/returned.ts';
import { normalIn } from '../../shared/values/text.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import type { Deps } from './deps.ts';
import { DoesNotHold } from './submit.ts';

/** What a return opened, and of what. */
interface Opening {
  readonly scope: Scope;
  /** Normal as what comes in now: a program that sends it back unchanged has changed nothing. */
  readonly handedIn: Record<string, unknown>;
}

/** What a return opened; no field named means everything. */
export async function openingOf(deps: Deps, { definition }: StagedForm, loaded: Loaded): Promise<Opening> {
  const { id, flow } = loaded.record;
  const pointers = flow.state === 'returned' ? (returnOf(loaded)?.fields ?? []) : [];
  if (pointers.length === 0) return { scope: [], handedIn: {} };
  const revision = await loadRevision(deps.database, id, flow.revision - 1);
  const handedIn = normalIn(revision?.declaration ?? {});
  // A unit that takes over what another one declared says so in it, whatever was sent back.
  const { unit } = definition;
  const isOthers = unit !== undefined && valueAt(handedIn, unit) !== loaded.record.unit.id;
  const opened = isOthers ? [...pointers, unit.slice(0, unit.lastIndexOf('/'))] : pointers;
  return { scope: scopeOf(definition, handedIn, opened), handedIn };
}

/**
 * A program hears of every field that it changed outside the scope.
 * @throws DoesNotHold with findings `frozen`
 */
export function demandScope(
  { definition }: StagedForm,
  { scope, handedIn }: Opening,
  declaration: unknown,
): void {
  if (scope.length === 0) return;
  const findings = frozenFindings(definition, scope, handedIn, declaration);
  if (findings.length > 0) throw new DoesNotHold(findings);
}
