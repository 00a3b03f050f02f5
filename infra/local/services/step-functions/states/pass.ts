import type { PassDefinition } from '../definition.ts';
import { compileExit } from '../exit.ts';
import { failWith, nothingToSettle, type State, scopeOf } from '../state.ts';

/** Nothing but Output and Assign. */
export function compilePass(name: string, pass: PassDefinition): State {
  const exit = compileExit(pass, `State "${name}"`);
  return {
    name,
    type: 'Pass',
    awaitsToken: false,
    enter: (visit) => exit(scopeOf(visit), visit.input),
    settle: nothingToSettle,
    recover: failWith,
  };
}
