import type { Clock } from '../../clock.ts';
import { visitOf } from './context.ts';
import { openDeadlines } from './deadlines.ts';
import { StateError } from './errors.ts';
import { type Execution, type Outcome, outcomeSchema } from './execution.ts';
import { commitsPerExecution, historyEvents, limitedJson, retentionMs } from './limits.ts';
import type { Machine } from './machine.ts';
import type { State, Step, Visit } from './state.ts';
import type { Store } from './store.ts';
import { readToken } from './tokens.ts';
import {
  aborted,
  type Change,
  changeBy,
  retrying,
  type Start,
  settling,
  starting,
  timedOut,
  waiting,
} from './transition.ts';

/** Calls a function; the error's name is the one that Retry and Catch see. */
export type Invoke = (
  functionArn: string,
  payload: unknown,
) => Promise<{ payload: unknown } | { error: string; cause: string }>;

/** How an answer to a token was taken: `unknown` was never handed out here, `over` no longer waits. */
export type TokenAnswer = 'taken' | 'unknown' | 'gone' | 'over';

/** Runs executions: each step is evaluated, stored in one transaction, and only then carried out. */
export type Engine = ReturnType<typeof openEngine>;

export function openEngine(options: {
  store: Store;
  clock: Clock;
  invoke: Invoke;
  machineOf: (definition: string) => Machine;
  onEnd: (execution: Execution) => void;
}) {
  const { store, clock, invoke, machineOf, onEnd } = options;
  const tokenKey = store.tokenKey();
  // Executions that a loop is working on; there is one loop for each at most.
  const driven = new Set<number>();
  // Attempts whose function runs in this process: after a restart it is empty, and they are invoked again.
  const inFlight = new Set<string>();
  let transitions = 0;
  let closed = false;

  const deadlines = openDeadlines(clock, store.nextWake, () => {
    const now = clock.now();
    store.trim(now - retentionMs);
    for (const id of store.due(now)) wake(id, now);
  });

  function commit({ after, events }: Change): boolean {
    if (!store.commit(after, events)) return false;
    if (after.status !== 'RUNNING') announce(after);
    else if (after.dueAt !== null) deadlines.notice(after.dueAt);
    return true;
  }

  function announce(execution: Execution): void {
    onEnd(execution);
    store.markAnnounced(execution.id);
  }

  function wake(id: number, now: number): void {
    const execution = store.byId(id);
    if (execution?.status !== 'RUNNING') return;
    if (execution.expiresAt !== null && execution.expiresAt <= now)
      commit(timedOut(execution, execution.expiresAt));
    else if (commit(due(execution, now))) drive(id);
  }

  function due(execution: Execution, now: number): Change {
    if (execution.phase === 'delayed') {
      transitions += 1;
      return retrying(execution);
    }
    if (execution.phase === 'paused') return settling(execution, { ok: true, result: null }, now);
    return settling(execution, { ok: false, error: 'States.Timeout' }, now);
  }

  function drive(id: number): void {
    if (driven.has(id)) return;
    driven.add(id);
    // A failure in here is a defect of the interpreter, not of an execution: it ends the host, loudly.
    void advance(id);
  }

  async function advance(id: number): Promise<void> {
    try {
      while (!closed) {
        const execution = store.byId(id);
        if (execution?.status !== 'RUNNING' || isParked(execution)) return;
        await perform(execution);
      }
    } finally {
      // In the same turn as the last look at the row: a change after it finds nobody driving and drives.
      driven.delete(id);
    }
  }

  function isParked(execution: Execution): boolean {
    if (execution.phase === 'invoking') return inFlight.has(attemptKey(execution));
    return execution.phase !== 'entered' && execution.phase !== 'settling';
  }

  async function perform(execution: Execution): Promise<void> {
    const machine = machineOf(execution.definition);
    const state = machine.state(execution.state);
    const now = clock.now();
    const visit = visitOf(execution, state, tokenKey, now);
    const step = execution.step < commitsPerExecution ? await evaluate(execution, state, visit) : tooLong;
    if (closed) return;
    // After a restart the function is invoked once more; its deadline stays the one that was stored.
    if (step.kind === 'invoke' && execution.phase === 'invoking') return launch(execution, state, step);
    const change = changeBy(step, execution, machine, now);
    if (!commit(change)) return;
    if (step.kind === 'go') transitions += 1;
    if (step.kind === 'invoke') launch(change.after, state, step);
  }

  function launch(execution: Execution, state: State, step: Step & { kind: 'invoke' }): void {
    const key = attemptKey(execution);
    inFlight.add(key);
    void call(step)
      .then((outcome) => returned(execution, state, outcome))
      .finally(() => inFlight.delete(key));
  }

  function returned(launched: Execution, state: State, outcome: Outcome): void {
    if (closed) return;
    const execution = store.byId(launched.id);
    // The token was answered, the time was up or the execution was stopped before the function returned.
    if (execution?.status !== 'RUNNING' || execution.phase !== 'invoking') return;
    if (execution.attempt !== launched.attempt) return;
    const change =
      state.awaitsToken && outcome.ok ? waiting(execution) : settling(execution, outcome, clock.now());
    if (commit(change)) drive(execution.id);
  }

  async function call(step: Step & { kind: 'invoke' }): Promise<Outcome> {
    const answer = await invoke(step.functionArn, step.payload).catch(unreachable);
    if ('error' in answer) return { ok: false, error: answer.error, cause: answer.cause };
    try {
      limitedJson(answer.payload ?? null, 'result of the task');
    } catch (error) {
      if (error instanceof StateError) return { ok: false, error: error.error, cause: error.reason };
      throw error;
    }
    // The fields of the real answer that do not depend on a network.
    return {
      ok: true,
      result: { ExecutedVersion: '$LATEST', Payload: answer.payload ?? null, StatusCode: 200 },
    };
  }

  return {
    /** Starts an execution; undefined where its name is taken. */
    start(start: Start): Execution | undefined {
      const { execution: first, events } = starting(start, machineOf(start.definition), clock.now());
      const execution = store.insert(first, events);
      if (execution === undefined) return undefined;
      transitions += 1;
      if (execution.expiresAt !== null) deadlines.notice(execution.expiresAt);
      drive(execution.id);
      return execution;
    },

    /** Takes the answer to a task token; the task may still be running or have returned. */
    answer(token: string, outcome: Outcome): TokenAnswer {
      const subject = readToken(tokenKey, token);
      if (subject === undefined) return 'unknown';
      const execution = store.byId(subject.execution);
      if (execution === undefined) return 'gone';
      const awaited = execution.phase === 'invoking' || execution.phase === 'waiting';
      if (execution.status !== 'RUNNING' || !awaited || execution.attempt !== subject.attempt) return 'over';
      // Past its deadline the task is over, even if nobody has looked yet.
      if (execution.dueAt !== null && execution.dueAt <= clock.now()) return 'over';
      if (!commit(settling(execution, outcome, clock.now()))) return 'over';
      drive(execution.id);
      return 'taken';
    },

    /** Ends an execution from outside; an ended one stays as it is. */
    stop(execution: Execution, error: string | undefined, cause: string | undefined): Execution {
      commit(aborted(execution, error, cause, clock.now()));
      return store.byId(execution.id) ?? execution;
    },

    /** Takes up everything that was running when the process last ended. */
    resume(): void {
      for (const execution of store.unannounced()) announce(execution);
      deadlines.start();
      for (const id of store.unfinished()) drive(id);
    },

    transitions: () => transitions,

    close(): void {
      closed = true;
      deadlines.close();
    },
  };
}

