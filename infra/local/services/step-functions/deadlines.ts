import { type Clock, createAlarm } from '../../clock.ts';
import { retryMs, tryWrite } from '../../disk.ts';

// Also without deadlines somebody has to forget what is past its retention.
const longestSleepMs = 24 * 60 * 60 * 1000;

/** One alarm for the deadlines of all executions. It is silent until started. */
export interface Deadlines {
  start(): void;
  /** Tells of a new deadline, which may be earlier than the one slept for. */
  notice(moment: number): void;
  close(): void;
}

/**
 * @param next the earliest deadline stored
 * @param ring deals with everything that is due
 */
export function openDeadlines(clock: Clock, next: () => number | undefined, ring: () => void): Deadlines {
  let armedFor = Number.POSITIVE_INFINITY;
  let running = false;
  const alarm = createAlarm(clock, look);

  function look(): void {
    if (!running) return;
    const soonest = tryWrite(ring) ? (next() ?? Number.POSITIVE_INFINITY) : clock.now() + retryMs;
    arm(Math.min(soonest, clock.now() + longestSleepMs));
  }

  function arm(moment: number): void {
    armedFor = moment;
    alarm.set(moment);
  }

  return {
    start(): void {
      running = true;
      look();
    },
    notice(moment): void {
      if (running && moment < armedFor) arm(moment);
    },
    close(): void {
      running = false;
      alarm.clear();
    },
  };
}
