import { tryWrite } from './disk.ts';

/** Does now and then what keeps the files of a platform that runs for months as large as what they hold. */
export interface Tidying {
  close(): void;
}

// Some thousands of records of a busy minute are removed in some milliseconds.
const everyMs = 60_000;

/** @param work may throw: what is not done now is done the next time */
export function tidying(
  work: () => void,
  report: (line: string) => void,
  periodMs: number = everyMs,
): Tidying {
  const timer = setInterval(() => {
    try {
      tryWrite(work);
    } catch (error) {
      report(`What has been consumed was not removed: ${String(error)}`);
    }
  }, periodMs).unref();
  return { close: () => clearInterval(timer) };
}
