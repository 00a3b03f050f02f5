import type { Clock } from '../../clock.ts';
import { tryWrite, untilThereIsSpace, untilWritten } from '../../disk.ts';
import { visitOf } from './context.ts';
import { openDeadlines } from './deadlines.ts';
import { StateError } from './errors.ts';
import { type Execution, type HistoryEvent, type Outcome, outcomeSchema } from './execution.ts';
import { historyEvents, limitedJson, retentionMs, stepsPerExecution } from './limits.ts';
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

/** Calls a function for an execution of a machine; the error's name is the one that Retry and Catch see. */
export type Invoke = (
  functionArn: string,
  payload: unknown,
  machineArn: string,
) => Promise<{ payload: unknown } | { error: string; cause: string }>;

/** How an answer to a token was taken: `unknown` was never handed out here, `over` no longer waits. */
export type TokenAnswer = 'taken' | 'unknown' | 'gone' | 'over';

interface EngineOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly machineOf: (definition: string) => Machine;
  readonly onEnd: (execution: Execution) => void;
}

/**
 * Runs executions: steps are evaluated up to one that waits, stored in one transaction, and only then is that one carried
 * out. What was not stored is evaluated again: nobody outside can know of it. A function is invoked, and a call answered,
 * when the disk has what led to it.
 */
export class Engine {
  private readonly options: EngineOptions;
  private readonly store: Store;
  private readonly clock: Clock;
  private readonly tokenKey: Uint8Array;
  private readonly deadlines: ReturnType<typeof openDeadlines>;
  // Executions that a loop is working on; there is one loop for each at most.
  private readonly driven = new Set<number>();
  // Attempts whose function runs in this process: after a restart it is empty, and they are invoked again.
  private readonly inFlight = new Set<string>();
  private transitionCount = 0;
  private closed = false;

  constructor(options: EngineOptions) {
    const { store, clock } = options;
    this.options = options;
    this.store = store;
    this.clock = clock;
    this.tokenKey = store.tokenKey();
    this.deadlines = openDeadlines(
      clock,
      () => store.nextWake(),
      () => {
        const now = clock.now();
        store.trim(now - retentionMs);
        for (const id of store.due(now)) this.wake(id, now);
      },
    );
  }

  /** Starts an execution; undefined where its name is taken. */
  async start(start: Start): Promise<Execution | undefined> {
    const { execution: first, events } = starting(
      start,
      this.options.machineOf(start.definition),
      this.clock.now(),
    );
    const execution = this.store.insert(first, events);
    if (execution === undefined) return undefined;
    this.transitionCount += 1;
    if (execution.expiresAt !== null) this.deadlines.notice(execution.expiresAt);
    this.drive(execution.id);
    await this.store.durable();
    return execution;
  }

  /** Takes the answer to a task token; the task may still be running or have returned. */
  async answer(token: string, outcome: Outcome): Promise<TokenAnswer> {
    const subject = readToken(this.tokenKey, token);
    if (subject === undefined) return 'unknown';
    const execution = this.store.byId(subject.execution);
    if (execution === undefined) return 'gone';
    const awaited = execution.phase === 'invoking' || execution.phase === 'waiting';
    if (execution.status !== 'RUNNING' || !awaited || execution.attempt !== subject.attempt) return 'over';
    // Past its deadline the task is over, even if nobody has looked yet.
    if (execution.dueAt !== null && execution.dueAt <= this.clock.now()) return 'over';
    if (!this.commit(settling(execution, outcome, this.clock.now()))) return 'over';
    this.drive(execution.id);
    await this.store.durable();
    return 'taken';
  }

  /** The machine whose task a token answers; undefined where it was never handed out here. */
  machineOf(token: string): string | undefined {
    const subject = readToken(this.tokenKey, token);
    return subject && this.store.byId(subject.execution)?.machineArn;
  }

  /** Ends an execution from outside; an ended one stays as it is. */
  async stop(execution: Execution, error: string | undefined, cause: string | undefined): Promise<Execution> {
    this.commit(aborted(execution, error, cause, this.clock.now()));
    await this.store.durable();
    return this.store.byId(execution.id) ?? execution;
  }

  /** Takes up everything that was running when the process last ended. */
  resume(): void {
    for (const execution of this.store.unannounced()) void this.announce(execution);
    this.deadlines.start();
    for (const id of this.store.unfinished()) this.drive(id);
  }

  transitions(): number {
    return this.transitionCount;
  }

