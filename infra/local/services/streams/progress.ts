import type { Checkpoint } from './checkpoints.ts';

/** How far a consumer has come, when its records may be done out of order. */
export interface Progress {
  /** Everything up to `to` has been read; of it, `numbers` (in stream order) have to be processed. */
  read(to: Checkpoint, numbers: readonly string[]): void;
  done(numbers: readonly string[]): void;
}

/** Moves the checkpoint to the last record before which nothing is outstanding. */
export function trackProgress(stream: string, advance: (to: Checkpoint) => void): Progress {
  const outstanding: { readonly number: string; readonly shard: string; done: boolean }[] = [];
  const byNumber = new Map<string, { done: boolean }>();
  let last: Checkpoint | undefined;

  return {
    read(to, numbers) {
      for (const number of numbers) {
        const entry = { number, shard: to.shard, done: false };
        outstanding.push(entry);
        byNumber.set(number, entry);
      }
      last = to;
      if (outstanding.length === 0) advance(to);
    },
    done(numbers) {
      for (const number of numbers) {
        const entry = byNumber.get(number);
        if (entry !== undefined) entry.done = true;
        byNumber.delete(number);
      }
      let passed: Checkpoint | undefined;
      for (let first = outstanding[0]; first?.done; first = outstanding[0]) {
        outstanding.shift();
        passed = { stream, shard: first.shard, sequenceNumber: first.number };
      }
      if (passed !== undefined) advance(outstanding.length === 0 && last !== undefined ? last : passed);
    },
  };
}
