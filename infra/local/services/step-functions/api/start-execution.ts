import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Engine } from '../engine.ts';
import { payloadBytes } from '../limits.ts';
import type { Store } from '../store.ts';
import { CallError, parseCall } from './call-error.ts';

/** A machine that the host offers, by ARN. */
export interface OfferedMachine {
  readonly arn: string;
  readonly name: string;
  /** Hash of the definition that new executions get. */
  readonly definition: string;
}

const request = z.object({
  stateMachineArn: z.string().min(1),
  name: z.string().optional(),
  input: z.string().default('{}'),
});

// Not in a name: blanks, brackets, wildcards, the special characters that the service lists, control characters.
const badName = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\p{Cs}]/u;

/** StartExecution: idempotent while the execution of that name runs on the same input. */
export async function startExecution(
  machines: ReadonlyMap<string, OfferedMachine>,
  engine: Engine,
  store: Store,
  body: unknown,
) {
  const { stateMachineArn, name = randomUUID(), input } = parseCall(request, body);
  const machine = machines.get(stateMachineArn);
  if (machine === undefined) {
    throw new CallError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
  }
  if (name.length < 1 || name.length > 80 || badName.test(name)) {
    throw new CallError('InvalidName', `Invalid Name: '${name}'`);
  }
  checkInput(input);
  const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
  const started = await engine.start({
    arn,
    machineArn: machine.arn,
    machineName: machine.name,
    name,
    definition: machine.definition,
    input,
  });
  const execution = started ?? store.byArn(arn);
  if (execution === undefined || (started === undefined && !isSameStart(execution, input))) {
    throw new CallError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
  }
  return { executionArn: execution.arn, startDate: execution.startedAt / 1000 };
}

function isSameStart(execution: { status: string; input: string }, input: string): boolean {
  return execution.status === 'RUNNING' && execution.input === input;
}

function checkInput(input: string): void {
  if (Buffer.byteLength(input) > payloadBytes) {
    throw new CallError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: longer than ${payloadBytes} bytes`,
    );
  }
  try {
    JSON.parse(input);
  } catch (error) {
    throw new CallError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${String(error)}'`);
  }
}
