import { setTimeout as pause } from 'node:timers/promises';

// A database that was killed, by hand or for want of memory, is back within a second. One that ends again and again has
// a reason that starting it does not cure.
const pausesMs = [0, 1000, 4000];
const withinMs = 10 * 60_000;

/** Starts again what ended by itself, a few times. */
export interface KeepRunning {
  /** It has ended. @param how for the person at the terminal */
  ended(how: string): void;
  /** An end from now on is meant. */
  stop(): void;
}

/**
 * @param options.start starts it again; @throws Error where it does not come up
 * @param options.gaveUp is told when it ended so often that only a new start of everything may help
 */
export function keepRunning(options: {
  readonly start: () => Promise<void>;
  readonly report: (line: string) => void;
  readonly gaveUp: (line: string) => void;
  readonly pausesMs?: readonly number[];
}): KeepRunning {
  const { start, report, gaveUp } = options;
  const pauses = options.pausesMs ?? pausesMs;
  let ends: number[] = [];
  let isMeant = false;

  const ended = async (how: string): Promise<void> => {
    if (isMeant) return;
    const at = performance.now();
    ends = [...ends.filter((end) => at - end < withinMs), at];
    const wait = pauses[ends.length - 1];
    if (wait === undefined) return gaveUp(`${how}. It was started again ${pauses.length} times in vain`);
    report(`${how}; it is started again`);
    await pause(wait, undefined, { ref: false });
    if (isMeant) return;
    try {
      await start();
    } catch (error) {
      await ended(String(error));
    }
  };

  return {
    ended: (how) => void ended(how),
    stop: () => {
      isMeant = true;
    },
  };
}
