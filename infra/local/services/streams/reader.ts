import { setTimeout as pause } from 'node:timers/promises';
import type { StreamCursor, Take } from './cursor.ts';

/** Reads one table's stream once for all of its consumers: reading costs the same as a write does. */
export interface StreamReader {
  /** Something may have been written: read now instead of at the next slow poll. */
  hint(): void;
  close(): Promise<void>;
}

// Functions write nearly everything, and each end of an invocation is a hint; this is for what others write.
const slowPollMs = 500;
// Hints come in crowds. The first one is followed at once; those within this time share the next read, which keeps a
// busy platform at 80 reads a second and costs a single flow nothing.
const gapMs = 12;
// A failing database is asked again, but not in a tight loop.
const errorPauseMs = 1000;

export function openReader(options: {
  readonly cursor: StreamCursor;
  /** Takes records in order; the next ones are read when it has resolved. */
  readonly take: Take;
  readonly report: (line: string) => void;
}): StreamReader {
  const { cursor, take, report } = options;
  let closed = false;
  let hinted = true;
  let wake: () => void = () => {};

  const rest = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = async (): Promise<void> => {
    while (!closed)
      try {
        hinted = false;
        const started = performance.now();
        const isMore = await cursor.read(take);
        if (closed) return;
        if (!isMore && !hinted) await rest(slowPollMs);
        const early = gapMs - (performance.now() - started);
        if (early > 0) await pause(early);
      } catch (error) {
        if (closed) return;
        report(`The stream cannot be read: ${String(error)}`);
        // The iterator may be what is wrong: it is made anew from the last record taken.
        cursor.restart();
        await pause(errorPauseMs);
      }
  };
  const done = loop();

  return {
    hint() {
      hinted = true;
      wake();
    },
    close: async () => {
      closed = true;
      wake();
      await done;
    },
  };
}
