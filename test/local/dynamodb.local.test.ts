import { spawn } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { useDatabase } from '../../infra/commands/tables.ts';
import { connectDynamoDb } from '../../infra/local/services/dynamodb/client.ts';
import { type OpenDynamoDb, openDynamoDb } from '../../infra/local/services/dynamodb/dynamodb.ts';
import { findEngine, startEngine } from '../../infra/local/services/dynamodb/engine.ts';
import { openExpiry } from '../../infra/local/services/dynamodb/expiry.ts';
import { lackingIn, noteMaking } from '../../infra/local/services/dynamodb/half-made.ts';
import { readTables } from '../../infra/local/services/dynamodb/tables.ts';
import { findStream } from '../../infra/local/services/streams/cursor.ts';
import { openDatabase } from '../../shared/store/database.ts';
import { resourcesOf, standingClock, temporaryFolder, until } from './fixture.ts';

const folder = temporaryFolder();
const root = join(import.meta.dirname, '..', '..');

const table = (more: object = {}) =>
  readTables(
    resourcesOf({
      Storage: {
        resources: {
          Projects: {
            Type: 'AWS::DynamoDB::GlobalTable',
            Properties: {
              AttributeDefinitions: ['pk', 'unitId', 'createdAt'].map((AttributeName) => ({
                AttributeName,
                AttributeType: 'S',
              })),
              BillingMode: 'PAY_PER_REQUEST',
              KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
              GlobalSecondaryIndexes: [index('by-unit', 'unitId', 'createdAt')],
              StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
              TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
              Replicas: [{ Region: { Ref: 'AWS::Region' }, DeletionProtectionEnabled: true }],
              ...more,
            },
          },
        },
      },
    }),
  );
const index = (IndexName: string, hash: string, range: string) => ({
  IndexName,
  KeySchema: [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ],
  Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['title'] },
});

let open: OpenDynamoDb | undefined;
const start = async (
  name: string,
  options: { tables?: ReturnType<typeof table>; consumed?: Map<string, string> } = {},
) => {
  open = await openDynamoDb({
    file: join(folder, `${name}.sqlite`),
    log: join(folder, 'dynamodb.log'),
    tables: options.tables ?? table(),
    consumed: options.consumed ?? new Map(),
    endpoint: undefined,
    report: () => {},
    died: () => {},
  });
  return open;
};
const stop = async () => {
  await open?.close();
  open = undefined;
};
afterEach(stop);

const put = (dynamodb: OpenDynamoDb, pk: string, more: object = {}) =>
  dynamodb.call(
    'DynamoDB_20120810.PutItem',
    { TableName: 'Projects', Item: { pk: { S: pk }, ...more } },
    z.unknown(),
  );
const scanned = z.object({ Items: z.array(z.object({ pk: z.object({ S: z.string() }) })) });
const keys = async (dynamodb: OpenDynamoDb) =>
  (await dynamodb.call('DynamoDB_20120810.Scan', { TableName: 'Projects' }, scanned)).Items.map(
    (item) => item.pk.S,
  ).toSorted();

