import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { createFaults } from '../../infra/local/control/faults.ts';
import { type OpenDynamoDb, openDynamoDb } from '../../infra/local/services/dynamodb/dynamodb.ts';
import { createTables, readTables } from '../../infra/local/services/dynamodb/tables.ts';
import { openQueues } from '../../infra/local/services/queues/queues.ts';
import { openCheckpoints } from '../../infra/local/services/streams/checkpoints.ts';
import { findStream, openCursor } from '../../infra/local/services/streams/cursor.ts';
import { readMappings } from '../../infra/local/services/streams/mappings.ts';
import { openStreams, type Streams } from '../../infra/local/services/streams/streams.ts';
import { functionsOf, hostDatabase, resourcesOf, standingClock, temporaryFolder, until } from './fixture.ts';

const folder = temporaryFolder();
let dynamodb: OpenDynamoDb;
const opened: Streams[] = [];

beforeAll(async () => {
  dynamodb = await openDynamoDb({
    file: join(folder, 'dynamodb.sqlite'),
    log: join(folder, 'dynamodb.log'),
    tables: [],
    consumed: new Map(),
    endpoint: undefined,
    report: () => {},
    died: () => {},
  });
});
afterEach(async () => {
  for (const streams of opened.splice(0)) await streams.close();
});
afterAll(() => dynamodb.close());

interface Sent {
  readonly Records: {
    readonly eventName: string;
    readonly eventSourceARN: string;
    readonly dynamodb: {
      SequenceNumber: string;
      NewImage?: { n: { N: string } };
      Keys: { pk: { S: string } };
    };
  }[];
}
type Answer = Parameters<typeof functionsOf>[0];

let count = 0;
/** A table with a stream, and one consumer of it. */
function consumerOf(mapping: object, answer: Answer = () => ({ payload: null })) {
  count += 1;
  const resources = resourcesOf({
    Service: {
      resources: {
        History: {
          Type: 'AWS::DynamoDB::GlobalTable',
          Properties: {
            TableName: `History${count}`,
            AttributeDefinitions: [
              { AttributeName: 'sk', AttributeType: 'N' },
              { AttributeName: 'pk', AttributeType: 'S' },
            ],
            KeySchema: [
              { AttributeName: 'pk', KeyType: 'HASH' },
              { AttributeName: 'sk', KeyType: 'RANGE' },
            ],
            StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
          },
        },
        unprocessed: { Type: 'AWS::SQS::Queue' },
        Consumer: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: {
            EventSourceArn: { 'Fn::GetAtt': ['History', 'StreamArn'] },
            FunctionName: 'consume:live',
            StartingPosition: 'TRIM_HORIZON',
            BatchSize: 10,
            ...mapping,
          },
        },
      },
    },
  });
  const database = hostDatabase();
  const faults = createFaults();
  const functions = functionsOf(answer);
  const tables = readTables(resources);
  const clock = standingClock(Date.now());

  const start = async (on: DatabaseSync = database) => {
    await createTables(dynamodb, tables);
    const streams = await openStreams({
      mappings: readMappings(resources),
      tables,
      dynamodb,
      lambda: functions,
      queues: openQueues({ resources, database: on, clock }),
      checkpoints: openCheckpoints(on),
      clock,
      faults,
      region: 'us-east-1',
      report: () => {},
    });
    opened.push(streams);
    return streams;
  };
  const put = (n: number, fields: { pk?: string; sk?: number } = {}) =>
    dynamodb.call(
      'DynamoDB_20120810.PutItem',
      {
        TableName: `History${count}`,
        Item: { pk: { S: fields.pk ?? `p${n}` }, sk: { N: String(fields.sk ?? 1) }, n: { N: String(n) } },
      },
      z.unknown(),
    );
  const batches = () =>
    functions.calls.map(({ payload }) =>
      (payload as Sent).Records.map((record) => Number(record.dynamodb.NewImage?.n.N)),
    );
  const delivered = () => batches().flat();
  const queue = () =>
    openQueues({ resources, database, clock })
      .list()
      .map((message) => JSON.parse(message.body));
  return { start, put, batches, delivered, queue, functions, faults, database, clock };
}

