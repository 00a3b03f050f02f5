import type { WaitDefinition } from '../definition.ts';
import { StateError } from '../errors.ts';
import { compileExit } from '../exit.ts';
import { compileTemplate } from '../expressions.ts';
import { failWith, type State, type Step, scopeOf, type Visit } from '../state.ts';
import { wholeSeconds } from '../whole-seconds.ts';

/** Stays for a number of seconds or until a moment; the moment is stored, so that a restart does not begin again. */
export function compileWait(name: string, wait: WaitDefinition): State {
  const where = `State "${name}"`;
  const seconds = compileTemplate(wait.Seconds, `${where}, field "Seconds"`);
  const timestamp = compileTemplate(wait.Timestamp, `${where}, field "Timestamp"`);
  const exit = compileExit(wait, where);

  async function enter(visit: Visit): Promise<Step> {
    const scope = scopeOf(visit);
    if (wait.Timestamp !== undefined) return { kind: 'pause', until: moment(await timestamp(scope)) };
    const length = wholeSeconds(await seconds(scope), 0, `${where}, field "Seconds"`);
    return { kind: 'pause', until: visit.enteredAt + length * 1000 };
  }

  function moment(value: unknown): number {
    const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    if (!Number.isNaN(at)) return at;
    throw new StateError(
      'States.QueryEvaluationError',
      `${where}, field "Timestamp": ${JSON.stringify(value)} is not a timestamp.`,
    );
  }

  return {
    name,
    type: 'Wait',
    awaitsToken: false,
    enter,
    settle: (visit) => exit(scopeOf(visit), visit.input),
    recover: failWith,
  };
}