describe('the tables of the template', () => {
  it('are there with their indexes and stream, and keep what is written', async () => {
    const first = await start('kept');
    expect(first.isNew).toBe(true);
    const description = z.object({
      Table: z.object({
        GlobalSecondaryIndexes: z.array(z.object({ IndexName: z.string(), Projection: z.unknown() })),
        StreamSpecification: z.unknown(),
      }),
    });
    const { Table } = await first.call(
      'DynamoDB_20120810.DescribeTable',
      { TableName: 'Projects' },
      description,
    );
    expect(Table.GlobalSecondaryIndexes).toMatchObject([
      { IndexName: 'by-unit', Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['title'] } },
    ]);
    expect(Table.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_IMAGE' });
    await put(first, 'a');
    await stop();

    const second = await start('kept');
    expect(second.isNew).toBe(false);
    expect(await keys(second)).toEqual(['a']);
  });

  it('are all there or none: a start that ends while it makes them is begun anew by the next', async () => {
    const impossible = { KeySchema: [{ AttributeName: 'another', KeyType: 'HASH' }] };
    const [half] = table(impossible);
    const tables = [...table(), ...(half ? [{ ...half, name: 'Half' }] : [])];
    await expect(start('half', { tables })).rejects.toThrow(/not defined/);
    expect(readdirSync(folder)).not.toContain('half.sqlite');
    const next = await start('half');
    expect([next.isNew, await keys(next), await findStream(next, 'Projects')]).toEqual([
      true,
      [],
      expect.any(String),
    ]);
    await stop();
    expect(readdirSync(folder).filter((name) => name.startsWith('half'))).toEqual(['half.sqlite']);
  });

  it('are finished by the next start where one was killed while it made what a later template adds', async () => {
    const file = join(folder, 'later.sqlite');
    const [later] = table();
    const added = index('by-month', 'unitId', 'pk');
    const tables = [
      ...table({ GlobalSecondaryIndexes: [index('by-unit', 'unitId', 'createdAt'), added] }),
      ...(later ? [{ ...later, name: 'Later' }] : []),
    ];
    const lacking = lackingIn(tables, new Map([['Projects', ['by-unit']]]));
    await put(await start('later'), 'a', { unitId: { S: 'u' } });
    await stop();
    await start('later', { tables });
    await stop();
    // As it is between two steps: listed, without its stream and its index, and an index without what it holds.
    noteMaking(file, lacking);
    const database = new DatabaseSync(file);
    database.exec(`UPDATE _tables SET stream_enabled = 0, stream_label = NULL WHERE table_name = 'Later';
      DROP TABLE "Later::gsi::by-unit"; DELETE FROM "Projects::gsi::by-month"`);
    database.close();

    const next = await start('later', { tables });
    expect([next.isNew, await keys(next), await findStream(next, 'Later')]).toEqual([
      true,
      ['a'],
      expect.any(String),
    ]);
    const found = async (TableName: string, IndexName: string) =>
      (
        await next.call(
          'DynamoDB_20120810.Query',
          {
            ...{ TableName, IndexName, KeyConditionExpression: 'unitId = :unit' },
            ExpressionAttributeValues: { ':unit': { S: 'u' } },
          },
          z.object({ Count: z.int() }),
        )
      ).Count;
    expect([await found('Projects', 'by-month'), await found('Later', 'by-unit')]).toEqual([1, 0]);
    await stop();
    // Nothing is left to be taken away: what is written stays.
    await put(await start('later', { tables }), 'b');
    await stop();
    expect(await keys(await start('later', { tables }))).toEqual(['a', 'b']);
  });

  it('are asked nothing at a later start: asked about itself, a table is counted', async () => {
    await start('asked');
    await stop();
    const calls: string[] = [];
    const note = (message: unknown): void => {
      const { request } = message as { request: ClientRequest };
      calls.push(String(request.getHeader('x-amz-target')));
    };
    subscribe('http.client.request.start', note);
    try {
      const again = await start('asked');
      expect(calls).toEqual([]);
      expect(await findStream(again, 'Projects')).toMatch(/:table\/Projects\/stream\/./);
      expect(calls).toEqual(['DynamoDBStreams_20120810.ListStreams']);
    } finally {
      unsubscribe('http.client.request.start', note);
    }
  });

  it('of an older template get the indexes that they lack, with all that they hold', async () => {
    await put(await start('older'), 'a', { unitId: { S: 'u' } });
    await stop();
    const newer = table({
      GlobalSecondaryIndexes: [index('by-unit', 'unitId', 'createdAt'), index('by-due', 'unitId', 'pk')],
    });
    const opened = await start('older', { tables: newer });
    expect(opened.isNew).toBe(false);
    const found = await opened.call(
      'DynamoDB_20120810.Query',
      {
        TableName: 'Projects',
        IndexName: 'by-due',
        KeyConditionExpression: 'unitId = :unit',
        ExpressionAttributeValues: { ':unit': { S: 'u' } },
      },
      z.object({ Items: z.array(z.object({ pk: z.object({ S: z.string() }) })) }),
    );
    expect(found.Items.map(({ pk }) => pk.S)).toEqual(['a']);
    await stop();
    // Once there, it is not made again.
    expect((await start('older', { tables: newer })).isNew).toBe(false);
  });

  it('can live in a DynamoDB that runs already', async () => {
    const running = await start('shared');
    const other = await openDynamoDb({
      file: '',
      log: '',
      tables: readTables(
        resourcesOf({
          S: {
            resources: {
              Other: {
                Type: 'AWS::DynamoDB::Table',
                Properties: {
                  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
                  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
                },
              },
            },
          },
        }),
      ),
      consumed: new Map(),
      endpoint: running.endpoint,
      report: () => {},
      died: () => {},
    });
    const list = z.object({ TableNames: z.array(z.string()) });
    expect((await other.call('DynamoDB_20120810.ListTables', {}, list)).TableNames).toEqual([
      'Other',
      'Projects',
    ]);
    await other.close();
    expect(await keys(running)).toEqual([]);
  });
});

