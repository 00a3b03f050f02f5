import type { TaskDefinition } from '../definition.ts';
import { matchesError, StateError } from '../errors.ts';
import { compileExit } from '../exit.ts';
import { compileTemplate } from '../expressions.ts';
import { limitedJson, longestSeconds } from '../limits.ts';
import { nextRetry } from '../retry.ts';
import { type State, type Step, scopeOf, type Visit } from '../state.ts';
import { wholeSeconds } from '../whole-seconds.ts';

/** A Lambda function is invoked; with `.waitForTaskToken` the state goes on when somebody answers with the token. */
export function compileTask(name: string, task: TaskDefinition): State {
  const where = `State "${name}"`;
  const functionName = compileTemplate(
    task.Arguments.FunctionName,
    `${where}, field "Arguments.FunctionName"`,
  );
  const payload = compileTemplate(task.Arguments.Payload ?? {}, `${where}, field "Arguments.Payload"`);
  const timeout = compileTemplate(task.TimeoutSeconds ?? longestSeconds, `${where}, field "TimeoutSeconds"`);
  const exit = compileExit(task, where, ['result']);
  const retriers = task.Retry ?? [];
  const catchers = (task.Catch ?? []).map((catcher, index) => ({
    errorEquals: catcher.ErrorEquals,
    exit: compileExit(catcher, `${where}, field "Catch[${index}]"`, ['errorOutput']),
  }));

  async function enter(visit: Visit): Promise<Step> {
    const scope = scopeOf(visit);
    const functionArn = await functionName(scope);
    if (typeof functionArn !== 'string') {
      throw new StateError('States.QueryEvaluationError', `${where}: FunctionName is not a string.`);
    }
    const argument = limitedJson(await payload(scope), 'payload of the task');
    const seconds = wholeSeconds(await timeout(scope), 1, `${where}, field "TimeoutSeconds"`);
    return {
      kind: 'invoke',
      functionArn,
      payload: JSON.parse(argument),
      timeoutAt: visit.now + seconds * 1000,
    };
  }

  async function settle(visit: Visit, result: unknown): Promise<Step> {
    return exit(scopeOf(visit, { result }), result);
  }

  async function recover(visit: Visit, error: StateError): Promise<Step> {
    const retry = nextRetry(retriers, visit.spent, error.error, Math.random);
    if (retry !== undefined) return { kind: 'retry', at: visit.now + retry.delayMs, spent: retry.spent };
    const catcher = catchers.find(({ errorEquals }) => matchesError(errorEquals, error.error));
    if (catcher === undefined) return { kind: 'fail', error: error.error, cause: error.reason };
    const errorOutput = { Error: error.error ?? '', Cause: error.reason ?? '' };
    return catcher.exit(scopeOf(visit, { errorOutput }), errorOutput);
  }

  return {
    name,
    type: 'Task',
    awaitsToken: task.Resource.endsWith('.waitForTaskToken'),
    enter,
    settle,
    recover,
  };
}
