// The thread that one function runs in: a small Node.js runtime of Lambda.
import { existsSync, readlinkSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { patchDate } from '../../clock.ts';
import type { Detour, FunctionError, Invocation, WorkerData, WorkerMessage } from './messages.ts';
import { createFunctionLog } from './worker-log.ts';

// A synchronous answer of Lambda is 6 MB at most.
const largestAnswer = 6 * 1024 * 1024;
// A third of the processor's time where another thread wants it as well.
const stepsBack = 5;

const data: WorkerData = workerData;
const port = parentPort;
if (port === null) throw new Error('worker.ts runs as a worker thread only');
const say = (message: WorkerMessage): void => port.postMessage(message);

if (data.isBehind) stepBack();
patchDate(data.clockOffset);
if (data.detour !== undefined) take(data.detour);
const log = createFunctionLog(data.logFile);
process.stdout.write = log.write;
process.stderr.write = log.write;

const handler = await load();
if (handler !== undefined) {
  port.on('message', (invocation: Invocation) => void run(handler, invocation));
  say({ kind: 'ready' });
}

/** Linux gives each thread a priority of its own, and tells a thread its number; elsewhere all are alike. */
function stepBack(): void {
  const itself = '/proc/thread-self';
  if (!existsSync(itself)) return;
  const thread = Number(basename(readlinkSync(itself)));
  setPriority(thread, Math.min(constants.priority.PRIORITY_LOW, getPriority(thread) + stepsBack));
}

function take({ from, to }: Detour): void {
  const straight = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const address = input instanceof Request ? undefined : String(input);
    return address?.startsWith(`${from}/`) === true
      ? straight(to + address.slice(from.length), init)
      : straight(input, init);
  };
}

type Handler = (event: unknown, context: unknown) => unknown;

async function load(): Promise<Handler | undefined> {
  try {
    const exports: Record<string, unknown> = await import(pathToFileURL(data.module).href);
    const found = exports[data.handler];
    if (!isHandler(found)) throw new Error(`${data.module} exports no function ${data.handler}`);
    return found;
  } catch (error) {
    log.error(error);
    say({ kind: 'broken', error: describe(error) });
    return undefined;
  }
}

async function run(
  handle: Handler,
  { event, requestId, traceId, functionArn, timeoutMs }: Invocation,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  log.begin(requestId);
  // The SDK hands it on with every call.
  process.env._X_AMZN_TRACE_ID = traceId;
  try {
    const result = await handle(JSON.parse(event), {
      functionName: data.functionName,
      functionVersion: '1',
      invokedFunctionArn: functionArn,
      memoryLimitInMB: String(data.memoryMb),
      awsRequestId: requestId,
      logGroupName: `/aws/lambda/${data.functionName}`,
      logStreamName: 'local',
      callbackWaitsForEmptyEventLoop: true,
      // Real time, so that a test which advances the clock does not time a running function out.
      getRemainingTimeInMillis: () => Math.max(0, Math.round(end - performance.now())),
    });
    const payload = JSON.stringify(result) ?? 'null';
    // UTF-8 is at most three bytes for each unit of a string: counting is needed only near the limit.
    if (payload.length * 3 > largestAnswer && Buffer.byteLength(payload) > largestAnswer)
      throw new ResponseTooLarge(Buffer.byteLength(payload));
    say({ kind: 'result', payload, used: log.end() });
  } catch (error) {
    log.error(error);
    say({ kind: 'error', error: describe(error), used: log.end() });
  }
}

class ResponseTooLarge extends Error {
  override readonly name = 'Function.ResponseSizeTooLarge';
  constructor(bytes: number) {
    super(
      `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${largestAnswer} bytes).`,
    );
  }
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: (error.stack ?? '').split('\n'),
  };
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}
