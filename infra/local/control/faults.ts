import * as z from 'zod';
import { type StruckCalls, watchCalls } from './struck-calls.ts';

const times = z.int().positive().default(1);
// Longer than any time-out of the template, and shorter than what a timer takes.
const longestHoldMs = 3_600_000;
// Each record is copied in memory.
const mostRedeliveries = 1_000;

const calls = ['SendTaskSuccess', 'StartExecution', 'SendEmail', 'Sign'] as const;
/** Of these a lost reading ends within its answer. `PostObject` is the upload by a form; the others are anybody's. */
const callsOfS3 = [
  'PutObject',
  'CopyObject',
  'GetObject',
  'HeadObject',
  'DeleteObject',
  'PostObject',
] as const;

/** What a test may break, as the control port takes it. */
export const faultSchema = z.union([
  z.strictObject({ clear: z.literal(true) }),
  z.strictObject({ function: z.string(), when: z.enum(['before', 'after']), times }),
  z.strictObject({ function: z.string(), holdMs: z.int().positive().max(longestHoldMs), times }),
  z.strictObject({
    call: z.enum([...calls, ...callsOfS3]),
    mode: z.enum(['refuse', 'lose']),
    times,
  }),
  z.strictObject({ ses: z.enum(['unverified', 'sandbox']) }),
  z.strictObject({ smtp: z.url({ protocol: /^smtps?$/ }) }),
  z.strictObject({
    stream: z.strictObject({
      redeliver: z.int().nonnegative().max(mostRedeliveries).default(0),
      shuffle: z.boolean().default(false),
    }),
  }),
]);

export type Fault = z.infer<typeof faultSchema>;

/** Failures that tests ask for. The services ask here at the moments when the real ones fail. */
export interface Faults {
  set(fault: Fault): void;
  /** What befalls single calls of the functions. */
  readonly struckCalls: StruckCalls;
  /** Whether the next invocation of the function fails before (`before`) or after (`after`) it has run. */
  failsInvocation(functionName: string, when: 'before' | 'after'): boolean;
  /** How long the next invocation of the function is held back. */
  holdMs(functionName: string): number;
  /** What happens to the next call of an AWS operation. */
  call(operation: string): 'refuse' | 'lose' | undefined;
  /** Until it is cleared: SES knows no sender, or only recipients of its own simulator. */
  ses(): 'unverified' | 'sandbox' | undefined;
  /** Until it is cleared: what the secret of the relay's address has been changed to. */
  smtp(): string | undefined;
  /** How often each stream record comes again, and whether records change places. */
  stream(): { readonly redeliver: number; readonly shuffle: boolean };
}

/** Those that happen so many times. */
type Counted = Extract<Fault, { times: number }>;

const calm = { redeliver: 0, shuffle: false };

export function createFaults(): Faults {
  let pending: { readonly fault: Counted; left: number }[] = [];
  let stream = calm;
  let ses: 'unverified' | 'sandbox' | undefined;
  let smtp: string | undefined;
  /** Uses up one time of the first pending fault that matches. */
  const take = <T extends Counted>(matches: (fault: Counted) => fault is T): T | undefined => {
    const entry = pending.find(({ fault }) => matches(fault));
    if (entry === undefined) return undefined;
    entry.left -= 1;
    if (entry.left === 0) pending = pending.filter((other) => other !== entry);
    return matches(entry.fault) ? entry.fault : undefined;
  };

  return {
    struckCalls: watchCalls(),
    set(fault) {
      if ('clear' in fault) {
        pending = [];
        stream = calm;
        ses = undefined;
        smtp = undefined;
      } else if ('stream' in fault) stream = fault.stream;
      else if ('ses' in fault) ses = fault.ses;
      else if ('smtp' in fault) smtp = fault.smtp;
      else pending.push({ fault, left: fault.times });
    },
    failsInvocation: (name, when) =>
      pending.length > 0 &&
      take(
        (fault): fault is Extract<Fault, { when: string }> =>
          'when' in fault && fault.function === name && fault.when === when,
      ) !== undefined,
    holdMs: (name) =>
      pending.length === 0
        ? 0
        : (take(
            (fault): fault is Extract<Fault, { holdMs: number }> =>
              'holdMs' in fault && fault.function === name,
          )?.holdMs ?? 0),
    call: (operation) =>
      pending.length === 0
        ? undefined
        : take(
            (fault): fault is Extract<Fault, { call: string }> => 'call' in fault && fault.call === operation,
          )?.mode,
    ses: () => ses,
    smtp: () => smtp,
    stream: () => stream,
  };
}