  close(): void {
    this.closed = true;
    this.deadlines.close();
  }

  private commit({ after, events }: Change, steps = 1): boolean {
    if (!this.store.commit(after, events, steps)) return false;
    if (after.status !== 'RUNNING') void this.announce(after);
    else if (after.dueAt !== null) this.deadlines.notice(after.dueAt);
    return true;
  }

  private async announce(execution: Execution): Promise<void> {
    await untilWritten(() => this.store.durable());
    if (this.closed) return;
    this.options.onEnd(execution);
    // Not marked, it is told again at the next start.
    tryWrite(() => this.store.markAnnounced(execution.id));
  }

  private wake(id: number, now: number): void {
    const execution = this.store.byId(id);
    if (execution?.status !== 'RUNNING') return;
    if (execution.expiresAt !== null && execution.expiresAt <= now)
      this.commit(timedOut(execution, execution.expiresAt));
    else if (this.commit(this.due(execution, now))) this.drive(id);
  }

  private due(execution: Execution, now: number): Change {
    if (execution.phase === 'delayed') {
      this.transitionCount += 1;
      return retrying(execution);
    }
    if (execution.phase === 'paused') return settling(execution, { ok: true, result: null }, now);
    return settling(execution, { ok: false, error: 'States.Timeout' }, now);
  }

  private drive(id: number): void {
    if (this.driven.has(id)) return;
    this.driven.add(id);
    // A failure in here is a defect of the interpreter, not of an execution: it is told at the terminal.
    void this.advance(id);
  }

  private async advance(id: number): Promise<void> {
    try {
      while (!this.closed) {
        const execution = this.store.byId(id);
        if (execution?.status !== 'RUNNING' || this.isParked(execution)) return;
        // What could not be stored has not been carried out either: the same step is taken once more.
        await this.perform(execution).catch(untilThereIsSpace);
      }
    } finally {
      // In the same turn as the last look at the row: a change after it finds nobody driving and drives.
      this.driven.delete(id);
    }
  }

  private isParked(execution: Execution): boolean {
    if (execution.phase === 'invoking') return this.inFlight.has(attemptKey(execution));
    return execution.phase !== 'entered' && execution.phase !== 'settling';
  }

  /** Takes the steps up to the next one that waits for something, and stores them as one. */
  private async perform(execution: Execution): Promise<void> {
    const machine = this.options.machineOf(execution.definition);
    const events: HistoryEvent[] = [];
    let current = execution;
    for (let steps = 1; ; steps += 1) {
      const state = machine.state(current.state);
      const now = this.clock.now();
      const visit = visitOf(current, state, this.tokenKey, now);
      const isTooLong = execution.step + steps > stepsPerExecution;
      const step = isTooLong ? tooLong : await evaluate(current, state, visit);
      if (this.closed) return;
      // After a restart the function is invoked once more; its deadline stays the one that was stored.
      if (step.kind === 'invoke' && current.phase === 'invoking')
        return void this.launch(current, state, step);
      const change = changeBy(step, current, machine, now);
      events.push(...change.events);
      current = change.after;
      if (step.kind === 'go') continue;
      if (!this.commit({ after: current, events }, steps)) return;
      this.transitionCount += steps - 1;
      if (step.kind === 'invoke') void this.launch(current, state, step);
      return;
    }
  }

  private async launch(execution: Execution, state: State, step: Step & { kind: 'invoke' }): Promise<void> {
    const key = attemptKey(execution);
    this.inFlight.add(key);
    try {
      await untilWritten(() => this.store.durable());
      if (this.closed) return;
      const outcome = await this.call(step, execution.machineArn);
      await untilWritten(() => this.returned(execution, state, outcome));
    } finally {
      this.inFlight.delete(key);
    }
  }

  private returned(launched: Execution, state: State, outcome: Outcome): void {
    if (this.closed) return;
    const execution = this.store.byId(launched.id);
    // The token was answered, the time was up or the execution was stopped before the function returned.
    if (execution?.status !== 'RUNNING' || execution.phase !== 'invoking') return;
    if (execution.attempt !== launched.attempt) return;
    const change =
      state.awaitsToken && outcome.ok ? waiting(execution) : settling(execution, outcome, this.clock.now());
    if (this.commit(change)) this.drive(execution.id);
  }

  private async call(step: Step & { kind: 'invoke' }, machineArn: string): Promise<Outcome> {
    const answer = await this.options.invoke(step.functionArn, step.payload, machineArn).catch(unreachable);
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
