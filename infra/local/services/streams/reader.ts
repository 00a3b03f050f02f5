import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { DynamoDb } from '../dynamodb/client.ts';
import { beginning, type Checkpoint } from './checkpoints.ts';
import { recordSchema, type StreamRecord } from './record.ts';

/** Reads one table's stream once for all of its consumers: reading costs the same as a write does. */
export interface StreamReader {
  /** Something may have been written: read now instead of at the next slow poll. */
  hint(): void;
  close(): Promise<void>;
}

const describedTable = z.object({ Table: z.object({ LatestStreamArn: z.string() }) });
const describedStream = z.object({
  StreamDescription: z.object({ Shards: z.array(z.object({ ShardId: z.string() })) }),
});
const iteratorAnswer = z.object({ ShardIterator: z.string() });
const recordsAnswer = z.object({ Records: z.array(recordSchema), NextShardIterator: z.string().optional() });

// Functions write nearly everything, and each end of an invocation is a hint; this is for what others write.
const slowPollMs = 500;
// Hints come in crowds. The first one is followed at once; those within this time share the next read, which keeps a
// busy platform at 80 reads a second and costs a single flow nothing.
const gapMs = 12;
// A failing database is asked again, but not in a tight loop.
const errorPauseMs = 1000;

export async function findStream(dynamodb: DynamoDb, tableName: string): Promise<string> {
  const { Table } = await dynamodb.call(
    'DynamoDB_20120810.DescribeTable',
    { TableName: tableName },
    describedTable,
  );
  return Table.LatestStreamArn;
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

export function openReader(options: {
  readonly dynamodb: DynamoDb;
  readonly streamArn: string;
  /** Where the consumer that is furthest behind stands; nowhere: from the oldest record. */
  readonly from: Checkpoint | undefined;
  /** Takes records in order; the next ones are read when it has resolved. */
  readonly take: (shard: string, records: readonly StreamRecord[]) => Promise<void>;
  readonly report: (line: string) => void;
}): StreamReader {
  const { dynamodb, streamArn, from, take, report } = options;
  let closed = false;
  let hinted = true;
  let wake: () => void = () => {};

  const call = <T>(operation: string, input: object, answer: z.ZodType<T>): Promise<T> =>
    dynamodb.call(`DynamoDBStreams_20120810.${operation}`, input, answer);

  /** The next shard after one that is read to its end; the embedded database only ever has one. */
  const shardAfter = async (shard: string | undefined): Promise<string> => {
    for (;;) {
      const { StreamDescription } = await call('DescribeStream', { StreamArn: streamArn }, describedStream);
      const ids = StreamDescription.Shards.map(({ ShardId }) => ShardId);
      const next = ids[shard === undefined ? 0 : ids.indexOf(shard) + 1];
      if (next !== undefined) return next;
      await pause(slowPollMs);
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

  /** One read. Returns whether there was anything. */
  const read = async (): Promise<boolean> => {
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
    return Records.length > 0;
  };

  const rest = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = async (): Promise<void> => {
    while (!closed)
      try {
        hinted = false;
        const started = performance.now();
        const found = await read();
        if (closed) return;
        if (!found && !hinted) await rest(slowPollMs);
        const early = gapMs - (performance.now() - started);
        if (early > 0) await pause(early);
      } catch (error) {
        if (closed) return;
        report(`The stream cannot be read: ${String(error)}`);
        // The iterator may be what is wrong: it is made anew from the last record taken.
        iterator = undefined;
        await pause(errorPauseMs);
      }
  };
  const done = loop();

  return {
    hint() {
      hinted = true;
      wake();
    },
    close: async () => {
      closed = true;
      wake();
      await done;
    },
  };
}
