import * as z from 'zod';
import type { Engine, TokenAnswer } from '../engine.ts';
import type { Outcome } from '../execution.ts';
import { payloadBytes } from '../limits.ts';
import { CallError, parseCall } from './call-error.ts';

const taskToken = z.string().min(1).max(2048);
const success = z.object({ taskToken, output: z.string() });
const failure = z.object({
  taskToken,
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});

/** SendTaskSuccess. */
export function sendTaskSuccess(engine: Engine, body: unknown) {
  const call = parseCall(success, body);
  if (Buffer.byteLength(call.output) > payloadBytes) {
    throw new CallError('ValidationException', `output is longer than ${payloadBytes} bytes`);
  }
  return answer(engine, call.taskToken, { ok: true, result: parseOutput(call.output) });
}

/** SendTaskFailure. */
export function sendTaskFailure(engine: Engine, body: unknown) {
  const { taskToken: token, error, cause } = parseCall(failure, body);
  return answer(engine, token, { ok: false, error, cause });
}

// The service says TaskTimedOut of every task that is over, be it by a time-out, an earlier answer or a retry.
const refusals: Record<Exclude<TokenAnswer, 'taken'>, CallError['code']> = {
  unknown: 'InvalidToken',
  gone: 'TaskDoesNotExist',
  over: 'TaskTimedOut',
};

const messages: Record<Exclude<TokenAnswer, 'taken'>, string> = {
  unknown: "Invalid Token: 'Invalid token'",
  gone: "Task does not exist: 'Provided task does not exist'",
  over: "Task Timed Out: 'Provided task does not exist anymore'",
};

async function answer(engine: Engine, token: string, outcome: Outcome) {
  const taken = await engine.answer(token, outcome);
  if (taken !== 'taken') throw new CallError(refusals[taken], messages[taken]);
  return {};
}

function parseOutput(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch (error) {
    throw new CallError('InvalidOutput', `Invalid Output: '${String(error)}'`);
  }
}
