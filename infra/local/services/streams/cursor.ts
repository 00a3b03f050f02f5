import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { DynamoDb } from '../dynamodb/client.ts';
import { beginning, type Checkpoint } from './checkpoints.ts';
import { recordSchema, type StreamRecord } from './record.ts';

/** A place in one table's stream, which moves on with what is read. */
export interface StreamCursor {
  /** Reads once. The place moves on when `take` has resolved. Returns whether there is likely to be more already. */
  read(take: Take): Promise<boolean>;
  /** Reads anew from the last record that was taken. */
  restart(): void;
}

export type Take = (shard: string, records: readonly StreamRecord[]) => Promise<void>;

const listedStreams = z.object({
  Streams: z.array(z.object({ StreamArn: z.string(), StreamLabel: z.string() })),
});
const describedStream = z.object({
  StreamDescription: z.object({ Shards: z.array(z.object({ ShardId: z.string() })) }),
});
const iteratorAnswer = z.object({ ShardIterator: z.string() });
const recordsAnswer = z.object({ Records: z.array(recordSchema), NextShardIterator: z.string().optional() });

// Fewer than these are the stream's end, but for very large ones: a read that finds nothing costs as much as most that
// find something. What is left behind them is read with the next hint, such as the end of what they led to.
const manyRecords = 100;

// How long to wait for a shard that follows one that has ended.
const shardPauseMs = 500;

/**
 * The newest stream of a table: labels are times. The table is not asked for it, since the embedded database would count
 * all that is in it.
 */
export async function findStream(dynamodb: DynamoDb, tableName: string): Promise<string> {
  const { Streams } = await dynamodb.call(
    'DynamoDBStreams_20120810.ListStreams',
    { TableName: tableName },
    listedStreams,
  );
  const newest = Streams.toSorted((one, other) => (one.StreamLabel < other.StreamLabel ? 1 : -1))[0];
  if (newest === undefined) throw new Error(`The table ${tableName} has no stream`);
  return newest.StreamArn;
}

/** The newest record there is: where a consumer that wants only later ones starts. */
export async function findEnd(dynamodb: DynamoDb, streamArn: string): Promise<Checkpoint> {
  const call = <T>(operation: string, input: object, answer: z.ZodType<T>): Promise<T> =>
    dynamodb.call(`DynamoDBStreams_20120810.${operation}`, input, answer);
  const { StreamDescription } = await call('DescribeStream', { StreamArn: streamArn }, describedStream);
  const shard = StreamDescription.Shards.at(-1)?.ShardId ?? '';
  let sequenceNumber = beginning;
  let iterator: string | undefined = (
    await call(
      'GetShardIterator',
      { StreamArn: streamArn, ShardId: shard, ShardIteratorType: 'TRIM_HORIZON' },
      iteratorAnswer,
    )
  ).ShardIterator;
  while (iterator !== undefined) {
    const page: z.infer<typeof recordsAnswer> = await call(
      'GetRecords',
      { ShardIterator: iterator },
      recordsAnswer,
    );
    sequenceNumber = page.Records.at(-1)?.dynamodb.SequenceNumber ?? sequenceNumber;
    iterator = page.Records.length > 0 ? page.NextShardIterator : undefined;
  }
  return { stream: streamArn, shard, sequenceNumber };
}

/** @param from nowhere: from the oldest record */
export function openCursor(
  dynamodb: DynamoDb,
  streamArn: string,
  from: Checkpoint | undefined,
): StreamCursor {
  const call = <T>(operation: string, input: object, answer: z.ZodType<T>): Promise<T> =>
    dynamodb.call(`DynamoDBStreams_20120810.${operation}`, input, answer);

  /** The next shard after one that is read to its end; the embedded database only ever has one. */
  const shardAfter = async (shard: string | undefined): Promise<string> => {
    for (;;) {
      const { StreamDescription } = await call('DescribeStream', { StreamArn: streamArn }, describedStream);
      const ids = StreamDescription.Shards.map(({ ShardId }) => ShardId);
      const next = ids[shard === undefined ? 0 : ids.indexOf(shard) + 1];
      if (next !== undefined) return next;
      await pause(shardPauseMs);
    }
  };
  const iteratorOf = async (shard: string, after: string | undefined): Promise<string> => {
    const position =
      after === undefined || after === beginning
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after };
    const input = { StreamArn: streamArn, ShardId: shard, ...position };
    return (await call('GetShardIterator', input, iteratorAnswer)).ShardIterator;
  };

  let shard = from?.shard;
  let after = from?.sequenceNumber;
  let iterator: string | undefined;

  return {
    async read(take) {
      shard ??= await shardAfter(undefined);
      iterator ??= await iteratorOf(shard, after);
      const { Records, NextShardIterator } = await call(
        'GetRecords',
        { ShardIterator: iterator },
        recordsAnswer,
      );
      if (Records.length > 0) {
        await take(shard, Records);
        after = Records.at(-1)?.dynamodb.SequenceNumber ?? after;
      }
      iterator = NextShardIterator;
      if (NextShardIterator === undefined) {
        shard = await shardAfter(shard);
        after = undefined;
      }
      return Records.length >= manyRecords;
    },
    restart() {
      iterator = undefined;
    },
  };
}
