import type { FailDefinition, SucceedDefinition } from '../definition.ts';
import { StateError } from '../errors.ts';
import { compileExit } from '../exit.ts';
import { compileTemplate } from '../expressions.ts';
import { failWith, nothingToSettle, type State, type Step, scopeOf, type Visit } from '../state.ts';

/** Ends the execution with the state's output. */
export function compileSucceed(name: string, succeed: SucceedDefinition): State {
  const exit = compileExit({ Output: succeed.Output }, `State "${name}"`);
  return {
    name,
    type: 'Succeed',
    awaitsToken: false,
    enter: (visit) => exit(scopeOf(visit), visit.input),
    settle: nothingToSettle,
    recover: failWith,
  };
}

/** Ends the execution with an error. */
export function compileFail(name: string, fail: FailDefinition): State {
  const where = `State "${name}"`;
  const error = compileTemplate(fail.Error, `${where}, field "Error"`);
  const cause = compileTemplate(fail.Cause, `${where}, field "Cause"`);

  async function enter(visit: Visit): Promise<Step> {
    const scope = scopeOf(visit);
    return {
      kind: 'fail',
      error: text(await error(scope), `${where}, field "Error"`),
      cause: text(await cause(scope), `${where}, field "Cause"`),
    };
  }

  return { name, type: 'Fail', awaitsToken: false, enter, settle: nothingToSettle, recover: failWith };
}

function text(value: unknown, where: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new StateError('States.QueryEvaluationError', `${where}: ${JSON.stringify(value)} is not a string.`);
}
