import type { HostClock } from '../../clock.ts';
import type { Faults } from '../../control/faults.ts';
import { tryWrite } from '../../disk.ts';
import type { Lambda } from '../lambda/lambda.ts';
import { type Checkpoint, type Checkpoints, isAfter } from './checkpoints.ts';
import type { Failure } from './deliver.ts';
import { createLane } from './lane.ts';
import type { Mapping } from './mappings.ts';
import { trackProgress } from './progress.ts';
import type { StreamRecord } from './record.ts';

/** Hands one mapping's records to its function: in order for each partition key, none passed over. */
export interface Consumer {
  readonly functionArn: string;
  readonly checkpoint: Checkpoint | undefined;
  /** Takes the records that match; resolves when there is room for more. */
  take(shard: string, records: readonly StreamRecord[]): Promise<void>;
  /** Since when the record that waits longest has been there, in milliseconds; undefined where none waits. */
  waitingSince(): number | undefined;
  close(): Promise<void>;
}

// Records kept in memory for a consumer that is behind (about 3 KB each); beyond, the reading of the stream waits.
const largestBacklog = 5000;
// Batches at once, however many the mapping allows: a function has no more threads here, and a lane more would
// only make the batches smaller.
const mostLanes = 2;

export function openConsumer(options: {
  readonly mapping: Mapping;
  readonly stream: string;
  /** Name of the table's partition key: records of one key keep their order. */
  readonly partitionKey: string;
  readonly checkpoints: Checkpoints;
  readonly lambda: Lambda;
  readonly clock: HostClock;
  readonly faults: Faults;
  readonly region: string;
  /** Keeps what cannot be processed. */
  readonly putAside: (failure: Failure, shard: string) => Promise<void>;
}): Consumer {
  const { mapping, stream, partitionKey, checkpoints, lambda, clock, faults, region } = options;
  const ending = new AbortController();
  let checkpoint = checkpoints.get(mapping.id, stream);
  let currentShard = checkpoint?.shard ?? '';
  let roomMade: () => void = () => {};

  const progress = trackProgress(stream, (to) => {
    checkpoint = to;
    // Not stored, the records after the last one that is come again at a restart.
    tryWrite(() => checkpoints.set(mapping.id, to));
  });
  const lanes = Array.from({ length: Math.min(mapping.parallelBatches, mostLanes) }, () =>
    createLane({
      delivery: {
        mapping,
        stream,
        lambda,
        clock,
        region,
        signal: ending.signal,
        putAside: (failure) => options.putAside(failure, currentShard),
        since: clock.real(),
      },
      faults,
      done: (records) => {
        progress.done(records.map((record) => record.dynamodb.SequenceNumber));
        roomMade();
      },
    }),
  );
  const laneOf = (record: StreamRecord) => {
    const key = JSON.stringify(record.dynamodb.Keys[partitionKey]);
    let sum = 0;
    for (let index = 0; index < key.length; index += 1) sum = (sum * 31 + key.charCodeAt(index)) | 0;
    return lanes[Math.abs(sum) % lanes.length];
  };
  const backlog = () => lanes.reduce((sum, lane) => sum + lane.length(), 0);

  return {
    functionArn: mapping.functionArn,
    get checkpoint() {
      return checkpoint;
    },
    async take(shard, records) {
      const last = records.at(-1)?.dynamodb.SequenceNumber;
      // Another consumer may be further behind: these were had before.
      if (last === undefined || (checkpoint !== undefined && !isAfter(last, checkpoint.sequenceNumber)))
        return;
      currentShard = shard;
      const had = checkpoint?.sequenceNumber;
      const wanted = records.filter(
        (record) =>
          (had === undefined || isAfter(record.dynamodb.SequenceNumber, had)) && mapping.matches(record),
      );
      progress.read(
        { stream, shard, sequenceNumber: last },
        wanted.map((record) => record.dynamodb.SequenceNumber),
      );
      for (const record of wanted) laneOf(record)?.push(record);
      for (const lane of lanes) lane.start();
      while (backlog() > largestBacklog && !ending.signal.aborted)
        await new Promise<void>((resolve) => {
          roomMade = resolve;
        });
    },
    waitingSince() {
      const since = lanes.flatMap((lane) => lane.oldest()?.dynamodb.ApproximateCreationDateTime ?? []);
      return since.length === 0 ? undefined : Math.min(...since) * 1000;
    },
    close: async () => {
      ending.abort();
      roomMade();
      await Promise.all(lanes.map((lane) => lane.idle()));
    },
  };
}
