import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../infra/local/clock.ts';
import type { Invoke } from '../../infra/local/services/step-functions/engine.ts';
import {
  type ExecutionEnd,
  type ExecutionSummary,
  openStepFunctions,
  type StepFunctions,
} from '../../infra/local/services/step-functions/step-functions.ts';

export const machineArn = 'arn:aws:states:eu-west-1:000000000000:stateMachine:Approval';
export const executionArn = (name: string) =>
  `arn:aws:states:eu-west-1:000000000000:execution:Approval:${name}`;
export const midnight = Date.parse('2026-01-01T00:00:00.000Z');

/** A clock that stands still until a test moves it. */
export function fakeClock(start = midnight): Clock {
  let now = start;
  const listeners: (() => void)[] = [];
  return {
    now: () => now,
    advance(seconds) {
      now += seconds * 1000;
      for (const listener of listeners) listener();
    },
    onAdvance: (listener) => void listeners.push(listener),
  };
}

export interface Invocation {
  readonly functionArn: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test knows what its machine sends
  readonly payload: any;
  readonly answer: (answer: { payload: unknown } | { error: string; cause: string }) => void;
}

/** A machine on a database in a folder of its own; functions answer when the test says so. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'step-functions-'));
  readonly database = join(this.folder, 'executions.sqlite');
  readonly invocations: Invocation[] = [];
  readonly ends: ExecutionEnd[] = [];
  service: StepFunctions;
  clock: Clock;
  definition: string;
  private readonly invoke: Invoke;

  constructor(
    states: Record<string, unknown>,
    options: { machine?: object; clock?: Clock; invoke?: Invoke } = {},
  ) {
    this.definition = machine(states, options.machine);
    this.clock = options.clock ?? fakeClock();
    this.invoke =
      options.invoke ??
      ((functionArn, payload) =>
        new Promise((answer) => {
          this.invocations.push({ functionArn, payload, answer });
        }));
    this.service = this.open();
    this.service.resume();
  }

  open(): StepFunctions {
    return openStepFunctions({
      database: this.database,
      machines: [{ arn: machineArn, name: 'Approval', definition: this.definition }],
      invoke: this.invoke,
      clock: this.clock,
      onEnd: (change) => void this.ends.push(change),
    });
  }

  /** As after the process died and came back: nothing in memory is left. */
  restart(): void {
    this.service.close();
    this.service = this.open();
    this.service.resume();
  }

  async call(operation: string, body: object): Promise<{ status: number; body: Record<string, unknown> }> {
    const answer = await this.service.handle(`AWSStepFunctions.${operation}`, body);
    return answer as { status: number; body: Record<string, unknown> };
  }

  /** The name of the error that a call gives, or undefined where it succeeds. */
  async errorOf(operation: string, body: object): Promise<string | undefined> {
    const { status, body: answer } = await this.call(operation, body);
    return status === 200 ? undefined : String(answer.__type).replace('com.amazonaws.states#', '');
  }

  async start(input: unknown = {}, name = 'one'): Promise<void> {
    const { status, body } = await this.call('StartExecution', {
      stateMachineArn: machineArn,
      name,
      input: JSON.stringify(input),
    });
    if (status !== 200) throw new Error(JSON.stringify(body));
  }

  async run(input: unknown = {}, name = 'one'): Promise<ExecutionSummary> {
    await this.start(input, name);
    return this.ended(name);
  }

  execution(name = 'one'): ExecutionSummary {
    const found = this.service.list().find((execution) => execution.name === name);
    if (found === undefined) throw new Error(`No execution ${name}`);
    return found;
  }

  async ended(name = 'one'): Promise<ExecutionSummary> {
    await until(() => this.execution(name).status !== 'RUNNING');
    return this.execution(name);
  }

  async invocation(index: number): Promise<Invocation> {
    await until(() => this.invocations.length > index);
    const found = this.invocations[index];
    if (found === undefined) throw new Error('no invocation');
    return found;
  }

  close(): void {
    this.service.close();
    rmSync(this.folder, { recursive: true });
  }
}

export function machine(states: Record<string, unknown>, more: object = {}): string {
  return JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: Object.keys(states)[0],
    States: states,
    ...more,
  });
}

export const invokeResource = 'arn:aws:states:::lambda:invoke';
const tokenResource = `${invokeResource}.waitForTaskToken`;

/** A task that hands out its token, with what a retry changes. */
export function tokenTask(more: object = {}): Record<string, unknown> {
  return {
    Type: 'Task',
    Resource: tokenResource,
    Arguments: {
      FunctionName: 'arn:ask',
      Payload: {
        token: '{% $states.context.Task.Token %}',
        enteredAt: '{% $states.context.State.EnteredTime %}',
        retryCount: '{% $states.context.State.RetryCount %}',
      },
    },
    End: true,
    ...more,
  };
}

export async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 4000; tries += 1) {
    if (holds()) return;
    await sleep(5);
  }
  throw new Error('It did not come true in 20 s');
}

/** Long enough for the interpreter to do what it should not do. */
export const aMoment = () => sleep(50);
