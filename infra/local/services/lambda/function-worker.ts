import { getCompileCacheDir } from 'node:module';
import { Worker } from 'node:worker_threads';
import { semiSpaceMb } from '../../runtime.ts';
import type { FunctionDefinition } from './functions.ts';
import type { Detour, FunctionError, Invocation, WorkerData, WorkerMessage } from './messages.ts';

export type Outcome = Extract<WorkerMessage, { kind: 'result' | 'error' }>;

/** One thread of a function. It takes one invocation at a time, as an execution environment of Lambda does. */
export interface FunctionWorker {
  run(invocation: Invocation): Promise<Outcome>;
  /** True once the thread has ended, by itself or not. */
  ended(): boolean;
  end(): Promise<void>;
}

export interface WorkerOptions {
  readonly clockOffset: SharedArrayBuffer;
  readonly logFile: string;
  readonly detour: Detour | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly isBehind: boolean;
}

const script = new URL('./worker.ts', import.meta.url);
// Where the host keeps compiled modules, its threads do too: they would strip the types of their script anew each time,
// which takes as long as loading a function.
const compiled = getCompileCacheDir();
const compileCache = compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled };
// What Lambda gives a function to load its modules; it does not count against the function's own time-out.
const initLimitMs = 10_000;
const nothingUsed = { read: 0, write: 0, metrics: [] };

/** Starts a thread and waits for nothing: the first invocation waits until the bundle is loaded. */
export function startWorker(definition: FunctionDefinition, options: WorkerOptions): FunctionWorker {
  const { module, handler } = definition.code();
  const workerData: WorkerData = {
    module,
    handler,
    clockOffset: options.clockOffset,
    logFile: options.logFile,
    detour: options.detour,
    isBehind: options.isBehind,
    functionName: definition.name,
    memoryMb: definition.memoryMb,
  };
  const worker = new Worker(script, {
    name: definition.name,
    workerData,
    env: { ...options.environment, ...compileCache },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: {
      maxOldGenerationSizeMb: definition.memoryMb,
      maxYoungGenerationSizeMb: 3 * semiSpaceMb,
    },
  });

  let ended = false;
  let over: (outcome: Outcome) => void = () => {};
  let loaded: (problem: FunctionError | undefined) => void = () => {};
  const loading = new Promise<FunctionError | undefined>((resolve) => {
    loaded = resolve;
  });

  const fail = (error: FunctionError): void => {
    ended = true;
    loaded(error);
    over({ kind: 'error', error, used: nothingUsed });
  };
  const initTimer = setTimeout(() => {
    fail({
      errorType: 'Sandbox.Timedout',
      errorMessage: `Init timed out after ${initLimitMs / 1000} seconds`,
    });
    void worker.terminate();
  }, initLimitMs);

  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'result' || message.kind === 'error') over(message);
    else {
      clearTimeout(initTimer);
      loaded(message.kind === 'broken' ? message.error : undefined);
      if (message.kind === 'broken') {
        ended = true;
        void worker.terminate();
      }
    }
  });
  worker.on('error', (error) =>
    fail({
      // Among them ERR_WORKER_OUT_OF_MEMORY: the heap outgrew the function's memory size.
      errorType: 'Runtime.ExitError',
      errorMessage: error instanceof Error ? error.message : String(error),
    }),
  );
  worker.on('exit', (code) => {
    clearTimeout(initTimer);
    fail({ errorType: 'Runtime.ExitError', errorMessage: `The runtime exited with code ${code}` });
  });

  return {
    ended: () => ended,
    end: async () => {
      ended = true;
      await worker.terminate();
    },
    async run(invocation) {
      const problem = await loading;
      if (problem !== undefined) return { kind: 'error', error: problem, used: nothingUsed };
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          const seconds = (invocation.timeoutMs / 1000).toFixed(2);
          fail({ errorType: 'Sandbox.Timedout', errorMessage: `Task timed out after ${seconds} seconds` });
          void worker.terminate();
        }, invocation.timeoutMs);
        over = (outcome) => {
          clearTimeout(timer);
          over = () => {};
          resolve(outcome);
        };
        worker.postMessage(invocation);
      });
    },
  };
}
