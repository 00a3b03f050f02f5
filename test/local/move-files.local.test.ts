import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type FilePlaces,
  filesInBucket,
  filesTold,
  moveFiles,
  placesInFolder,
} from '../../infra/commands/move-files.ts';
import { onThisMachine } from '../../infra/commands/tables.ts';
import { createFaults } from '../../infra/local/control/faults.ts';
import { type Listening, listen } from '../../infra/local/ports.ts';
import { type Engine, findEngine, startEngine } from '../../infra/local/services/dynamodb/engine.ts';
import { createS3 } from '../../infra/local/services/s3/s3.ts';
import { attachmentKey } from '../../shared/store/keys.ts';
import { anybody, resourcesOf, standingClock, storeOf, temporaryFolder } from './fixture.ts';

const folder = temporaryFolder();
const retention = { Mode: 'GOVERNANCE', Days: 365 };
const resources = resourcesOf({
  Storage: {
    resources: {
      Uploads: { Type: 'AWS::S3::Bucket' },
      Files: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          VersioningConfiguration: { Status: 'Enabled' },
          ObjectLockConfiguration: { Rule: { DefaultRetention: retention } },
        },
      },
    },
  },
});
const store = storeOf({ resources, folder: join(folder, 'deployed', 's3'), clock: standingClock() });

let engine: Engine;
let server: Listening;
let client: DynamoDBClient;
let s3: S3Client;
const side = () => ({ client, PROJECTS_TABLE: 'Projects', HISTORY_TABLE: 'History' });
const bucket = (): FilePlaces => ({
  files: filesInBucket(s3, 'files'),
  uploads: filesInBucket(s3, 'uploads'),
});

beforeAll(async () => {
  engine = await startEngine({
    program: findEngine(),
    file: join(folder, 'tables.sqlite'),
    log: join(folder, 'dynamodb.log'),
    died: (line) => console.error(line),
  });
  client = new DynamoDBClient(onThisMachine(engine.endpoint));
  const key = (AttributeName: string, KeyType: KeySchemaElement['KeyType']) => ({ AttributeName, KeyType });
  await client.send(
    new CreateTableCommand({
      TableName: 'Projects',
      KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  server = await listen(0);
  server.serve(createS3({ ...anybody, resources, store, faults: createFaults() }));
  s3 = new S3Client({
    endpoint: `http://127.0.0.1:${server.port}/s3`,
    forcePathStyle: true,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterAll(async () => {
  s3?.destroy();
  client?.destroy();
  await server?.close();
  await store.close();
  await engine?.stop();
});

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const office = placesInFolder(join(folder, 'office'));
const AT = '2026-03-02T01:00:00.000Z';

/** A record, as the product has it, and its object where it lies. */
async function attached(
  text: string,
  { projectId = '2026-AAAA-AAAA', kept = false, lies = true, holds = text } = {},
) {
  const record = {
    ...attachmentKey(projectId, hashOf(text).slice(0, 22)),
    ...{ id: hashOf(text).slice(0, 22), projectId, name: `${text}.pdf`, type: 'application/pdf' },
    ...{ size: Buffer.byteLength(text), sha256: hashOf(text), by: { id: 'x', name: 'X' }, at: AT },
    arrivedAt: AT,
    ...(kept ? { keptAt: AT } : {}),
  };
  await client.send(new PutItemCommand({ TableName: 'Projects', Item: marshall(record) }));
  const key = `${projectId}/${record.sha256}`;
  if (lies) await office[kept ? 'files' : 'uploads'].create(key, Buffer.from(holds), record.type);
  return key;
}

const textAt = async (place: FilePlaces, which: 'files' | 'uploads', key: string) =>
  Buffer.from((await place[which].read(key)) ?? []).toString();
const saidOf = (moved: Parameters<typeof filesTold>[0]) => filesTold(moved).map(({ en }) => en);

let quote: string;
let draft: string;

describe('attached files of one server, moved into the buckets of a deployment', () => {
  beforeAll(async () => {
    quote = await attached('报价单', { kept: true });
    draft = await attached('草稿附件');
  });

  it('go on where they were stopped', async () => {
    const stopping = bucket();
    const failing = {
      ...stopping,
      uploads: { ...stopping.uploads, create: () => Promise.reject(new Error('No connection')) },
    };
    await expect(moveFiles(side(), office, failing)).rejects.toThrow('No connection');
    const moved = await moveFiles(side(), office, bucket());
    expect(moved).toMatchObject({ missing: [], unlike: [], ended: 0 });
    expect(moved.written + moved.there).toBe(2);
    expect(await textAt(bucket(), 'files', quote)).toBe('报价单');
    expect(await textAt(bucket(), 'uploads', draft)).toBe('草稿附件');
    expect(await moveFiles(side(), office, bucket())).toMatchObject({ written: 0, there: 2, bytes: 0 });
  });

  it('are locked there as the bucket has it, of their kind, and once', async () => {
    const { ObjectLockMode, ContentType, VersionId } = await s3.send(
      new HeadObjectCommand({ Bucket: 'files', Key: quote }),
    );
    expect([ObjectLockMode, ContentType, VersionId]).toEqual(['GOVERNANCE', 'application/pdf', '1']);
  });

  it('go back into a folder, byte for byte', async () => {
    const back = placesInFolder(join(folder, 'back'));
    expect(await moveFiles(side(), bucket(), back)).toMatchObject({ written: 2, there: 0 });
    expect(await textAt(back, 'files', quote)).toBe('报价单');
    expect(await textAt(back, 'uploads', draft)).toBe('草稿附件');
    expect(saidOf(await moveFiles(side(), bucket(), back))).toEqual([
      'Attached files: 0 written (0 B), 2 were there',
    ]);
  });

  it('are told where they are lost, have ended, or are others than their name', async () => {
    await attached('丢失的', { kept: true, lies: false });
    await attached('过期的', { lies: false });
    const changed = await attached('被改的', { kept: true, holds: '改过了' });
    const taken = await attached('被占的', { kept: true });
    await bucket().files.create(taken, Buffer.from('别的字节'), 'application/pdf');
    const moved = await moveFiles(side(), office, bucket());
    expect(moved).toMatchObject({
      missing: ['2026-AAAA-AAAA 丢失的.pdf'],
      ended: 1,
    });
    expect([...moved.unlike].sort()).toEqual(['2026-AAAA-AAAA 被占的.pdf', '2026-AAAA-AAAA 被改的.pdf']);
    expect(await bucket().files.find(changed)).toBeUndefined();
    await bucket().files.create(taken, Buffer.from('又一种字节'), 'application/pdf');
    expect(await textAt(bucket(), 'files', taken)).toBe('别的字节');
    const said = saidOf(moved).join('\n');
    expect(said).toContain('This file is not stored, and was not moved: 2026-AAAA-AAAA 丢失的.pdf');
    expect(said).toContain('1 uploads that were never handed in had gone by their age');
    expect(said).toContain('look into it as tampering: 2026-AAAA-AAAA 被改的.pdf');
  });
});
