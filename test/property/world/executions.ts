/**
 * Step Functions as far as the flow uses it, in memory: one waiting state a stage, a new token for each try and after
 * each time-out, and the question "decided?" of the real definition after each answer.
 */
import type { WaitPayload } from '../../../functions/request-decision/request-decision.ts';
import type { ExecutionInput, Executions, StageResult } from '../../../shared/effects/executions.ts';

/** As the definition's Retry has it. */
const MOST_RETRIES = 8;

export interface Execution {
  readonly name: string;
  readonly input: ExecutionInput;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  stage: string;
  /** What it waits with; older tokens of it are worth nothing. */
  token: string;
  enteredAt: string;
  retryCount: number;
  /** The invocation of request-decision is still to be made, or to be made again. */
  owesCall: boolean;
  /** How often it was asked the record: an execution that goes round and round shows here. */
  entered: number;
}

export interface ExecutionModel extends Executions {
  readonly all: readonly Execution[];
  payloadOf(execution: Execution): WaitPayload;
  /** The invocation with this token ended: well, or with an error that is tried again. */
  called(execution: Execution, token: string, ok: boolean): void;
  /** The wait is over without an answer: the state is entered anew. */
  timeOut(execution: Execution): void;
}

const keyOf = (input: Omit<ExecutionInput, 'stage'>): string =>
  `${input.projectId}-r${input.revision}-a${input.attempt}`;

export function modelExecutions(stages: readonly string[], now: () => Date): ExecutionModel {
  const all: Execution[] = [];
  let tokens = 0;
  const tokenFor = (name: string): string => `${name}-token-${++tokens}`;

  const enter = (execution: Execution, stage: string): void => {
    Object.assign(execution, {
      stage,
      token: tokenFor(execution.name),
      enteredAt: now().toISOString(),
      retryCount: 0,
      owesCall: true,
      entered: execution.entered + 1,
    });
  };

  const end = (execution: Execution, status: 'SUCCEEDED' | 'FAILED'): void => {
    execution.status = status;
    execution.owesCall = false;
  };

  /** The states `… decided?` of flowDefinition. */
  const goOn = (execution: Execution, { state, stage }: StageResult): void => {
    if (state !== 'in-review') end(execution, 'SUCCEEDED');
    else if (stage !== null && stages.includes(stage)) enter(execution, stage);
    else end(execution, 'FAILED');
  };

  return {
    all,
    async start(_, input) {
      const name = keyOf(input);
      if (all.some((one) => one.name === name)) return;
      const execution: Execution = {
        name,
        input,
        status: 'RUNNING',
        stage: input.stage,
        token: '',
        enteredAt: '',
        retryCount: 0,
        owesCall: true,
        entered: 0,
      };
      all.push(execution);
      enter(execution, input.stage);
    },
    async status(_, input) {
      return all.find(({ name }) => name === keyOf(input))?.status ?? null;
    },
    async complete(token, result) {
      const execution = all.find((one) => one.status === 'RUNNING' && one.token === token);
      if (!execution) return false;
      goOn(execution, result);
      return true;
    },
    payloadOf({ input, token, stage, enteredAt, retryCount }) {
      const { projectId, revision } = input;
      return { token, projectId, revision, stage, enteredAt, retryCount };
    },
    called(execution, token, ok) {
      // Answered meanwhile: what the call came to does not matter any more.
      if (execution.status !== 'RUNNING' || execution.token !== token) return;
      execution.owesCall = false;
      if (ok) return;
      if (execution.retryCount >= MOST_RETRIES) return end(execution, 'FAILED');
      execution.retryCount += 1;
      execution.token = tokenFor(execution.name);
      execution.owesCall = true;
    },
    timeOut(execution) {
      if (execution.status === 'RUNNING' && !execution.owesCall) enter(execution, execution.stage);
    },
  };
}
