import { setTimeout as pause } from 'node:timers/promises';
import type { HostClock } from '../../clock.ts';
import type { Faults } from '../../control/faults.ts';
import { untilWritten } from '../../disk.ts';
import type { DynamoDb } from '../dynamodb/client.ts';
import type { Table } from '../dynamodb/tables.ts';
import type { Lambda } from '../lambda/lambda.ts';
import type { Queues } from '../queues/queues.ts';
import { type Checkpoint, type Checkpoints, isAfter } from './checkpoints.ts';
import { openConsumer } from './consumer.ts';
import { findEnd, findStream, openCursor } from './cursor.ts';
import type { Failure } from './deliver.ts';
import { failureMessage } from './failure-message.ts';
import type { Mapping } from './mappings.ts';
import { openReader, type StreamReader } from './reader.ts';

// Enough for what is under way at an ordinary end.
const shortGraceMs = 1500;

export interface Streams {
  /** Whether a record was read that its function has not had. */
  waits(): boolean;
  /** How far each function is behind its stream, in milliseconds; 0 where nothing waits. */
  ages(): ReadonlyMap<string, number>;
  /** @param graceMs how long the batches under way may take; the records of those that take longer come again */
  close(graceMs?: number): Promise<void>;
}

interface Options {
  readonly mappings: readonly Mapping[];
  readonly tables: readonly Table[];
  readonly dynamodb: DynamoDb;
  readonly lambda: Lambda;
  readonly queues: Queues;
  readonly checkpoints: Checkpoints;
  readonly clock: HostClock;
  readonly faults: Faults;
  readonly region: string;
  readonly report: (line: string) => void;
}

/** Starts every consumer of the template, with one reader for each table's stream. */
export async function openStreams(options: Options): Promise<Streams> {
  const byTable = Map.groupBy(options.mappings, (mapping) => mapping.tableName);
  for (const mapping of options.mappings) {
    options.lambda.nameOf(mapping.functionArn);
    if (mapping.failureQueueArn !== undefined) options.queues.requireArn(mapping.failureQueueArn, mapping.id);
  }
  const open = await Promise.all(
    [...byTable].map(([tableName, mappings]) => openStream(options, tableName, mappings)),
  );
  options.lambda.onFinished(() => {
    for (const { reader } of open) reader.hint();
  });
  return {
    waits: () =>
      open.some(({ consumers }) => consumers.some((consumer) => consumer.waitingSince() !== undefined)),
    ages: () =>
      new Map(
        open.flatMap(({ consumers }) =>
          consumers.map(({ functionArn, waitingSince }) => {
            const since = waitingSince();
            const age = since === undefined ? 0 : options.clock.real() - since;
            return [options.lambda.nameOf(functionArn), age] as const;
          }),
        ),
      ),
    close: async (graceMs = shortGraceMs) => {
      const consumers = open.flatMap((stream) => stream.consumers);
      // Consumers end their work, which also frees a reader that waits for one of them.
      const idle = Promise.all(consumers.map((consumer) => consumer.close()));
      await Promise.all(open.map(({ reader }) => reader.close()));
      await Promise.race([idle, pause(graceMs, undefined, { ref: false })]);
    },
  };
}

async function openStream(options: Options, tableName: string, mappings: readonly Mapping[]) {
  const { dynamodb, queues, clock, report } = options;
  const streamArn = await findStream(dynamodb, tableName);
  for (const { id, startsAtLatest } of mappings)
    if (startsAtLatest && options.checkpoints.get(id, streamArn) === undefined)
      options.checkpoints.set(id, await findEnd(dynamodb, streamArn));

  const putAside = async (mapping: Mapping, failure: Failure, shard: string): Promise<void> => {
    const name = options.lambda.nameOf(mapping.functionArn);
    report(`${name}: ${failure.records.length} stream records could not be processed (${failure.condition})`);
    const queue = mapping.failureQueueArn;
    if (queue === undefined) return;
    const message = failureMessage(mapping, streamArn, shard, failure, clock.now());
    await untilWritten(() => queues.sendToArn(queue, message));
  };
  const partitionKey = options.tables.find((table) => table.name === tableName)?.keys[0];
  if (partitionKey === undefined)
    throw new Error(`A function reads the stream of ${tableName}, which is no table here`);
  const consumers = mappings.map((mapping) =>
    openConsumer({
      ...options,
      mapping,
      stream: streamArn,
      partitionKey,
      putAside: (failure, shard) => putAside(mapping, failure, shard),
    }),
  );
  const reader: StreamReader = openReader({
    cursor: openCursor(dynamodb, streamArn, furthestBehind(consumers.map((consumer) => consumer.checkpoint))),
    take: async (shard, records) => {
      await Promise.all(consumers.map((consumer) => consumer.take(shard, records)));
    },
    report,
  });
  return { reader, consumers };
}

/** Where reading begins: at the oldest checkpoint, or at the oldest record if a consumer has none. */
function furthestBehind(checkpoints: readonly (Checkpoint | undefined)[]): Checkpoint | undefined {
  let lowest: Checkpoint | undefined;
  for (const checkpoint of checkpoints) {
    if (checkpoint === undefined) return undefined;
    if (lowest === undefined || isAfter(lowest.sequenceNumber, checkpoint.sequenceNumber))
      lowest = checkpoint;
  }
  return lowest;
}
