import { setTimeout as pause } from 'node:timers/promises';
import type { FunctionWorker, Outcome } from './function-worker.ts';
import type { Invocation } from './messages.ts';

/** Of a caller who waits: without one, a call is work that its sender keeps, and waits as long as it takes. */
export interface Patience {
  /** How long the call may wait for its turn. */
  readonly waitMs: number;
  /** The caller has gone, or has been told that nothing came of it. */
  readonly gone: AbortSignal;
}

/** The threads of one function, with a queue before them. */
export interface Pool {
  /** @returns undefined where it was not begun: the queue is full, or the caller's patience ended in it */
  run(invocation: Invocation, patience?: Patience): Promise<Outcome | undefined>;
  size(): number;
  /** Since when (by `performance.now`) the thread has rested that rests longest; undefined where none does. */
  restingSince(): number | undefined;
  /** Ends the thread that rests longest. */
  endResting(): void;
  /** Ends the thread in which an invocation runs, if it still does. */
  kill(requestId: string): void;
  /** Starts nothing more. @param graceMs how long what runs may take before its thread is ended */
  close(graceMs?: number): Promise<void>;
}

interface Job {
  readonly invocation: Invocation;
  /** Its turn has come: it cannot be withdrawn any more. */
  readonly begun: () => void;
  readonly done: (outcome: Outcome | undefined) => void;
}

// Two hundred decisions are five seconds of work on two cores: whoever comes behind them is better told to come again.
const mostWaiting = 200;

interface Resting {
  readonly worker: FunctionWorker;
  readonly since: number;
  readonly timer: NodeJS.Timeout;
}

/**
 * Starts threads on use, at most `limit`, and ends each after `idleMs` without work. The thread used last is used
 * first, so that after a peak the others become idle and end.
 */
export function createPool(options: {
  readonly start: () => FunctionWorker;
  /** Whether there is room for one thread beside so many of this function. */
  readonly hasRoom: (own: number) => boolean;
  readonly limit: number;
  readonly idleMs: number;
}): Pool {
  const { start, hasRoom, limit, idleMs } = options;
  /** Whoever rests longest is first. */
  const idle: Resting[] = [];
  const all = new Set<FunctionWorker>();
  const queue: Job[] = [];
  /** What runs at present. */
  const jobs = new Set<Promise<void>>();
  const workers = new Map<string, FunctionWorker>();
  let closed = false;

  const rest = (worker: FunctionWorker): void => {
    if (worker.ended()) {
      all.delete(worker);
      if (queue.length > 0) pump();
      return;
    }
    idle.push({ worker, since: performance.now(), timer: setTimeout(endResting, idleMs).unref() });
    pump();
  };
  const endResting = (): void => {
    const longest = idle.shift();
    if (longest === undefined) return;
    clearTimeout(longest.timer);
    all.delete(longest.worker);
    void longest.worker.end();
  };
  const pick = (): FunctionWorker | undefined => {
    for (let last = idle.pop(); last !== undefined; last = idle.pop()) {
      clearTimeout(last.timer);
      if (!last.worker.ended()) return last.worker;
      all.delete(last.worker);
    }
    if (all.size >= limit || !hasRoom(all.size)) return undefined;
    const worker = start();
    all.add(worker);
    return worker;
  };
  const pump = (): void => {
    if (closed) return;
    while (queue.length > 0) {
      const worker = pick();
      const job = worker === undefined ? undefined : queue.shift();
      if (worker === undefined || job === undefined) return;
      job.begun();
      const { requestId } = job.invocation;
      workers.set(requestId, worker);
      const running = worker.run(job.invocation).then((outcome) => {
        workers.delete(requestId);
        jobs.delete(running);
        job.done(outcome);
        rest(worker);
      });
      jobs.add(running);
    }
  };

  const enqueue = (invocation: Invocation, patience: Patience | undefined): Promise<Outcome | undefined> =>
    new Promise((done, fail) => {
      const withdraw = (): void => {
        job.begun();
        queue.splice(queue.indexOf(job), 1);
        done(undefined);
      };
      const timer = patience && setTimeout(withdraw, patience.waitMs);
      patience?.gone.addEventListener('abort', withdraw);
      const begun = (): void => {
        clearTimeout(timer);
        patience?.gone.removeEventListener('abort', withdraw);
      };
      const job: Job = { invocation, begun, done };
      queue.push(job);
      try {
        pump();
      } catch (error) {
        // The function cannot be started at all: its kind of code is not emulated.
        begun();
        queue.pop();
        fail(error);
      }
    });

  return {
    async run(invocation, patience) {
      const isRefused = patience !== undefined && (patience.gone.aborted || queue.length >= mostWaiting);
      return isRefused ? undefined : enqueue(invocation, patience);
    },
    size: () => all.size,
    restingSince: () => idle[0]?.since,
    endResting,
    kill: (requestId) => void workers.get(requestId)?.end(),
    async close(graceMs = 0) {
      closed = true;
      await Promise.race([Promise.all(jobs), pause(graceMs, undefined, { ref: false })]);
      for (const { timer } of idle) clearTimeout(timer);
      await Promise.all([...all].map((worker) => worker.end()));
    },
  };
}
