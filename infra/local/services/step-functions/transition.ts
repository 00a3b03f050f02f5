import type { Execution, HistoryEvent, NewExecution, Outcome } from './execution.ts';
import type { Machine } from './machine.ts';
import type { State, Step } from './state.ts';

/** An execution as it is to be stored, and what its history says of the change. */
export interface Change {
  readonly after: Execution;
  readonly events: readonly HistoryEvent[];
}

/** What is needed to start an execution. */
export interface Start {
  readonly arn: string;
  readonly machineArn: string;
  readonly machineName: string;
  readonly name: string;
  readonly definition: string;
  readonly input: string;
}

/** The row and the first lines of history of an execution that starts. */
export function starting(
  start: Start,
  machine: Machine,
  now: number,
): { execution: NewExecution; events: readonly HistoryEvent[] } {
  const first = machine.state(machine.startAt);
  const expiresAt = machine.timeoutSeconds === undefined ? null : now + machine.timeoutSeconds * 1000;
  const ending = {
    status: 'RUNNING' as const,
    output: null,
    error: null,
    cause: null,
    stoppedAt: null,
    expiresAt,
  };
  return {
    execution: {
      ...start,
      ...entering(first, start.input, now),
      ...ending,
      startedAt: now,
      variables: '{}',
      attempt: 1,
      step: 0,
    },
    events: [event('ExecutionStarted', now), event(`${first.type}StateEntered`, now, { state: first.name })],
  };
}

// Fields of an execution that enters a state.
function entering(state: State, input: string, now: number) {
  return {
    state: state.name,
    phase: 'entered' as const,
    stateInput: input,
    enteredAt: now,
    retries: 0,
    spent: '[]',
    dueAt: null,
    outcome: null,
  };
}

function event(
  type: string,
  at: number,
  more: { state?: string; error?: string | undefined; cause?: string | undefined } = {},
): HistoryEvent {
  return { type, at, state: more.state ?? null, error: more.error ?? null, cause: more.cause ?? null };
}

/** Turns what came of a state into the change to store. */
export function changeBy(step: Step, execution: Execution, machine: Machine, now: number): Change {
  switch (step.kind) {
    case 'go': {
      const next = machine.state(step.to);
      const variables = mergeVariables(execution.variables, step.assigned);
      const attempt = execution.attempt + 1;
      return {
        after: { ...execution, ...entering(next, step.output, now), variables, attempt },
        events: [event(`${next.type}StateEntered`, now, { state: next.name })],
      };
    }
    case 'succeed':
      return {
        after: { ...ended(execution, 'SUCCEEDED', now), output: step.output },
        events: [event('ExecutionSucceeded', now)],
      };
    case 'fail':
      return {
        after: { ...ended(execution, 'FAILED', now), error: step.error ?? null, cause: step.cause ?? null },
        events: [event('ExecutionFailed', now, { error: step.error, cause: step.cause })],
      };
    case 'invoke':
      return { after: { ...execution, phase: 'invoking', dueAt: step.timeoutAt }, events: [] };
    case 'pause':
      return { after: { ...execution, phase: 'paused', dueAt: step.until }, events: [] };
    case 'retry':
      return {
        after: {
          ...execution,
          phase: 'delayed',
          dueAt: step.at,
          spent: JSON.stringify(step.spent),
          outcome: null,
        },
        events: [],
      };
  }
}

/** The function has returned and the token's answer is awaited; the deadline stays. */
export function waiting(execution: Execution): Change {
  return { after: { ...execution, phase: 'waiting' }, events: [] };
}

/** A result or an error is there. */
export function settling(execution: Execution, outcome: Outcome, now: number): Change {
  return {
    after: { ...execution, phase: 'settling', dueAt: null, outcome: JSON.stringify(outcome) },
    events: outcome.ok ? [] : [failure(execution, outcome, now)],
  };
}

function failure(execution: Execution, { error, cause }: Outcome & { ok: false }, now: number): HistoryEvent {
  const type = error === 'States.Timeout' ? 'TaskTimedOut' : 'TaskFailed';
  return event(type, now, { state: execution.state, error, cause });
}

/** The next attempt of a task begins, with a token of its own; the state has not been left. */
export function retrying(execution: Execution): Change {
  const attempt = execution.attempt + 1;
  return {
    after: { ...execution, phase: 'entered', dueAt: null, retries: execution.retries + 1, attempt },
    events: [],
  };
}

/** The whole execution ran out of time; the service names no error then, except in the history. */
export function timedOut(execution: Execution, now: number): Change {
  return {
    after: ended(execution, 'TIMED_OUT', now),
    events: [event('ExecutionTimedOut', now, { error: 'States.Timeout' })],
  };
}

/** Somebody stopped the execution. */
export function aborted(
  execution: Execution,
  error: string | undefined,
  cause: string | undefined,
  now: number,
): Change {
  return {
    after: { ...ended(execution, 'ABORTED', now), error: error ?? null, cause: cause ?? null },
    events: [event('ExecutionAborted', now, { error, cause })],
  };
}

function ended(execution: Execution, status: Execution['status'], now: number): Execution {
  return { ...execution, status, stoppedAt: now, dueAt: null, outcome: null };
}

function mergeVariables(variables: string, assigned: Readonly<Record<string, unknown>>): string {
  if (Object.keys(assigned).length === 0) return variables;
  return JSON.stringify({ ...JSON.parse(variables), ...assigned });
}
