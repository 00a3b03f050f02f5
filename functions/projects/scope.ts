import type { Reading } from '../../shared/forms/form-data.ts';
import { frozenFindings, type Scope, withinScope } from '../../shared/forms/scope.ts';
import { type Loaded, loadRevision } from '../../shared/project/load.ts';
import { normalIn } from '../../shared/values/text.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import type { Deps } from './deps.ts';
import { DoesNotHold } from './submit.ts';

/** The decision that sent a project back, where the draft is the revision after it. */
export const returnOf = ({ record, requests }: Loaded) =>
  requests
    .filter(({ revision }) => revision === record.flow.revision - 1)
    .flatMap(({ decisions }) => decisions)
    .find(({ outcome }) => outcome === 'return');

/** What a return opened; nothing named means everything. */
export const scopeOf = (loaded: Loaded): Scope =>
  loaded.record.flow.state === 'returned' ? (returnOf(loaded)?.fields ?? []) : [];

/** What was handed in, normal as what comes in now: a program that sends it back unchanged has changed nothing. */
async function handedIn(deps: Deps, { record }: Loaded): Promise<Record<string, unknown>> {
  const revision = await loadRevision(deps.database, record.id, record.flow.revision - 1);
  return normalIn(revision?.declaration ?? {});
}

/** What a page posted for a returned project: fields that the return does not name stay as they were handed in. */
export async function heldInScope(deps: Deps, loaded: Loaded, posted: Reading): Promise<Reading> {
  const scope = scopeOf(loaded);
  return scope.length === 0 ? posted : withinScope(scope, await handedIn(deps, loaded), posted);
}

/**
 * A program hears of every field that it changed outside the scope.
 * @throws DoesNotHold with findings `frozen`
 */
export async function demandScope(
  deps: Deps,
  form: StagedForm,
  loaded: Loaded,
  declaration: unknown,
): Promise<void> {
  const scope = scopeOf(loaded);
  if (scope.length === 0) return;
  const findings = frozenFindings(form.definition, scope, await handedIn(deps, loaded), declaration);
  if (findings.length > 0) throw new DoesNotHold(findings);
}
