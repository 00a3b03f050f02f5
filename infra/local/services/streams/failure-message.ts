import { randomUUID } from 'node:crypto';
import type { Failure } from './deliver.ts';
import type { Mapping } from './mappings.ts';

/** The message that Lambda puts on a failure queue: where the records are in the stream, never the records. */
export function failureMessage(
  mapping: Mapping,
  streamArn: string,
  shardId: string,
  failure: Failure,
  now: number,
): string {
  const { records, attempts, condition } = failure;
  const [first, last] = [records[0]?.dynamodb, records.at(-1)?.dynamodb];
  const time = (seconds: number | undefined) => new Date((seconds ?? 0) * 1000).toISOString();
  return JSON.stringify({
    requestContext: {
      requestId: randomUUID(),
      functionArn: mapping.functionArn,
      condition,
      approximateInvokeCount: attempts,
    },
    responseContext: { statusCode: 200, executedVersion: '1', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first?.SequenceNumber,
      endSequenceNumber: last?.SequenceNumber,
      approximateArrivalOfFirstRecord: time(first?.ApproximateCreationDateTime),
      approximateArrivalOfLastRecord: time(last?.ApproximateCreationDateTime),
      batchSize: records.length,
      streamArn,
    },
  });
}
