import { isRecord } from '../../assembly/is-record.ts';
import type { HostClock } from '../../clock.ts';
import type { Lambda } from '../lambda/lambda.ts';
import type { Mapping } from './mappings.ts';
import type { StreamRecord } from './record.ts';

/** Records that were given up on, and why. */
export interface Failure {
  readonly records: readonly StreamRecord[];
  readonly attempts: number;
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
}

/** What a delivery needs to know and to call. */
export interface Delivery {
  readonly mapping: Mapping;
  readonly stream: string;
  readonly lambda: Pick<Lambda, 'invoke'>;
  readonly clock: HostClock;
  readonly region: string;
  /** The host ends. */
  readonly signal: AbortSignal;
  readonly putAside: (failure: Failure) => Promise<void>;
  /** Since when (real time) this host runs: records do not age while nobody could process them. */
  readonly since: number;
}

// A failing function is tried again soon, then ever more rarely; the real service waits longer.
const firstPauseMs = 100;
const longestPauseMs = 10_000;

/**
 * Delivers a batch until each record was processed or put aside, as Lambda does: again from the lowest failed record,
 * in halves where the mapping says so, until its retries or its age are used up. False if the host ended before.
 */
export async function deliverBatch(delivery: Delivery, batch: readonly StreamRecord[]): Promise<boolean> {
  const { mapping, signal, putAside } = delivery;
  const parts: { records: readonly StreamRecord[]; attempts: number }[] = [{ records: batch, attempts: 0 }];

  for (let part = parts[0]; part !== undefined; part = parts[0]) {
    if (signal.aborted) return false;
    const { records, attempts } = part;
    if (isTooOld(records, delivery)) {
      await putAside({ records, attempts, condition: 'RecordAgeExceeded' });
      parts.shift();
      continue;
    }
    const done = await invoke(delivery, records);
    if (done === records.length) parts.shift();
    // Progress: the record that failed begins its own count.
    else if (done > 0) parts[0] = { records: records.slice(done), attempts: 0 };
    else if (mapping.bisects && records.length > 1) {
      const middle = Math.ceil(records.length / 2);
      parts.splice(
        0,
        1,
        { records: records.slice(0, middle), attempts },
        { records: records.slice(middle), attempts },
      );
    } else if (attempts >= mapping.retries) {
      await putAside({ records, attempts: attempts + 1, condition: 'RetryAttemptsExhausted' });
      parts.shift();
    } else {
      parts[0] = { records, attempts: attempts + 1 };
      await pauseBeforeRetry(attempts, delivery);
    }
  }
  return true;
}

/** Invokes the function. Returns how many records, from the first on, are done. */
async function invoke(delivery: Delivery, records: readonly StreamRecord[]): Promise<number> {
  const { mapping, lambda } = delivery;
  const Records = records.map((record) => toEvent(record, delivery));
  const result = await lambda.invoke(mapping.functionArn, { Records });
  if ('error' in result) return 0;
  if (!mapping.reportsItemFailures) return records.length;
  return beforeLowestFailure(result.payload, records);
}

/** The record as functions get it: from the stream of the template's table, in the time of the host's clock. */
function toEvent(record: StreamRecord, { stream, region, clock }: Delivery): StreamRecord {
  const created = record.dynamodb.ApproximateCreationDateTime + (clock.now() - clock.real()) / 1000;
  return {
    ...record,
    awsRegion: region,
    eventSourceARN: stream,
    dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: created },
  };
}

/** An answer without failures is success; one that cannot be understood fails the whole batch. */
function beforeLowestFailure(payload: unknown, records: readonly StreamRecord[]): number {
  if (payload === null) return records.length;
  if (!isRecord(payload)) return 0;
  const failures = payload.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return 0;
  let done = records.length;
  for (const failure of failures) {
    const number: unknown = isRecord(failure) ? failure.itemIdentifier : undefined;
    const index = records.findIndex((record) => record.dynamodb.SequenceNumber === number);
    // Not found is −1: nothing counts as done.
    done = Math.min(done, Math.max(index, 0));
  }
  return done;
}

// In real time: advancing the clock makes deadlines pass, not the function's records old.
function isTooOld(records: readonly StreamRecord[], { mapping, clock, since }: Delivery): boolean {
  const [oldest] = records;
  if (oldest === undefined) return false;
  const born = Math.max(oldest.dynamodb.ApproximateCreationDateTime * 1000, since);
  return clock.real() - born > mapping.maximumAgeMs;
}

function pauseBeforeRetry(attempts: number, { signal }: Delivery): Promise<void> {
  const milliseconds = Math.min(firstPauseMs * 2 ** attempts, longestPauseMs);
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
