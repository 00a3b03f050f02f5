import type { Engine } from '../engine.ts';
import type { Store } from '../store.ts';
import { CallError } from './call-error.ts';
import { describeExecution, getExecutionHistory, listExecutions, stopExecution } from './executions.ts';
import { type OfferedMachine, startExecution } from './start-execution.ts';
import { sendTaskFailure, sendTaskSuccess } from './task-callbacks.ts';

/** Answers calls in the AWS JSON 1.0 protocol; `target` is the header `x-amz-target`. */
export function createApi(machines: ReadonlyMap<string, OfferedMachine>, engine: Engine, store: Store) {
  const operations = new Map<string, (body: unknown) => unknown>([
    ['StartExecution', (body) => startExecution(machines, engine, store, body)],
    ['DescribeExecution', (body) => describeExecution(store, body)],
    ['StopExecution', (body) => stopExecution(store, engine, body)],
    ['ListExecutions', (body) => listExecutions(machines, store, body)],
    ['GetExecutionHistory', (body) => getExecutionHistory(store, body)],
    ['SendTaskSuccess', (body) => sendTaskSuccess(engine, body)],
    ['SendTaskFailure', (body) => sendTaskFailure(engine, body)],
  ]);

  return async function handle(target: string, body: unknown): Promise<{ status: number; body: unknown }> {
    try {
      const operation = operations.get(target.slice(target.lastIndexOf('.') + 1));
      if (operation === undefined)
        throw new CallError('UnknownOperationException', `${target} is not supported here`);
      return { status: 200, body: await operation(body) };
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      return { status: 400, body: { __type: `com.amazonaws.states#${error.code}`, message: error.message } };
    }
  };
}
