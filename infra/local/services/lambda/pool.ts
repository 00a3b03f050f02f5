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
  /** Since when it waits (by `performance.now`). */
  readonly since: number;
}

/** A thread at work, and since when (by `performance.now`). */
interface Busy {
  readonly worker: FunctionWorker;
  readonly since: number;
}

// Two hundred decisions are five seconds of work on two cores: whoever comes behind them is better told to come again.
const mostWaiting = 200;

interface Resting {
  readonly worker: FunctionWorker;
  readonly since: number;
  readonly timer: NodeJS.Timeout;
}

/** How long calls wait for threads that are at work before another is used. */
export interface Waits {
  /** Where none of those at work ends what it does: its service hangs, or it is long. */
  readonly heldMs: number;
  /** Where they go on, and there is more to do than they can. */
  readonly longestMs: number;
}

/**
 * Starts threads on use, at most `limit`, and ends each after `idleMs` without work. Each thread compiles and holds the
 * function once more: what comes waits for those at work, as `waits` says, though others rest. The thread used last is
 * used first, so that the others become idle and end.
 */
export function createPool(options: {
  readonly start: () => FunctionWorker;
  /** Whether there is room for one thread beside so many of this function. */
  readonly hasRoom: (own: number) => boolean;
  readonly limit: number;
  readonly idleMs: number;
  readonly waits: Waits;
}): Pool {
  const { start, hasRoom, limit, idleMs, waits } = options;
  /** Whoever rests longest is first. */
  const idle: Resting[] = [];
  const all = new Set<FunctionWorker>();
  const queue: Job[] = [];
  /** What runs at present. */
  const jobs = new Set<Promise<void>>();
  /** By the id of what they run. */
  const busy = new Map<string, Busy>();
  let closed = false;
  let nextLook: NodeJS.Timeout | undefined;

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
  /** How long a call has to wait, in milliseconds, before one more thread is used. */
  const waitLeft = (job: Job): number => {
    const begun = Math.max(...[...busy.values()].map(({ since }) => since));
    return Math.min(begun + waits.heldMs, job.since + waits.longestMs) - performance.now();
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
    clearTimeout(nextLook);
    if (closed) return;
    for (let job = queue[0]; job !== undefined; job = queue[0]) {
      const left = waitLeft(job);
      if (left > 0) {
        nextLook = setTimeout(pump, left);
        return;
      }
      const worker = pick();
      if (worker === undefined) return;
      queue.shift();
      job.begun();
      const { requestId } = job.invocation;
      busy.set(requestId, { worker, since: performance.now() });
      const running = worker.run(job.invocation).then((outcome) => {
        busy.delete(requestId);
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
      const job: Job = { invocation, begun, done, since: performance.now() };
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
    kill: (requestId) => void busy.get(requestId)?.worker.end(),
    async close(graceMs = 0) {
      closed = true;
      clearTimeout(nextLook);
      await Promise.race([Promise.all(jobs), pause(graceMs, undefined, { ref: false })]);
      for (const { timer } of idle) clearTimeout(timer);
      await Promise.all([...all].map((worker) => worker.end()));
    },
  };
}
