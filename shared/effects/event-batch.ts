import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { ZodError } from 'zod';
import type { HistoryEvent } from '../history/event.ts';
import { now } from '../runtime/clock.ts';
import { errorFields, log } from '../runtime/log.ts';
import { jsonService } from '../runtime/patience.ts';
import { Busy, StorageSilent, StorageUnavailable } from '../store/errors.ts';
import { eventOfRecord } from '../store/stream.ts';
import { once } from '../values/once.ts';

/** Nothing will ever make this event processable: it goes to the queue for people, and the stream goes on. */
export class Unprocessable extends Error {
  override readonly name = 'Unprocessable';
}

/** Who consumes, and where it puts what it cannot process. */
export interface Consuming {
  /** The function's folder: whoever puts an event back (`npm run redrive`) gives it to that function again. */
  readonly consumer: string;
  readonly queueUrl: string;
}

/**
 * The stream delivers a batch again and again, and nothing behind it, other projects' events among them, until it is
 * done. Half a minute is enough for what passes by itself; what does not by then must not hold up the others.
 */
const OTHERS_WAIT_MS = 30_000;
/** After one call that hung, no second one: others have waited for it already. */
const HUNG_MS = 3_000;

/** Whoever puts an event back keeps its message until it is done: what fails is told to them, and put nowhere else. */
const REDRIVEN = 'countersign:redrive';

type Fate = 'done' | 'again' | 'put-aside' | 'left';

const isPermanent = (error: unknown): boolean => error instanceof Unprocessable || error instanceof ZodError;

/** Whether the trouble is a service's, as its client, Node or a mail server's answer says: not the event's, nor ours. */
const isOutside = (error: unknown): boolean =>
  error instanceof Error &&
  (error instanceof StorageSilent ||
    error instanceof StorageUnavailable ||
    error instanceof Busy ||
    error.name === 'TimeoutError' ||
    '$metadata' in error ||
    'code' in error);

/** What becomes of an event that failed. The sweep looks at every project five minutes after an event, and repairs. */
function fateOf(error: unknown, record: DynamoDBRecord, tookMs: number): Fate {
  if (record.eventSource === REDRIVEN) return 'again';
  if (isPermanent(error)) return 'put-aside';
  const createdMs = (record.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000;
  const isOld = now().getTime() - createdMs > OTHERS_WAIT_MS;
  if (isOutside(error)) return isOld || tookMs > HUNG_MS ? 'left' : 'again';
  return isOld ? 'put-aside' : 'again';
}

/** The keys of a record: all that is put aside of it, for the table keeps the rest. */
const keysOf = (record: DynamoDBRecord) => ({
  chain: record.dynamodb?.Keys?.chain?.S,
  seq: Number(record.dynamodb?.Keys?.seq?.N),
});

/** Hands the events of one chain to `process`, in order. @returns the record to be delivered again, with all behind it */
async function processChain(
  records: readonly DynamoDBRecord[],
  { consumer, queueUrl }: Consuming,
  process: (event: HistoryEvent) => Promise<void>,
): Promise<DynamoDBRecord | undefined> {
  for (const record of records) {
    const begun = performance.now();
    try {
      await process(eventOfRecord(record));
    } catch (error) {
      const fate = fateOf(error, record, performance.now() - begun);
      const fields = errorFields(error);
      const about = { ...keysOf(record), ...fields };
      if (fate === 'again') {
        log.warn('EVENT_RETRIED', about);
        return record;
      }
      if (fate === 'left') {
        // All that is behind it waits for the same; the sweep does it together.
        log.warn('EVENT_LEFT', about);
        return undefined;
      }
      log.error('EVENT_UNPROCESSABLE', about);
      await putAside(queueUrl, { consumer, ...keysOf(record), error: fields.error, at: now().toISOString() });
    }
  }
  return undefined;
}

/**
 * Hands the events of a stream batch to `process`: those of one chain one after the other, the chains beside each other,
 * so that none waits for another's relay. A passing failure has its chain delivered again from there; what can never be
 * processed is put on the queue, and the batch goes on.
 */
export async function processBatch(
  batch: DynamoDBStreamEvent,
  consuming: Consuming,
  process: (event: HistoryEvent) => Promise<void>,
): Promise<DynamoDBBatchResponse> {
  const chains = Map.groupBy(batch.Records, (record) => keysOf(record).chain);
  const again = await Promise.all(
    [...chains.values()].map((records) => processChain(records, consuming, process)),
  );
  return {
    batchItemFailures: again.flatMap((record) =>
      record === undefined ? [] : [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }],
    ),
  };
}

// Loaded with the first event that cannot be processed: most functions never meet one.
const openQueue = once(async () => {
  const { SendMessageCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  return { SendMessageCommand, queue: new SQSClient(jsonService) };
});

async function putAside(queueUrl: string, message: object): Promise<void> {
  const { SendMessageCommand, queue } = await openQueue();
  await queue.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));
}
