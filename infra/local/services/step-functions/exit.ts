import type { Readable } from './check-expression.ts';
import { compileMembers, compileTemplate, type Scope } from './expressions.ts';
import { limitedJson } from './limits.ts';
import type { Step } from './state.ts';

interface Onwards {
  readonly Next?: string | undefined;
  readonly End?: true | undefined;
  readonly Output?: unknown;
  readonly Assign?: Readonly<Record<string, unknown>> | undefined;
}

/** Leaves a state: evaluates Output and Assign, both on the variables as they were, and names what comes next. */
export type Exit = (scope: Scope, defaultOutput: unknown) => Promise<Step>;

/** Compiles the way out of a state, a choice rule or a catcher. */
export function compileExit(onwards: Onwards, where: string, readable: readonly Readable[] = []): Exit {
  const output =
    onwards.Output === undefined
      ? undefined
      : compileTemplate(onwards.Output, `${where}, field "Output"`, readable);
  const assign =
    onwards.Assign === undefined
      ? undefined
      : compileMembers(onwards.Assign, `${where}, field "Assign"`, readable);
  const to = onwards.Next;
  return async (scope, defaultOutput) => {
    const value = output === undefined ? defaultOutput : await output(scope);
    const text = limitedJson(value, 'output of the state');
    // Also before an end: an Assign that fails ends the execution otherwise than one that succeeds.
    const assigned = assign === undefined ? {} : await assign(scope);
    limitedJson(assigned, 'variables assigned by the state');
    return to === undefined ? { kind: 'succeed', output: text } : { kind: 'go', to, output: text, assigned };
  };
}