describe('stream records', () => {
  it('that everyone has had are removed at a start, the last one excepted, and numbers go on', async () => {
    const first = await start('trimmed');
    for (const pk of ['a', 'b', 'c']) await put(first, pk);
    const described = z.object({ Table: z.object({ LatestStreamArn: z.string() }) });
    const stream = (await first.call('DynamoDB_20120810.DescribeTable', { TableName: 'Projects' }, described))
      .Table.LatestStreamArn;
    await stop();
    const second = await start('trimmed', { consumed: new Map([[stream, '3']]) });
    await put(second, 'd');
    await stop();
    expect(records('trimmed')).toEqual(['3', '4']);
  });

  it('are removed while the database works, which goes on, and their room is used again', async () => {
    const dynamodb = await start('working');
    const wide = { text: { S: 'x'.repeat(4000) } };
    for (let n = 0; n < 450; n += 1) await put(dynamodb, `a${n}`, wide);
    const described = z.object({ Table: z.object({ LatestStreamArn: z.string() }) });
    const stream = (
      await dynamodb.call('DynamoDB_20120810.DescribeTable', { TableName: 'Projects' }, described)
    ).Table.LatestStreamArn;
    const writing = Promise.all(Array.from({ length: 50 }, (_, n) => put(dynamodb, `b${n}`)));
    expect(dynamodb.trim(new Map([[stream, '450']]))).toBe(449);
    await writing;
    expect(records('working')).toHaveLength(51);
    expect(dynamodb.trim(new Map([[stream, '450']]))).toBe(0);
    const freePages = () => pragma('working', 'freelist_count');
    const before = freePages();
    expect(before).toBeGreaterThan(400);
    const pages = pragma('working', 'page_count');
    for (let n = 0; n < 100; n += 1) await put(dynamodb, `c${n}`, wide);
    expect(pragma('working', 'page_count')).toBe(pages);
    expect(freePages()).toBeLessThan(before);
  });

  it('of a table that was made anew are not touched by an old number', async () => {
    const first = await start('anew');
    await put(first, 'a');
    await put(first, 'b');
    await stop();
    await start('anew', { consumed: new Map([['arn:aws:dynamodb:x:1:table/Projects/stream/older', '99']]) });
    await stop();
    expect(records('anew')).toEqual(['1', '2']);
  });

  it('are found by an index, so that writes do not become slower', async () => {
    await start('indexed');
    await stop();
    const database = new DatabaseSync(join(folder, 'indexed.sqlite'));
    const plan = database
      .prepare(
        "EXPLAIN QUERY PLAN SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = 'x'",
      )
      .all();
    database.close();
    expect(JSON.stringify(plan)).toContain('_stream_records_by_number');
  });
});

function pragma(name: string, what: 'freelist_count' | 'page_count'): number {
  const database = new DatabaseSync(join(folder, `${name}.sqlite`));
  const row = database.prepare(`PRAGMA ${what}`).get();
  database.close();
  return Number(row?.[what]);
}

function records(name: string): unknown[] {
  const database = new DatabaseSync(join(folder, `${name}.sqlite`));
  const rows = database.prepare('SELECT sequence_number FROM _stream_records ORDER BY id').all();
  database.close();
  return rows.map((row) => row.sequence_number);
}

describe('a page of what is read', () => {
  it('has a limit: without one the database reads all that stands behind it, each time', async () => {
    const dynamodb = await start('pages');
    const items = Array.from({ length: 1_001 }, (_, at) => ({ pk: { S: String(at) }, unitId: { S: 'u' } }));
    for (let at = 0; at < items.length; at += 25)
      await dynamodb.call(
        'DynamoDB_20120810.BatchWriteItem',
        {
          RequestItems: {
            Projects: items
              .slice(at, at + 25)
              .map((Item) => ({ PutRequest: { Item: { ...Item, createdAt: Item.pk } } })),
          },
        },
        z.unknown(),
      );
    const asked: unknown[] = [];
    const call: typeof dynamodb.call = (operation, input, answer) => {
      if (operation.endsWith('.Scan')) asked.push(input);
      return dynamodb.call(operation, input, answer);
    };
    const expiry = openExpiry({
      dynamodb: { ...dynamodb, call },
      tables: table(),
      clock: standingClock(),
      report: () => {},
    });
    await expiry.sweep();
    await expiry.close();
    expect(asked).toMatchObject([{ Limit: 1_000 }, { Limit: 1_000, ExclusiveStartKey: {} }]);

    const before = { ...process.env };
    try {
      useDatabase(dynamodb.endpoint);
      const { items: found, next } = await openDatabase({ PROJECTS_TABLE: 'Projects' }).query({
        TableName: 'Projects',
        IndexName: 'by-unit',
        KeyConditionExpression: 'unitId = :unit',
        ExpressionAttributeValues: { ':unit': 'u' },
      });
      expect([found.length, next === undefined]).toEqual([1_000, false]);
    } finally {
      process.env = before;
    }
  });
});

