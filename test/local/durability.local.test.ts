import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import { temporaryFolder } from './fixture.ts';

const folder = temporaryFolder();
const local = resolve(import.meta.dirname, '../../infra/local');
const COMMITS = 20;

// What each store does when it is told to keep something; the system tells what of it waited for the disk.
const script = `
  import { join } from 'node:path';
  import { Readable } from 'node:stream';
  import { openGroupCommit } from '${local}/group-commit.ts';
  import { openHostDatabase } from '${local}/host-database.ts';
  import { connectDynamoDb } from '${local}/services/dynamodb/client.ts';
  import { findEngine, startEngine } from '${local}/services/dynamodb/engine.ts';
  import { openDatabase } from '${local}/services/identity/database.ts';
  import { openBucket } from '${local}/services/s3/bucket.ts';
  import { receive } from '${local}/services/s3/incoming.ts';
  import { Store } from '${local}/services/step-functions/store.ts';

  const folder = process.argv[2];
  const host = openHostDatabase(join(folder, 'host.sqlite'));
  const identity = openDatabase(join(folder, 'identity.sqlite'));
  const executions = new Store(join(folder, 'executions.sqlite'));
  const shared = openGroupCommit(join(folder, 'shared.sqlite'));
  shared.database.exec('CREATE TABLE things (id INTEGER)');
  const settings = { name: 'archive', isVersioned: true, retention: undefined, expiry: [] };
  const bucket = openBucket({ folder, settings, clock: { now: Date.now } });
  const about = { contentType: 'text/plain', checksum: 'none', metadata: {} };
  const engine = await startEngine({
    program: findEngine(), file: join(folder, 'dynamodb.sqlite'), log: join(folder, 'log'), died: console.error,
  });
  const dynamodb = connectDynamoDb(engine.endpoint);
  const call = (operation, input) => dynamodb.call('DynamoDB_20120810.' + operation, input, { parse: (answer) => answer });
  await call('CreateTable', {
    TableName: 'Things', BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
  for (let number = 0; number < ${COMMITS}; number += 1) {
    host.prepare('INSERT INTO facts VALUES (?, ?)').run('fact ' + number, '');
    identity.prepare('INSERT INTO settings VALUES (?, ?)').run('setting ' + number, '');
    executions.keepDefinition('hash ' + number, 'body');
    await executions.durable();
    shared.database.prepare('INSERT INTO things VALUES (?)').run(number);
    await shared.durable();
    const bytes = await receive(folder, Readable.from([Buffer.from('x')]), { min: 1, max: 1 });
    bucket.add('object ' + number, bytes, about);
    await call('PutItem', { TableName: 'Things', Item: { id: { S: String(number) } } });
  }
  await engine.stop();
`;

const canTrace = spawnSync('strace', ['-V']).status === 0;

(canTrace ? it : it.skip)(
  'every store waits for the disk at each commit',
  () => {
    const file = join(folder, 'commits.mjs');
    writeFileSync(file, script);
    const calls = join(folder, 'calls');
    const traced = ['-f', '-y', '-e', 'trace=fsync,fdatasync', '-o', calls, process.execPath, file, folder];
    const run = spawnSync('strace', traced, { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });
    expect([run.status, run.stderr]).toEqual([0, '']);
    const lines = readFileSync(calls, 'utf8').split('\n');
    const waited = (path: string) => lines.filter((line) => line.includes(path)).length;
    for (const store of ['host', 'identity', 'executions', 'shared', 'dynamodb'])
      expect([store, waited(`${folder}/${store}.sqlite-wal>`) >= COMMITS]).toEqual([store, true]);
    // The bytes; then the description, and the object's folder once after each.
    expect(waited(`${folder}/.incoming/`)).toBeGreaterThanOrEqual(COMMITS);
    expect(waited(`${folder}/archive/`)).toBeGreaterThanOrEqual(3 * COMMITS);
  },
  60_000,
);
