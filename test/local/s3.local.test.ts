import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createFaults } from '../../infra/local/control/faults.ts';
import { type Listening, listen } from '../../infra/local/ports.ts';
import { createAwsEndpoint } from '../../infra/local/services/aws-endpoint/aws-endpoint.ts';
import { createS3 } from '../../infra/local/services/s3/s3.ts';
import { s3Archive } from '../../shared/evidence/checkpoints/archive.ts';
import { anybody, resourcesOf, standingClock, storeOf, temporaryFolder } from './fixture.ts';

const versioned = { VersioningConfiguration: { Status: 'Enabled' } };
const locked = {
  ...versioned,
  ObjectLockEnabled: true,
  ObjectLockConfiguration: {
    ObjectLockEnabled: 'Enabled',
    Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 10 } },
  },
};
const bucketResources = (buckets: Readonly<Record<string, object>>) =>
  resourcesOf({
    Storage: {
      resources: Object.fromEntries(
        Object.entries(buckets).map(([id, Properties]) => [id, { Type: 'AWS::S3::Bucket', Properties }]),
      ),
    },
  });

const folder = temporaryFolder();
const clock = standingClock();
const faults = createFaults();
const environment = { ...process.env };
let server: Listening;
let s3: S3Client;

beforeAll(async () => {
  server = await listen(0);
  const resources = bucketResources({ Plain: versioned, Locked: locked, Loose: {} });
  const store = storeOf({ resources, folder, clock });
  server.serve(
    createAwsEndpoint(
      [{ prefix: '/s3/', serve: createS3({ ...anybody, resources, store, faults }) }],
      faults,
      anybody.admit,
    ),
  );
  const settings = {
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${server.port}/s3`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  // As a function sees it.
  Object.assign(process.env, settings);
  s3 = new S3Client({ maxAttempts: 1 });
});
afterAll(async () => {
  process.env = environment;
  s3.destroy();
  await server.close();
});

const put = (Key: string, Body: string, more: Partial<PutObjectCommandInput> = {}) =>
  s3.send(new PutObjectCommand({ Bucket: 'plain', Key, Body, ...more }));
const read = async (Key: string, Bucket = 'plain') => {
  const { Body, ...rest } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return { text: await Body?.transformToString(), ...rest };
};

describe('an object', () => {
  it('is read as it was put, with its checksum checked in both directions', async () => {
    const { ETag, VersionId } = await put('a/甲 & b.json', '{"检查":1}', { ContentType: 'application/json' });
    expect(await read('a/甲 & b.json')).toMatchObject({
      text: '{"检查":1}',
      ContentType: 'application/json',
      ETag,
      VersionId,
      ChecksumCRC32: expect.any(String),
      LastModified: new Date('2026-03-02T08:00:00Z'),
    });
    await expect(put('wrong', 'x', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({
      name: 'BadDigest',
    });
    await expect(read('wrong')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('is not written over where the writer asks for that, and otherwise becomes a further version', async () => {
    await put('once', 'first', { IfNoneMatch: '*' });
    await expect(put('once', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    expect((await read('once')).text).toBe('first');
    await put('once', 'second');
    expect(await read('once')).toMatchObject({ text: 'second', VersionId: '2' });
    expect(readdirSync(join(folder, 'plain', 'once')).sort()).toEqual([
      '1.bytes',
      '1.json',
      '2.bytes',
      '2.json',
    ]);
  });

  it('is locked where its bucket says so, from the moment that it was put', async () => {
    await s3.send(new PutObjectCommand({ Bucket: 'locked', Key: 'one', Body: 'x' }));
    expect(await s3.send(new HeadObjectCommand({ Bucket: 'locked', Key: 'one' }))).toMatchObject({
      ObjectLockMode: 'COMPLIANCE',
      ObjectLockRetainUntilDate: new Date('2026-03-12T08:00:00Z'),
      ContentLength: 1,
    });
    expect(await s3.send(new HeadObjectCommand({ Bucket: 'plain', Key: 'once' }))).not.toHaveProperty(
      'ObjectLockMode',
    );
  });

  it('is not put where a test refuses or loses the call', async () => {
    faults.set({ call: 'PutObject', mode: 'refuse', times: 1 });
    faults.set({ call: 'PutObject', mode: 'lose', times: 1 });
    await expect(put('lost', 'x')).rejects.toThrow('Refused, as asked');
    await put('lost', 'x');
    await expect(read('lost')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('the archive of checkpoints', () => {
  const sealed = (number: number) => ({
    checkpoint: {
      number,
      at: '2026-11-23T08:00:00.000Z',
      chains: 0,
      events: 0,
      root: 'e'.repeat(64),
      previous: '0'.repeat(64),
      key: 'a'.repeat(64),
      hash: 'b'.repeat(64),
      signature: 'AAAA',
    },
    publicKey: 'PEM',
    leaves: [],
  });

  it('keeps a number once: of two that make it at once, one does, and both read the same', async () => {
    const archive = s3Archive('locked');
    expect(await archive.read(1)).toBeNull();
    const two = [sealed(1), { ...sealed(1), publicKey: 'another' }];
    const done = await Promise.all(two.map((one) => archive.create(one)));
    expect(done.filter((first) => first)).toHaveLength(1);
    expect(await archive.read(1)).toEqual(two[done.indexOf(true)]);
    expect(readdirSync(join(folder, 'locked', 'checkpoints'))).toEqual(['000001.json.gz']);
  });
});

describe('what is not emulated', () => {
  it.each([
    [
      'removing where it would leave a marker',
      new DeleteObjectCommand({ Bucket: 'plain', Key: 'once' }),
      /Markers of deleted objects/,
    ],
    ['listing', new ListObjectsV2Command({ Bucket: 'plain' }), /list-type=2 is not emulated/],
    [
      'an older version',
      new GetObjectCommand({ Bucket: 'plain', Key: 'once', VersionId: '1' }),
      /versionId=1/,
    ],
    [
      'a lock of its own',
      new PutObjectCommand({ Bucket: 'plain', Key: 'x', Body: 'x', ObjectLockMode: 'COMPLIANCE' }),
      /x-amz-object-lock-mode is not emulated/,
    ],
    [
      'another checksum',
      new PutObjectCommand({ Bucket: 'plain', Key: 'x', Body: 'x', ChecksumAlgorithm: 'SHA1' }),
      /sha1 is not emulated/,
    ],
  ] as const)('fails by its name: %s', async (_, command, message) => {
    // biome-ignore lint/suspicious/noExplicitAny: the client's overloads do not take a union of commands
    await expect(s3.send(command as any)).rejects.toThrow(message);
  });

  it('fails by its name: a body in chunks, and a bucket that the template does not have', async () => {
    const chunked = await fetch(`${process.env.AWS_ENDPOINT_URL_S3}/plain/x`, {
      method: 'PUT',
      body: 'x',
      headers: { 'content-encoding': 'aws-chunked' },
    });
    expect([chunked.status, await chunked.text()]).toEqual([
      501,
      expect.stringContaining('content-encoding is not emulated'),
    ]);
    await expect(read('x', 'other')).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it('never leaves the folder, whatever a key is called', async () => {
    const outside = randomUUID();
    await put(`../../${outside}`, 'x').catch((error: unknown) => error);
    await fetch(`${process.env.AWS_ENDPOINT_URL_S3}/plain/%2E%2E%2F%2E%2E%2F${outside}`, {
      method: 'PUT',
      body: 'x',
    });
    expect(readdirSync(folder).sort()).toEqual(['.incoming', 'locked', 'plain']);
    expect(readdirSync(join(folder, '.incoming'))).toEqual([]);
    expect(readdirSync(join(folder, '..'))).not.toContain(outside);
  });

  it.each([
    ['a setting that is not known', { WebsiteConfiguration: {} }, 'WebsiteConfiguration'],
    [
      'objects that would get a marker when they expire',
      {
        ...versioned,
        LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 1 }] },
      },
      'cannot expire here',
    ],
    [
      'a rule that moves objects',
      { LifecycleConfiguration: { Rules: [{ Status: 'Enabled', Transitions: [] }] } },
      'Transitions',
    ],
  ])('ends the start: %s', (_, properties, message) => {
    const resources = bucketResources({ Plain: properties });
    expect(() => storeOf({ resources, folder, clock })).toThrow(message);
  });
});