const sentTo = (call: { readonly payload: unknown } | undefined) => call?.payload as Sent;
const numbers = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('a consumer', () => {
  it('gets every record once, in order, as Lambda hands them over', async () => {
    const { start, put, delivered, functions } = consumerOf({});
    await start();
    for (const n of numbers(1, 25)) await put(n);
    await until('25 records', () => delivered().length === 25);
    expect(delivered()).toEqual(numbers(1, 25));
    expect(sentTo(functions.calls[0]).Records[0]).toEqual({
      eventID: expect.any(String),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN: expect.stringMatching(/:table\/History\d+\/stream\//),
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { pk: { S: 'p1' }, sk: { N: '1' } },
        NewImage: { pk: { S: 'p1' }, sk: { N: '1' }, n: { N: '1' } },
        SequenceNumber: expect.any(String),
        SizeBytes: expect.any(Number),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
  });

  it('waits from the first record that it has not had until it has had all', async () => {
    const { promise: free, resolve: release } = Promise.withResolvers<void>();
    const { start, put, delivered } = consumerOf({ BatchSize: 1 }, async () => {
      await free;
      return { payload: null };
    });
    const streams = await start();
    expect(streams.waits()).toBe(false);
    await put(1);
    await put(2);
    await until('the first record is with the function', () => delivered().length === 1);
    expect(streams.waits()).toBe(true);
    release();
    await until('nothing waits', () => !streams.waits());
    expect(delivered()).toEqual([1, 2]);
  });

  it('gets what was written before it started, in batches of its size', async () => {
    const { start, put, batches } = consumerOf({ BatchSize: 4 });
    await start();
    await opened.pop()?.close();
    for (const n of numbers(1, 9)) await put(n);
    await start();
    await until('9 records', () => batches().flat().length === 9);
    expect(batches()).toEqual([numbers(1, 4), numbers(5, 8), [9]]);
  });

  it('that starts at the latest record gets only later ones, also when it was stopped in between', async () => {
    const { start, put, delivered } = consumerOf({ StartingPosition: 'LATEST' });
    await (await start()).close();
    await put(1);
    await start();
    await until('what came after its first start', () => delivered().length === 1);
    expect(delivered()).toEqual([1]);
  });

  it('gets only what its filters let through, and does not wait for the rest', async () => {
    const { start, put, delivered, database } = consumerOf({
      FilterCriteria: {
        Filters: [
          { Pattern: '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"n":{"N":["2","4"]}}}}' },
          { Pattern: '{"eventName":["MODIFY"]}' },
        ],
      },
    });
    await start();
    for (const n of numbers(1, 5)) await put(n);
    await put(7, { pk: 'p1' });
    await until('three records', () => delivered().length === 3);
    expect(delivered()).toEqual([2, 4, 7]);
    await until('the checkpoint stands at the last', () => checkpoint(database) === '6');
  });

  it('gathers records over its batching window', async () => {
    const { start, put, batches } = consumerOf({ MaximumBatchingWindowInSeconds: 1 });
    await start();
    await put(1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await put(2);
    await until('two records', () => batches().flat().length === 2);
    expect(batches()).toEqual([[1, 2]]);
  });

  it('of a source that is no table is refused at the start', () => {
    const resources = resourcesOf({
      Service: {
        resources: {
          C: {
            Type: 'AWS::Lambda::EventSourceMapping',
            Properties: {
              EventSourceArn: 'arn:aws:sqs:x:1:q',
              FunctionName: 'f',
              StartingPosition: 'LATEST',
            },
          },
        },
      },
    });
    expect(() => readMappings(resources)).toThrow('C: arn:aws:sqs:x:1:q is no table');
  });
});

describe('the place in a stream', () => {
  it('is its end behind a page that is not full, which is not read once more to see that', async () => {
    const { start, put } = consumerOf({});
    await (await start()).close();
    const cursor = openCursor(dynamodb, await findStream(dynamodb, `History${count}`), undefined);
    const read: number[] = [];
    const more = () => cursor.read(async (_, records) => void read.push(records.length));
    await put(1);
    expect(await more()).toBe(false);
    for (const n of numbers(2, 101)) await put(n);
    expect(await more()).toBe(true);
    expect(await more()).toBe(false);
    expect(read).toEqual([1, 100]);
  });
});

describe('after an end in the middle', () => {
  it('records whose function had not answered come again', async () => {
    let hang = true;
    const { start, put, delivered, database } = consumerOf({ BatchSize: 2 }, () =>
      hang && delivered().includes(3) ? new Promise(() => {}) : { payload: null },
    );
    const first = await start();
    for (const n of [1, 2]) await put(n);
    await until('the first batch is remembered', () => checkpoint(database) === '2');
    await put(3);
    await until('the second is under way', () => delivered().includes(3));
    // As kill -9 leaves it: the function never answers, and nothing of its batch is remembered.
    await first.close();
    hang = false;
    await start();
    await until('it comes again', () => delivered().filter((n) => n === 3).length === 2);
    expect(delivered()).toEqual([1, 2, 3, 3]);
  });
});

describe('a function that fails', () => {
  it('gets the batch again until it succeeds, and nothing overtakes', async () => {
    let failures = 2;
    const { start, put, batches } = consumerOf({ BatchSize: 2 }, () =>
      failures-- > 0 ? { error: 'Error', cause: '{}' } : { payload: null },
    );
    await start();
    await put(1);
    await until('the first try', () => batches().length > 0);
    await put(2);
    await until('both', () => batches().flat().includes(2));
    expect(batches()).toEqual([[1], [1], [1], [2]]);
  });

  it('for some records gets those again from the lowest failed one on', async () => {
    let first = true;
    const { start, put, batches } = consumerOf(
      { FunctionResponseTypes: ['ReportBatchItemFailures'], BatchSize: 5, MaximumBatchingWindowInSeconds: 1 },
      (_, payload) => {
        const failed = first ? (payload as Sent).Records.slice(2, 4) : [];
        first = false;
        return {
          payload: {
            batchItemFailures: failed.map((record) => ({ itemIdentifier: record.dynamodb.SequenceNumber })),
          },
        };
      },
    );
    await start();
    for (const n of numbers(1, 5)) await put(n);
    await until('the rest again', () => batches().length === 2);
    expect(batches()).toEqual([numbers(1, 5), numbers(3, 5)]);
  });

  it.each([
    ['an identifier of no record', { batchItemFailures: [{ itemIdentifier: '999999' }] }],
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['another key', { batchItemFailures: [{ id: '1' }] }],
    ['no object', 'done'],
  ])('and answers with %s gets the whole batch again', async (_, payload) => {
    let bad = true;
    const { start, put, batches } = consumerOf({ FunctionResponseTypes: ['ReportBatchItemFailures'] }, () => {
      const answer = bad ? payload : null;
      bad = false;
      return { payload: answer };
    });
    await start();
    await put(1);
    await until('twice', () => batches().length === 2);
    expect(batches()).toEqual([[1], [1]]);
  });

  it('for good has the record put aside, after its retries, and the others go on', async () => {
    const { start, put, delivered, queue, functions } = consumerOf(
      {
        BatchSize: 4,
        MaximumBatchingWindowInSeconds: 1,
        MaximumRetryAttempts: 1,
        BisectBatchOnFunctionError: true,
        DestinationConfig: {
          OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:unprocessed' },
        },
      },
      (_, payload) =>
        (payload as Sent).Records.some((record) => record.dynamodb.NewImage?.n.N === '2')
          ? { error: 'Error', cause: '{}' }
          : { payload: null },
    );
    await start();
    for (const n of numbers(1, 4)) await put(n);
    await until('the last has been delivered', () => functions.calls.length > 1 && delivered().at(-1) === 4);
    // Halves: 1-2-3-4, 1-2, 1, 2, 2 again and aside, 3-4.
    expect(functions.calls.map(({ payload }) => (payload as Sent).Records.length)).toEqual([
      4, 2, 1, 1, 1, 2,
    ]);
    expect(queue()).toEqual([
      {
        requestContext: {
          requestId: expect.any(String),
          functionArn: 'consume:live',
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: 2,
        },
        responseContext: { statusCode: 200, executedVersion: '1', functionError: 'Unhandled' },
        version: '1.0',
        events: [{ pk: 'p2', sk: 1 }],
        timestamp: expect.any(String),
        DDBStreamBatchInfo: {
          shardId: expect.any(String),
          startSequenceNumber: '2',
          endSequenceNumber: '2',
          approximateArrivalOfFirstRecord: expect.any(String),
          approximateArrivalOfLastRecord: expect.any(String),
          batchSize: 1,
          streamArn: expect.stringContaining('/stream/'),
        },
      },
    ]);
  });
});

describe('batches at once', () => {
  it('keep the order of each partition key, and are remembered only up to the first that is not done', async () => {
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { start, put, functions, database } = consumerOf(
      { ParallelizationFactor: 10, BatchSize: 1 },
      async (_, payload) => {
        if ((payload as Sent).Records[0]?.dynamodb.NewImage?.n.N === '1') await held;
        return { payload: null };
      },
    );
    const chains = () =>
      functions.calls.map(({ payload }) => {
        const [record] = (payload as Sent).Records;
        return `${record?.dynamodb.Keys.pk.S}${record?.dynamodb.NewImage?.n.N}`;
      });
    await start();
    // Four keys, so that some fall into the lane beside the first one's.
    await put(1, { pk: 'a', sk: 1 });
    for (const [index, pk] of ['b', 'c', 'd', 'e'].entries()) await put(index + 2, { pk });
    await put(9, { pk: 'a', sk: 2 });
    await until('others overtook', () => chains().length > 1);
    expect(chains()).not.toContain('a9');
    expect(checkpoint(database)).not.toBe('6');
    release();
    await until('all', () => chains().length === 6);
    expect(chains().indexOf('a1')).toBeLessThan(chains().indexOf('a9'));
    await until('all is remembered', () => checkpoint(database) === '6');
  });
});

describe('faults', () => {
  it('deliver every record again and in another order, each item’s changes in theirs', async () => {
    const { start, put, delivered, batches, faults } = consumerOf({ BatchSize: 100 });
    faults.set({ stream: { redeliver: 2, shuffle: true } });
    await start();
    for (const n of numbers(1, 20)) await put(n);
    await put(21, { pk: 'p1' });
    await until('three times each', () => delivered().length === 63);
    for (const n of numbers(1, 21)) expect(delivered().filter((it) => it === n)).toHaveLength(3);
    expect(delivered().slice(0, 21)).not.toEqual(numbers(1, 21));
    for (const batch of batches())
      if (batch.includes(1) && batch.includes(21)) expect(batch.indexOf(1)).toBeLessThan(batch.indexOf(21));
  });
});

function checkpoint(database: DatabaseSync): unknown {
  return database.prepare('SELECT number FROM checkpoints').get()?.number;
}
