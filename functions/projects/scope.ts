import { frozenFindings } from '../../shared/forms/scope.ts';
import type { Opening } from '../../shared/project/opening.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import { DoesNotHold } from './submit.ts';

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