const tooLong: Step = {
  kind: 'fail',
  error: 'States.Runtime',
  cause: `The execution reached the maximum number of history events (${historyEvents}).`,
};

// A call that could not be made at all is the task's failure: the execution says so and its Retry decides.
function unreachable(error: unknown): { error: string; cause: string } {
  return { error: 'Lambda.Unknown', cause: error instanceof Error ? error.message : String(error) };
}

function attemptKey({ id, attempt }: Execution): string {
  return `${id}/${attempt}`;
}

async function evaluate(execution: Execution, state: State, visit: Visit): Promise<Step> {
  try {
    if (execution.phase !== 'settling') return await state.enter(visit);
    const outcome = outcomeSchema.parse(JSON.parse(execution.outcome ?? 'null'));
    if (outcome.ok) return await state.settle(visit, outcome.result);
    return await recover(state, visit, new StateError(outcome.error, outcome.cause));
  } catch (error) {
    if (error instanceof StateError) return recover(state, visit, error);
    throw error;
  }
}

// Retry and Catch; an error within a catcher's own fields has nobody left to catch it.
async function recover(state: State, visit: Visit, error: StateError): Promise<Step> {
  try {
    return await state.recover(visit, error);
  } catch (within) {
    if (within instanceof StateError) return { kind: 'fail', error: within.error, cause: within.reason };
    throw within;
  }
}
