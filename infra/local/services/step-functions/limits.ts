import { StateError } from './errors.ts';

// The real service's quotas: a flow that passes here must not meet them first in production.

/** Input, output and result of a state: 256 KiB as UTF-8. */
export const payloadBytes = 256 * 1024;

/** A standard execution ends after 25,000 events. */
export const historyEvents = 25_000;

/** Each step here stands for about two of the service's events (a state entered and left; a task begun and ended). */
export const stepsPerExecution = historyEvents / 2;

/** A closed execution, and with it its name, is kept for 90 days. */
export const retentionMs = 90 * 24 * 60 * 60 * 1000;

/** The longest time-out, which is also what a task without TimeoutSeconds gets. */
export const longestSeconds = 99_999_999;

/** JSON text of a value, refused above the payload limit as the service refuses it. */
export function limitedJson(value: unknown, what: string): string {
  const text = JSON.stringify(value);
  // A UTF-16 unit is at most three bytes of UTF-8: the exact count is needed only near the limit.
  if (text.length * 3 > payloadBytes && Buffer.byteLength(text) > payloadBytes) {
    throw new StateError(
      'States.DataLimitExceeded',
      `The ${what} is larger than the maximum of ${payloadBytes} bytes.`,
    );
  }
  return text;
}
