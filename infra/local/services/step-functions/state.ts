import type { StateError } from './errors.ts';
import type { Scope } from './expressions.ts';

/** One stay of an execution in a state: all that the state's fields may depend on. */
export interface Visit {
  readonly input: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
  /** `$states.context`; the task token is in it while a task waits for one. */
  readonly context: unknown;
  /** Attempts already spent, by the position of the Retry rule. */
  readonly spent: readonly number[];
  /** When the state was entered, which a retry does not change. */
  readonly enteredAt: number;
  readonly now: number;
}

/** What comes of a state: the engine stores it in one transaction and carries it out. */
export type Step =
  | { kind: 'go'; to: string; output: string; assigned: Readonly<Record<string, unknown>> }
  | { kind: 'succeed'; output: string }
  | { kind: 'fail'; error: string | undefined; cause: string | undefined }
  | { kind: 'invoke'; functionArn: string; payload: unknown; timeoutAt: number }
  | { kind: 'pause'; until: number }
  | { kind: 'retry'; at: number; spent: readonly number[] };

/** A state of a machine, compiled. */
export interface State {
  readonly name: string;
  readonly type: 'Task' | 'Choice' | 'Pass' | 'Wait' | 'Succeed' | 'Fail';
  /** Whether a task goes on only when somebody answers with its token. */
  readonly awaitsToken: boolean;
  enter(visit: Visit): Promise<Step>;
  /** Goes on with the result of what the state waited for. */
  settle(visit: Visit, result: unknown): Promise<Step>;
  /** Applies Retry and Catch, where the state has them. */
  recover(visit: Visit, error: StateError): Promise<Step>;
}

/** The names that expressions see: the variables, and `$states` with what this field may read. */
export function scopeOf(visit: Visit, more: Readonly<Record<string, unknown>> = {}): Scope {
  return { ...visit.variables, states: { input: visit.input, context: visit.context, ...more } };
}

/** For states that can neither be retried nor caught. */
export async function failWith(_visit: Visit, error: StateError): Promise<Step> {
  return { kind: 'fail', error: error.error, cause: error.reason };
}

/** For states that never wait for a result. */
export async function nothingToSettle(): Promise<Step> {
  throw new Error('This state does not wait for anything');
}
