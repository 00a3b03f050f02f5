import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { ZodError } from 'zod';
import type { HistoryEvent } from '../history/event.ts';
import { errorFields, log } from '../runtime/log.ts';
import { servicePatience } from '../runtime/patience.ts';
import { eventOfRecord } from '../store/stream.ts';

/** Nothing will ever make this event processable: it goes to the queue for people, and the stream goes on. */
export class Unprocessable extends Error {
  override readonly name = 'Unprocessable';
}

const isPermanent = (error: unknown): boolean => error instanceof Unprocessable || error instanceof ZodError;

/** The keys of a record: all that is put aside, for the table keeps the rest. */
const keysOf = (record: DynamoDBRecord) => ({
  chain: record.dynamodb?.Keys?.chain?.S,
  seq: Number(record.dynamodb?.Keys?.seq?.N),
});

/**
 * Hands the events of a stream batch to `process`, one after the other. A passing failure ends the batch there: it and
 * all behind it are delivered again. What can never be processed is put on the queue, and the batch goes on.
 */
export async function processBatch(
  batch: DynamoDBStreamEvent,
  queueUrl: string,
  process: (event: HistoryEvent) => Promise<void>,
): Promise<DynamoDBBatchResponse> {
  for (const record of batch.Records) {
    try {
      await process(eventOfRecord(record));
    } catch (error) {
      if (!isPermanent(error)) {
        log.warn('EVENT_RETRIED', { ...keysOf(record), ...errorFields(error) });
        return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] };
      }
      log.error('EVENT_UNPROCESSABLE', { ...keysOf(record), ...errorFields(error) });
      await queue.send(
        new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(keysOf(record)) }),
      );
    }
  }
  return { batchItemFailures: [] };
}

const queue = new SQSClient(servicePatience);
