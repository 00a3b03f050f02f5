import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Faults } from '../../control/faults.ts';
import { traceOf } from '../../control/struck-calls.ts';
import { type Counted, countedIn } from './embedded-metrics.ts';
import { type Outcome, startWorker } from './function-worker.ts';
import type { FunctionDefinition } from './functions.ts';
import type { Capacity, Detour, FunctionError } from './messages.ts';
import { createPool, type Patience, type Pool, type Waits } from './pool.ts';

/** What comes of an invocation: the answer, or an error named as Step Functions and Lambda name it. */
export type InvokeResult = { readonly payload: unknown } | { readonly error: string; readonly cause: string };

/** The error of a call that was not begun: too many wait for the function, or nobody waits for this one any more. */
export const throttled = 'Lambda.TooManyRequestsException';

export interface Lambda {
  /**
   * Runs a function, given by name or ARN, with or without a qualifier, and waits for its answer. With `patience`, a call
   * that was not begun in time is withdrawn: `throttled`, and nothing happened.
   */
  invoke(functionArn: string, payload: unknown, patience?: Patience): Promise<InvokeResult>;
  /** The function's name; an error where the template has no such function. */
  nameOf(functionArn: string): string;
  /** After each invocation, whatever came of it. */
  onFinished(listener: (invocation: Finished) => void): void;
  metrics(): LambdaMetrics;
  /** Ends the thread in which an invocation runs, as a lack of memory would. */
  kill(requestId: string): void;
  /** @param graceMs how long the invocations under way may take */
  close(graceMs?: number): Promise<void>;
}

/** What is told of an invocation that has ended. */
export interface Finished {
  /** The function's name. */
  readonly name: string;
  readonly failed: boolean;
  /** Whether it was not begun: that is no invocation. */
  readonly throttled?: boolean;
  readonly counted: readonly Counted[];
}

export interface LambdaMetrics {
  /** Invocations that were asked for and have not ended, those that wait for their turn included. */
  readonly underWay: number;
  readonly invocations: Readonly<Record<string, number>>;
  readonly failures: Readonly<Record<string, number>>;
  readonly workers: Readonly<Record<string, number>>;
  readonly capacity: Capacity;
  readonly capacityOf: Readonly<Record<string, Capacity>>;
}

// Memory: 20 s without work ends a thread, so that an idle platform is small soon.
const defaultIdleMs = 20_000;
// Two cores are what the platform is measured on; more threads of one function would only take turns.
const defaultLimit = 2;
// A call takes some twenty milliseconds, and a quarter of a second is no pause to anybody. Where calls end, on a busy
// machine, one thread more would only take turns with the first.
const defaultWaits: Waits = { heldMs: 250, longestMs: 1_000 };
// Memory: a thread that has worked holds some 40 MB. Where all functions are at work at once, as many have one each.
const defaultMostThreads = 14;
// A function that has a thread takes the place of one that nobody has missed for so long; a start is a tenth of a second.
const longRestMs = 5_000;
// A synchronous event of Lambda is 6 MB at most.
const largestEvent = 6 * 1024 * 1024;

interface Running {
  readonly definition: FunctionDefinition;
  readonly pool: Pool;
  invocations: number;
  failures: number;
  read: number;
  write: number;
}

