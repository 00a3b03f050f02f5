import type { ChoiceDefinition } from '../definition.ts';
import { StateError } from '../errors.ts';
import { compileExit } from '../exit.ts';
import { compileTemplate } from '../expressions.ts';
import { failWith, nothingToSettle, type State, type Step, scopeOf, type Visit } from '../state.ts';

/** The first rule whose condition holds leads on; the state's own Output and Assign belong to Default. */
export function compileChoice(name: string, choice: ChoiceDefinition): State {
  const where = `State "${name}"`;
  const rules = choice.Choices.map((rule, index) => ({
    condition: compileTemplate(rule.Condition, `${where}, field "Choices[${index}].Condition"`),
    exit: compileExit(rule, `${where}, field "Choices[${index}]"`),
  }));
  const byDefault = compileExit({ ...choice, Next: choice.Default }, where);

  async function enter(visit: Visit): Promise<Step> {
    const scope = scopeOf(visit);
    for (const [index, rule] of rules.entries()) {
      const holds = await rule.condition(scope);
      if (typeof holds !== 'boolean') {
        throw new StateError(
          'States.QueryEvaluationError',
          `${where}: Choices[${index}].Condition gave ${JSON.stringify(holds)}, not true or false.`,
        );
      }
      if (holds) return rule.exit(scope, visit.input);
    }
    if (choice.Default === undefined) {
      throw new StateError('States.NoChoiceMatched', `${where}: no choice matched and there is no Default.`);
    }
    return byDefault(scope, visit.input);
  }

  return { name, type: 'Choice', awaitsToken: false, enter, settle: nothingToSettle, recover: failWith };
}
