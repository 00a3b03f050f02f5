import type { Faults } from '../../control/faults.ts';
import { type Delivery, deliverBatch } from './deliver.ts';
import { passes, shuffleWaitMs } from './disorder.ts';
import type { StreamRecord } from './record.ts';

/** Records of some partition keys, handed to the function one batch at a time. */
export interface Lane {
  push(record: StreamRecord): void;
  length(): number;
  /** The record that has waited longest, the batch under way included. */
  oldest(): StreamRecord | undefined;
  /** Starts working if there is anything to do. */
  start(): void;
  /** Resolves when the work under way has ended. */
  idle(): Promise<void>;
}

export function createLane(options: {
  readonly delivery: Delivery;
  readonly faults: Faults;
  readonly done: (records: readonly StreamRecord[]) => void;
}): Lane {
  const { delivery, faults, done } = options;
  const { mapping, signal } = delivery;
  const backlog: StreamRecord[] = [];
  let working: Promise<void> | undefined;
  let underWay: readonly StreamRecord[] = [];

  const work = async (): Promise<void> => {
    while (backlog.length > 0 && !signal.aborted) {
      await fill();
      const batch = backlog.splice(0, mapping.batchSize);
      underWay = batch;
      // A test may ask for every record several times, and in another order.
      // False: the host ends. What was not delivered comes again at the next start.
      for (const pass of passes(batch, faults.stream())) if (!(await deliverBatch(delivery, pass))) return;
      underWay = [];
      done(batch);
    }
  };
  /** Waits, as far as the mapping or a test asks for it, until there may be more for this batch. */
  const fill = async (): Promise<void> => {
    const end = performance.now() + Math.max(mapping.windowMs, faults.stream().shuffle ? shuffleWaitMs : 0);
    while (backlog.length < mapping.batchSize && !signal.aborted) {
      const left = end - performance.now();
      if (left <= 0) return;
      await new Promise((resolve) => setTimeout(resolve, Math.min(left, 20)));
    }
  };

  const lane: Lane = {
    push: (record) => void backlog.push(record),
    length: () => backlog.length,
    oldest: () => underWay[0] ?? backlog[0],
    start() {
      if (backlog.length === 0 || signal.aborted) return;
      working ??= work().finally(() => {
        working = undefined;
        // What came between the last look and the end.
        lane.start();
      });
    },
    idle: async () => working,
  };
  return lane;
}
