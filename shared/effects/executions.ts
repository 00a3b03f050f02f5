import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { jsonService } from '../runtime/patience.ts';

/** What a stage of the flow is told when its wait is over: what the record says now. */
export interface StageResult {
  readonly state: string;
  readonly stage: string | null;
}

export interface ExecutionInput {
  readonly projectId: string;
  readonly revision: number;
  /** The stage to begin at: the first, or the one that the record stands at where a flow is resumed. */
  readonly stage: string;
  readonly attempt: number;
}

/** Step Functions, as far as the flow needs it. */
export interface Executions {
  /** Starts the execution of this revision and attempt; that it has been started before is fine. */
  start(form: string, input: ExecutionInput): Promise<void>;
  /** The status of an attempt's execution, or null where it was never started. */
  status(form: string, input: Omit<ExecutionInput, 'stage'>): Promise<string | null>;
  /** Ends the wait of a token. @returns false where the token is not (or no longer) waited on. */
  complete(token: string, result: StageResult): Promise<boolean>;
}

const executionName = (input: Omit<ExecutionInput, 'stage'>): string =>
  `${input.projectId}-r${input.revision}-a${input.attempt}`;

/** `arn:…:stateMachine:NAME` → `arn:…:execution:NAME:EXECUTION`. */
const executionArn = (machine: string, name: string): string =>
  `${machine.replace(':stateMachine:', ':execution:')}:${name}`;

/** @param machines form id → the ARN of its state machine; empty where only tokens are completed. */
export function openExecutions(machines: Readonly<Record<string, string>>): Executions {
  const client = new SFNClient(jsonService);
  const machineOf = (form: string): string => {
    const machine = machines[form];
    if (machine === undefined) throw new Error(`No state machine is configured for the form ${form}`);
    return machine;
  };
  return {
    async start(form, input) {
      try {
        await client.send(
          new StartExecutionCommand({
            stateMachineArn: machineOf(form),
            name: executionName(input),
            input: JSON.stringify(input),
          }),
        );
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
    async status(form, input) {
      try {
        const arn = executionArn(machineOf(form), executionName(input));
        return (await client.send(new DescribeExecutionCommand({ executionArn: arn }))).status ?? null;
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return null;
        throw error;
      }
    },
    async complete(token, result) {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(result) }));
        return true;
      } catch (error) {
        const over =
          error instanceof TaskTimedOut || error instanceof InvalidToken || error instanceof TaskDoesNotExist;
        if (over) return false;
        throw error;
      }
    },
  };
}
