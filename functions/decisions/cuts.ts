import { Problem } from '../../shared/contract/problem.ts';
import type { Cut } from '../../shared/forms/cuts.ts';
import type { Form } from '../../shared/forms/form.ts';
import { planAfter } from '../../shared/project/cuts-so-far.ts';
import { cutsHold } from '../../shared/workflow/cuts.ts';

/** Holds cuts that are only tried against the rule that deciding goes by. @throws Problem `invalid-body` (R30) */
export function demandCuts(
  form: Form,
  declaration: unknown,
  made: readonly Cut[],
  cuts: readonly Cut[],
): void {
  const findings = cutsHold(planAfter(form.definition, declaration, made), cuts, 'approve');
  if (findings.length > 0) throw new Problem('invalid-body', { errors: findings });
}
