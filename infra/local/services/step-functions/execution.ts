import * as z from 'zod';

/** Where an execution stands within its current state; each phase says what, if anything, it waits for. */
const phases = {
  /** The state is to be evaluated. */
  entered: 'entered',
  /** The task's function is to be invoked, or is running. */
  invoking: 'invoking',
  /** The function has returned; the token's answer is awaited. */
  waiting: 'waiting',
  /** A result or an error is there and is to be evaluated. */
  settling: 'settling',
  /** The next attempt begins at `dueAt`. */
  delayed: 'delayed',
  /** A Wait state, until `dueAt`. */
  paused: 'paused',
} as const;

export const executionStatuses = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;

/** An execution as it is stored; moments are milliseconds since 1970, JSON stays text. */
export const executionSchema = z.object({
  id: z.number(),
  arn: z.string(),
  machineArn: z.string(),
  machineName: z.string(),
  name: z.string(),
  definition: z.string(),
  status: z.enum(executionStatuses),
  input: z.string(),
  output: z.string().nullable(),
  error: z.string().nullable(),
  cause: z.string().nullable(),
  startedAt: z.number(),
  stoppedAt: z.number().nullable(),
  /** The deadline of the whole execution, where the machine has one. */
  expiresAt: z.number().nullable(),
  state: z.string(),
  phase: z.enum(phases),
  stateInput: z.string(),
  variables: z.string(),
  enteredAt: z.number(),
  /** `$states.context.State.RetryCount`. */
  retries: z.number(),
  /** JSON: attempts spent, by the position of the Retry rule. */
  spent: z.string(),
  attempt: z.number(),
  /** When the phase ends by itself. */
  dueAt: z.number().nullable(),
  /** JSON: what is to be settled. */
  outcome: z.string().nullable(),
  /** Moves with every step, at each commit: who read an older one must not write. */
  step: z.number(),
});

export type Execution = z.infer<typeof executionSchema>;

/** What is known of an execution before it has a row. */
export type NewExecution = Omit<Execution, 'id'>;

/** What the thing that a state waited for came to. */
export const outcomeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({ ok: z.literal(false), error: z.string().optional(), cause: z.string().optional() }),
]);

export type Outcome = z.infer<typeof outcomeSchema>;

/** One line of an execution's history; data stays out of it to keep it small. */
export const eventSchema = z.object({
  at: z.number(),
  type: z.string(),
  state: z.string().nullable(),
  error: z.string().nullable(),
  cause: z.string().nullable(),
});

export type HistoryEvent = z.infer<typeof eventSchema>;

/** When an execution next needs attention without anybody calling. */
export function wakeAt(execution: Execution): number | null {
  if (execution.status !== 'RUNNING') return null;
  const moments = [execution.dueAt, execution.expiresAt].filter((moment) => moment !== null);
  return moments.length === 0 ? null : Math.min(...moments);
}
