import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Failure } from './deliver.ts';
import type { Mapping } from './mappings.ts';

/**
 * The message that Lambda puts on a failure queue: where the records are in the stream, never the records. Their keys are
 * our own addition, because the stream of one machine is trimmed within a minute: by them `redrive` finds the items.
 */
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
    events: records.map(({ dynamodb }) => keysOf(dynamodb.Keys)),
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

const key = z.object({ S: z.string().optional(), N: z.string().optional() });

/** An item's key in plain JSON. */
const keysOf = (keys: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(keys).map(([name, value]) => {
      const { S, N } = key.parse(value);
      return [name, S ?? Number(N)];
    }),
  );
