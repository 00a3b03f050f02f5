import type { Clock } from '../../clock.ts';
import type { Bucket } from './bucket.ts';

// S3 looks once a day. Here nobody works at night for it, and an hour costs nothing.
const everyMs = 3_600_000;
// First whoever prolongs what is to stay has its turn: what fell due while the host was down, or while its clock was
// advanced, is done at once.
const afterStartMs = 10 * 60_000;
const afterAdvanceMs = 5_000;

export interface Lifecycle {
  start(): void;
  close(): Promise<void>;
}

/** Lets objects go at the age that their buckets' rules say, by the host's clock. */
export function openLifecycle(options: {
  readonly buckets: readonly Bucket[];
  readonly clock: Pick<Clock, 'onAdvance'>;
  readonly report: (line: string) => void;
}): Lifecycle {
  const { buckets, clock, report } = options;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const expireAll = async (): Promise<void> => {
    for (const bucket of buckets) if (!closed) await bucket.expire();
  };
  const look = (): void => {
    running ??= expireAll()
      .catch((error: unknown) => report(`Objects past their age were not removed: ${String(error)}`))
      .finally(() => {
        running = undefined;
        lookIn(everyMs);
      });
  };
  const lookIn = (ms: number): void => {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(look, ms).unref();
  };

  return {
    start() {
      lookIn(afterStartMs);
      clock.onAdvance(() => lookIn(afterAdvanceMs));
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