/** Opens the functions of the template; a function's threads start when it is first used. */
export function openLambda(options: {
  readonly functions: readonly FunctionDefinition[];
  readonly faults: Faults;
  readonly clockOffset: SharedArrayBuffer;
  readonly detour?: Detour | undefined;
  /** Where each function's output goes: `<name>.ndjson`. */
  readonly logs: string;
  /** What every function sees beside the template's variables: endpoints, region. */
  readonly environment: Readonly<Record<string, string>>;
  /** The functions (ARN or name) whose answers somebody waits for; all of them where it is not said. */
  readonly answering?: readonly string[];
  /** What each sees of its role. */
  readonly credentialsOf: (functionName: string) => Readonly<Record<string, string>>;
  readonly idleMs?: number;
  /** Threads of one function. */
  readonly limit?: number;
  readonly waits?: Waits;
  /** Threads of all functions. */
  readonly mostThreads?: number;
  /** A line for the person at the terminal. */
  readonly report: (line: string) => void;
}): Lambda {
  const { faults, report, logs, clockOffset, detour, mostThreads = defaultMostThreads } = options;
  const running = new Map<string, Running>();
  const hasRoom = (own: number): boolean => makeRoom([...running.values()], mostThreads, own);
  const answering = options.answering && new Set(options.answering.map(nameIn));
  const listeners: ((invocation: Finished) => void)[] = [];
  let underWay = 0;

  for (const definition of options.functions) {
    const { name, memoryMb } = definition;
    const environment = {
      ...runtimeVariables(name, memoryMb),
      ...options.environment,
      ...options.credentialsOf(name),
      ...definition.environment,
    };
    const logFile = join(logs, `${name}.ndjson`);
    const isBehind = answering !== undefined && !answering.has(name);
    const pool = createPool({
      start: () => startWorker(definition, { clockOffset, logFile, detour, environment, isBehind }),
      hasRoom,
      limit: Math.min(options.limit ?? defaultLimit, definition.concurrency ?? Number.POSITIVE_INFINITY),
      idleMs: options.idleMs ?? defaultIdleMs,
      waits: options.waits ?? defaultWaits,
    });
    running.set(name, { definition, pool, invocations: 0, failures: 0, read: 0, write: 0 });
  }

  const find = (functionArn: string): Running => {
    const found = running.get(nameIn(functionArn));
    if (found === undefined) throw new Error(`The template has no function ${functionArn}`);
    return found;
  };

  const invoke = async (
    functionArn: string,
    payload: unknown,
    patience: Patience | undefined,
    count: (counted: readonly Counted[]) => void,
  ): Promise<InvokeResult> => {
    const fn = find(functionArn);
    const { name } = fn.definition;
    fn.invocations += 1;
    const event = JSON.stringify(payload) ?? 'null';
    if (event.length > largestEvent)
      return failure('Lambda.RequestTooLargeException', {
        errorMessage: `The event is over ${largestEvent} bytes`,
      });
    if (faults.failsInvocation(name, 'before'))
      return failure('Lambda.ServiceException', { errorMessage: 'Failed before running, as asked' });
    const hold = faults.holdMs(name);
    if (hold > 0) await pause(hold);

    const requestId = randomUUID();
    const blow = faults.struckCalls.began(requestId, name, event);
    if (blow === 'refused')
      return failure('Lambda.ServiceException', { errorMessage: 'Refused before running, as asked' });
    const invocation = { event, requestId, traceId: traceOf(requestId), functionArn };
    const outcome = await fn.pool
      .run({ ...invocation, timeoutMs: fn.definition.timeoutMs }, patience)
      .catch(cannotStart)
      .finally(() => faults.struckCalls.ended(requestId));
    if (outcome === undefined) {
      fn.invocations -= 1;
      return failure(throttled, { errorMessage: 'Rate Exceeded.' });
    }
    count(countedIn(outcome.used.metrics));
    fn.read += outcome.used.read;
    fn.write += outcome.used.write;
    if (outcome.kind === 'error') {
      fn.failures += 1;
      report(
        `${name} failed: ${outcome.error.errorType}: ${outcome.error.errorMessage} (${join(logs, name)}.ndjson)`,
      );
      return failure(outcome.error.errorType, outcome.error);
    }
    if (blow === 'lost' || faults.failsInvocation(name, 'after'))
      return failure('Lambda.ServiceException', { errorMessage: 'Failed after running, as asked' });
    return { payload: JSON.parse(outcome.payload) };
  };

  const each = <T>(value: (fn: Running) => T) =>
    Object.fromEntries([...running].map(([name, fn]) => [name, value(fn)]));

  return {
    nameOf: (functionArn) => find(functionArn).definition.name,
    onFinished: (listener) => void listeners.push(listener),
    invoke: async (functionArn, payload, patience) => {
      const { name } = find(functionArn).definition;
      let counted: readonly Counted[] = [];
      underWay += 1;
      const result = await invoke(functionArn, payload, patience, (said) => {
        counted = said;
      }).finally(() => {
        underWay -= 1;
      });
      const failed = 'error' in result;
      const isThrottled = failed && result.error === throttled;
      const finished = { name, failed: failed && !isThrottled, throttled: isThrottled, counted };
      for (const listener of listeners) listener(finished);
      return result;
    },
    kill: (requestId) => {
      for (const { pool } of running.values()) pool.kill(requestId);
    },
    metrics: () => ({
      underWay,
      invocations: each((fn) => fn.invocations),
      failures: each((fn) => fn.failures),
      workers: each((fn) => fn.pool.size()),
      capacity: [...running.values()].reduce(
        (sum, fn) => ({ read: sum.read + fn.read, write: sum.write + fn.write }),
        { read: 0, write: 0 },
      ),
      capacityOf: each(({ read, write }) => ({ read, write })),
    }),
    close: async (graceMs = 0) => {
      await Promise.all([...running.values()].map((fn) => fn.pool.close(graceMs)));
    },
  };
}

/**
 * Makes room for one more thread of a function: where there are as many as there may be, by ending the one that has
 * rested longest. A function without a thread always gets one, since nothing of others that works will make room for it.
 *
 * @param own how many the function has
 * @returns whether there is room; otherwise what is asked of it waits for the threads that it has
 */
function makeRoom(running: readonly Running[], most: number, own: number): boolean {
  if (running.reduce((sum, { pool }) => sum + pool.size(), 0) < most) return true;
  const since = ({ pool }: Running): number => pool.restingSince() ?? Number.POSITIVE_INFINITY;
  const longest = running.reduce((one, other) => (since(other) < since(one) ? other : one));
  const isFree = performance.now() - since(longest) >= (own === 0 ? 0 : longRestMs);
  if (isFree) longest.pool.endResting();
  return isFree || own === 0;
}

function failure(error: string, detail: Partial<FunctionError>): InvokeResult {
  return { error, cause: JSON.stringify({ errorType: error, ...detail }) };
}

/** The function's code is of a kind that is not emulated: it fails when it is used, and says why. */
function cannotStart(error: unknown): Outcome {
  const errorMessage = error instanceof Error ? error.message : String(error);
  return {
    kind: 'error',
    error: { errorType: 'Runtime.NotEmulated', errorMessage },
    used: { read: 0, write: 0, metrics: [] },
  };
}

/** `name`, `name:live`, or an ARN: `arn:aws:lambda:region:account:function:name[:qualifier]`. */
function nameIn(functionArn: string): string {
  const parts = functionArn.split(':');
  return (functionArn.startsWith('arn:') ? parts[6] : parts[0]) ?? functionArn;
}

/** The variables that Lambda's runtime sets by itself. */
function runtimeVariables(name: string, memoryMb: number): Readonly<Record<string, string>> {
  return {
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '1',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
  };
}
