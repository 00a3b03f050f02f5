import * as z from 'zod';
import type { Execution } from './execution.ts';
import type { State, Visit } from './state.ts';
import { mintToken } from './tokens.ts';

const variablesSchema = z.record(z.string(), z.unknown());
const spentSchema = z.array(z.number());

/** What a state sees of its execution. */
export function visitOf(execution: Execution, state: State, tokenKey: Uint8Array, now: number): Visit {
  const token = state.awaitsToken
    ? { Task: { Token: mintToken(tokenKey, { execution: execution.id, attempt: execution.attempt }) } }
    : {};
  return {
    input: JSON.parse(execution.stateInput),
    variables: variablesSchema.parse(JSON.parse(execution.variables)),
    spent: spentSchema.parse(JSON.parse(execution.spent)),
    enteredAt: execution.enteredAt,
    now,
    context: {
      Execution: {
        Id: execution.arn,
        Input: JSON.parse(execution.input),
        Name: execution.name,
        StartTime: new Date(execution.startedAt).toISOString(),
      },
      State: {
        Name: execution.state,
        EnteredTime: new Date(execution.enteredAt).toISOString(),
        RetryCount: execution.retries,
      },
      StateMachine: { Id: execution.machineArn, Name: execution.machineName },
      ...token,
    },
  };
}