describe('time to live', () => {
  it('deletes what has expired by the host’s clock, and nothing else', async () => {
    const dynamodb = await start('expiry');
    const clock = standingClock();
    const seconds = Math.trunc(clock.now() / 1000);
    await put(dynamodb, 'expired', { expiresAt: { N: String(seconds - 1) } });
    await put(dynamodb, 'later', { expiresAt: { N: String(seconds + 3600) } });
    await put(dynamodb, 'forever');
    const expiry = openExpiry({ dynamodb, tables: table(), clock, report: () => {} });
    expect(await expiry.sweep()).toBe(1);
    expect(await keys(dynamodb)).toEqual(['forever', 'later']);

    clock.advance(3601);
    await until('the rest has expired', async () => (await keys(dynamodb)).length === 1);
    await expiry.close();
    expect(await keys(dynamodb)).toEqual(['forever']);
  });
});

describe('the database’s process', () => {
  /** A program that ends at once so many times, and is the database then. */
  const failing = (times: number): string => {
    const program = join(folder, `failing-${times}`);
    const counts = `n=$(cat "$0.n" 2>/dev/null || echo 0); echo $((n + 1)) > "$0.n"; [ "$n" -ge ${times} ] || exit 1`;
    writeFileSync(program, `#!/bin/sh\n${counts}\nexec '${findEngine()}' "$@"\n`, { mode: 0o700 });
    return program;
  };
  const startOver = (program: string, died: string[]) =>
    startEngine({
      ...{ program, file: `${program}.sqlite`, log: `${program}.log` },
      died: (line) => died.push(line),
    });

  it('is started again where it ended at its start: its port may have been taken meanwhile', async () => {
    const died: string[] = [];
    const engine = await startOver(failing(2), died);
    expect((await fetch(engine.endpoint)).status).toBeGreaterThan(0);
    await engine.stop();
    expect(died).toEqual([]);
  });

  it('is given up where it goes on to end, and says where its own words are', async () => {
    const program = failing(100);
    await expect(startOver(program, [])).rejects.toThrow(`ended by itself (1); see ${program}.log`);
  });

  it('is ended where it does not end when it is asked', async () => {
    const program = join(folder, 'deaf');
    const script = `process.on('SIGTERM', () => {});
      require('http').createServer((_, answer) => answer.end()).listen(process.argv[4], process.argv[2]);`;
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' -e "${script}" -- "$@"\n`, { mode: 0o700 });
    const died: string[] = [];
    const engine = await startEngine({
      ...{ program, file: `${program}.sqlite`, log: `${program}.log`, endLimitMs: 100 },
      died: (line) => died.push(line),
    });
    await engine.stop();
    await expect(fetch(engine.endpoint)).rejects.toThrow();
    expect(died).toEqual([]);
  });

  it('ends with a host that is killed', async () => {
    const script = `
      import { findEngine, startEngine } from '${join(root, 'infra/local/services/dynamodb/engine.ts')}';
      const engine = await startEngine({
        program: findEngine(), file: '${join(folder, 'orphan.sqlite')}', log: '/dev/null', report: () => {}, died: () => {},
      });
      console.log(engine.endpoint);
      setInterval(() => {}, 1000);`;
    const host = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [endpoint] = await once(host.stdout, 'data');
    const dynamodb = connectDynamoDb(String(endpoint).trim());
    await dynamodb.call('DynamoDB_20120810.ListTables', {}, z.unknown());
    host.kill('SIGKILL');
    await until('nobody answers', () =>
      dynamodb.call('DynamoDB_20120810.ListTables', {}, z.unknown()).then(
        () => false,
        () => true,
      ),
    );
  });
});
