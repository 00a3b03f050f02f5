import { existsSync, readFileSync } from 'node:fs';
import { writeDurably } from './durable-file.ts';

/** The host's time: real time plus an offset, which only grows once the host has started. */
export interface Clock {
  now(): number;
  advance(seconds: number): void;
  /** Whoever waits for a time evaluates its waiting again when the clock jumps. */
  onAdvance(listener: () => void): void;
}

/** The clock with what the host's own parts need: real time, and the offset that worker threads share. */
export interface HostClock extends Clock {
  real(): number;
  readonly offset: SharedArrayBuffer;
}

// Taken before any patch, so that real time stays readable.
const realNow = Date.now.bind(Date);

// Where cron expressions end. Beyond, dates would soon be written with more than four digits, and then not at all.
const lastMoment = Date.parse('2199-12-31T23:59:59.999Z');

/**
 * Opens the clock, with the offset that `file` remembers: deadlines that had passed stay passed after a restart. Where
 * there is no file yet, or none that can be read, time begins at `start`, if that is given.
 *
 * @param report is told of a file that cannot be read: time may go back, and that is better than not to start
 */
export function openClock(file: string, start?: Date, report: (line: string) => void = () => {}): HostClock {
  const offset = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  const milliseconds = new Float64Array(offset);
  const listeners: (() => void)[] = [];

  const moveTo = (value: number): void => {
    writeDurably(file, String(value));
    milliseconds[0] = value;
  };
  const stored = existsSync(file) ? readOffset(file) : undefined;
  if (stored instanceof Error)
    report(
      `The time in ${file} cannot be read (${stored.message}): it goes on from ${start ? 'its start' : 'now'}`,
    );
  if (typeof stored === 'number') milliseconds[0] = stored;
  else if (start !== undefined) moveTo(start.getTime() - realNow());

  return {
    offset,
    real: realNow,
    now: () => realNow() + (milliseconds[0] ?? 0),
    advance(seconds) {
      if (!Number.isFinite(seconds) || seconds < 0) throw new RangeError('Time only goes forward');
      const value = (milliseconds[0] ?? 0) + seconds * 1000;
      if (realNow() + value > lastMoment) throw new RangeError('Time ends with the year 2199');
      moveTo(value);
      for (const listener of listeners) listener();
    },
    onAdvance: (listener) => void listeners.push(listener),
  };
}

/** The offset that a file holds, or why it holds none. */
function readOffset(file: string): number | Error {
  try {
    const text = readFileSync(file, 'utf8');
    const value = Number(text);
    const moment = realNow() + value;
    if (text.trim() !== '' && moment >= 0 && moment <= lastMoment) return value;
    return new Error(`it says ${JSON.stringify(text.slice(0, 40))}`);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Makes `Date` of this thread follow the clock. Timers are not patched: they wait real time. */
export function patchDate(offset: SharedArrayBuffer): void {
  const milliseconds = new Float64Array(offset);
  const now = () => Math.trunc(realNow() + (milliseconds[0] ?? 0));
  const RealDate = Date;
  RealDate.now = now;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
  });
  RealDate.prototype.constructor = globalThis.Date;
}

// setTimeout fires at once beyond 2^31 ms (24.8 days); an hour also bounds what a sleeping laptop can lose.
const longestTimer = 3_600_000;

/** One alarm that is set again and again; it rings once for each `set`, at the time or when the clock jumps past it. */
export interface Alarm {
  set(time: number): void;
  clear(): void;
}

/**
 * @param steadily it rings after as much real time as well, whatever was done to the clock meanwhile: one that is put
 *   back an hour does not stop for an hour what happens every minute
 */
export function createAlarm(clock: Clock, ring: () => void, steadily?: 'steadily'): Alarm {
  let due: number | undefined;
  let over = Number.POSITIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    if (due === undefined) return;
    const left = Math.min(due - clock.now(), over - performance.now());
    if (left > 0) {
      timer = setTimeout(wait, Math.min(left, longestTimer));
      return;
    }
    due = undefined;
    ring();
  };
  clock.onAdvance(wait);
  return {
    set(time) {
      due = time;
      if (steadily) over = performance.now() + time - clock.now();
      clearTimeout(timer);
      // Never within the call: whoever sets an alarm finishes first.
      timer = setTimeout(wait, Math.max(0, Math.min(time - clock.now(), longestTimer)));
    },
    clear() {
      due = undefined;
      clearTimeout(timer);
    },
  };
}
