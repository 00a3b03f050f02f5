import type { Clock } from '../../clock.ts';
import { createApi } from './api/handle.ts';
import type { OfferedMachine } from './api/start-execution.ts';
import { Engine, type Invoke } from './engine.ts';
import { UnsupportedDefinition } from './errors.ts';
import type { Execution } from './execution.ts';
import { compileMachine, definitionHash, type Machine, validateMachine } from './machine.ts';
import { Store } from './store.ts';

/** A state machine of the template, resolved. */
export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly definition: string;
}

/** What the status change event of an ended execution says; dates are milliseconds since 1970. */
export interface ExecutionEnd {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: Execution['status'];
  readonly input: string;
  readonly output?: string;
  readonly startDate: number;
  readonly stopDate: number;
}

/** An execution as the control port shows it. */
export interface ExecutionSummary {
  readonly name: string;
  /** The machine's name. */
  readonly stateMachine: string;
  readonly status: Execution['status'];
  readonly startedAt: string;
  readonly stoppedAt?: string;
  readonly input: unknown;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  readonly currentState?: string;
}

export interface StepFunctions {
  /** Answers a call; `target` is the header `x-amz-target`, `body` its parsed JSON. */
  handle(target: string, body: unknown): Promise<{ status: number; body: unknown }>;
  /** ARN of the machine whose task a token answers; undefined where it was never handed out here. */
  machineOf(token: string): string | undefined;
  /** All executions that are kept, oldest first. */
  list(): ExecutionSummary[];
  /** State transitions since the service was opened, counted as they are billed: retries count too. */
  transitions(): number;
  /** Takes up what was running when the process last ended, and starts the deadlines. Call it once functions can run. */
  resume(): void;
  close(): void;
}

/**
 * Opens the durable interpreter on its database. Each definition is checked once, when it is first seen, and kept:
 * an execution goes on by the definition that it started with, whatever the template says later.
 * @throws UnsupportedDefinition naming state and field of what lies outside the subset
 */
export function openStepFunctions(options: {
  database: string;
  machines: readonly StateMachine[];
  invoke: Invoke;
  clock: Clock;
  onEnd: (change: ExecutionEnd) => void;
}): StepFunctions {
  const store = new Store(options.database);
  const compiled = new Map<string, Machine>();

  function machineOf(hash: string): Machine {
    const machine = compiled.get(hash) ?? compileMachine(store.definition(hash));
    compiled.set(hash, machine);
    return machine;
  }

  const machines = new Map<string, OfferedMachine>();
  try {
    for (const machine of options.machines) {
      const definition = load(store, compiled, machine);
      machines.set(machine.arn, { arn: machine.arn, name: machine.name, definition });
    }
    // Those of the template stay, used or not: checking one that is new takes longer than all the rest of a start.
    store.dropDefinitionsBut(new Set([...machines.values()].map(({ definition }) => definition)));
  } catch (error) {
    store.close();
    throw error;
  }

  const engine = new Engine({
    store,
    clock: options.clock,
    invoke: options.invoke,
    machineOf,
    onEnd: (execution) => options.onEnd(endOf(execution)),
  });

  return {
    handle: createApi(machines, engine, store),
    machineOf: (token) => engine.machineOf(token),
    list: () => store.all().map(summaryOf),
    transitions: () => engine.transitions(),
    resume: () => engine.resume(),
    close(): void {
      engine.close();
      store.close();
    },
  };
}

function load(store: Store, compiled: Map<string, Machine>, machine: StateMachine): string {
  const hash = definitionHash(machine.definition);
  try {
    compiled.set(hash, compileMachine(machine.definition));
    if (!store.hasDefinition(hash)) validateMachine(machine.definition);
  } catch (error) {
    if (!(error instanceof UnsupportedDefinition)) throw error;
    throw new UnsupportedDefinition(`State machine ${machine.name} cannot run here.\n${error.message}`);
  }
  store.keepDefinition(hash, machine.definition);
  return hash;
}

function endOf(execution: Execution): ExecutionEnd {
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    name: execution.name,
    status: execution.status,
    input: execution.input,
    ...(execution.output === null ? {} : { output: execution.output }),
    startDate: execution.startedAt,
    stopDate: execution.stoppedAt ?? execution.startedAt,
  };
}

function summaryOf(execution: Execution): ExecutionSummary {
  return {
    name: execution.name,
    stateMachine: execution.machineName,
    status: execution.status,
    startedAt: new Date(execution.startedAt).toISOString(),
    ...(execution.stoppedAt === null ? {} : { stoppedAt: new Date(execution.stoppedAt).toISOString() }),
    input: JSON.parse(execution.input),
    ...(execution.output === null ? {} : { output: JSON.parse(execution.output) }),
    ...(execution.error === null ? {} : { error: execution.error }),
    ...(execution.cause === null ? {} : { cause: execution.cause }),
    ...(execution.status === 'RUNNING' ? { currentState: execution.state } : {}),
  };
}
