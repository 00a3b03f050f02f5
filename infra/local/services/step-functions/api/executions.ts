import * as z from 'zod';
import type { Engine } from '../engine.ts';
import { type Execution, executionStatuses } from '../execution.ts';
import type { Store } from '../store.ts';
import { CallError, parseCall } from './call-error.ts';
import type { OfferedMachine } from './start-execution.ts';

const byArn = z.object({ executionArn: z.string().min(1) });
const stop = byArn.extend({
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});
const list = z.object({
  stateMachineArn: z.string().min(1),
  statusFilter: z.enum(executionStatuses).optional(),
  maxResults: z.int().min(0).max(1000).default(100),
  nextToken: z.string().regex(/^\d+$/).default('0'),
});
const history = byArn.extend({ reverseOrder: z.boolean().default(false) });

/** DescribeExecution. */
export function describeExecution(store: Store, body: unknown) {
  const execution = find(store, parseCall(byArn, body).executionArn);
  return {
    ...summary(execution),
    input: execution.input,
    inputDetails: { included: true },
    ...(execution.output === null ? {} : { output: execution.output, outputDetails: { included: true } }),
    ...failureOf(execution),
  };
}

/** StopExecution; stopping an ended execution changes nothing. */
export async function stopExecution(store: Store, engine: Engine, body: unknown) {
  const { executionArn, error, cause } = parseCall(stop, body);
  const execution = find(store, executionArn);
  const stopped = execution.status === 'RUNNING' ? await engine.stop(execution, error, cause) : execution;
  return { stopDate: seconds(stopped.stoppedAt ?? stopped.startedAt) };
}

/** ListExecutions, newest first. */
export function listExecutions(machines: ReadonlyMap<string, OfferedMachine>, store: Store, body: unknown) {
  const { stateMachineArn, statusFilter, maxResults, nextToken } = parseCall(list, body);
  if (!machines.has(stateMachineArn)) {
    throw new CallError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
  }
  const found = store
    .all()
    .filter((execution) => execution.machineArn === stateMachineArn)
    .filter((execution) => statusFilter === undefined || execution.status === statusFilter)
    .reverse();
  const start = Number(nextToken);
  const end = start + (maxResults === 0 ? 100 : maxResults);
  return {
    executions: found.slice(start, end).map(summary),
    ...(end < found.length ? { nextToken: String(end) } : {}),
  };
}

/** GetExecutionHistory: states entered, failures and the end, without their data. */
export function getExecutionHistory(store: Store, body: unknown) {
  const { executionArn, reverseOrder } = parseCall(history, body);
  const events = store
    .history(find(store, executionArn).id)
    .map(({ at, type, state, error, cause }, index) => ({
      timestamp: seconds(at),
      type,
      id: index + 1,
      previousEventId: index,
      ...(type.endsWith('StateEntered')
        ? { stateEnteredEventDetails: { name: state } }
        : detailsOf(type, error, cause)),
    }));
  return { events: reverseOrder ? events.reverse() : events };
}

function detailsOf(type: string, error: string | null, cause: string | null) {
  if (error === null && cause === null) return {};
  const member = `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
  return { [member]: failureOf({ error, cause }) };
}

function failureOf({ error, cause }: { error: string | null; cause: string | null }) {
  return { ...(error === null ? {} : { error }), ...(cause === null ? {} : { cause }) };
}

function summary(execution: Execution) {
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    name: execution.name,
    status: execution.status,
    startDate: seconds(execution.startedAt),
    ...(execution.stoppedAt === null ? {} : { stopDate: seconds(execution.stoppedAt) }),
  };
}

function find(store: Store, arn: string): Execution {
  const execution = store.byArn(arn);
  if (execution === undefined)
    throw new CallError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return execution;
}

// AWS JSON carries dates as seconds since 1970, with fractions.
function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}
