import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CopyObjectCommand,
  type CopyObjectCommandInput,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createFaults } from '../../infra/local/control/faults.ts';
import { type Listening, listen } from '../../infra/local/ports.ts';
import { createAwsEndpoint } from '../../infra/local/services/aws-endpoint/aws-endpoint.ts';
import type { Call } from '../../infra/local/services/iam/call.ts';
import { createS3 } from '../../infra/local/services/s3/s3.ts';
import { resourcesOf, standingClock, storeOf, temporaryFolder } from './fixture.ts';

const resources = resourcesOf({
  Storage: {
    resources: {
      Uploads: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
        },
      },
      Files: {
        Type: 'AWS::S3::Bucket',
        Properties: { VersioningConfiguration: { Status: 'Enabled' } },
      },
    },
  },
});

const folder = temporaryFolder();
const clock = standingClock();
const faults = createFaults();
const store = storeOf({ resources, folder, clock });
let calls: Call[] = [];
let server: Listening;
let s3: S3Client;

beforeAll(async () => {
  server = await listen(0);
  const admit = (_: unknown, asked: readonly Call[]) => {
    calls.push(...asked);
    return undefined;
  };
  const serve = createS3({ resources, store, faults, admit });
  server.serve(createAwsEndpoint([{ prefix: '/s3/', serve }], faults, admit));
  s3 = new S3Client({
    endpoint: `http://127.0.0.1:${server.port}/s3`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
beforeEach(() => {
  calls = [];
  store.events.length = 0;
});
afterAll(async () => {
  s3.destroy();
  await server.close();
  await store.close();
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');
const put = (Key: string, Body: string, more: Partial<PutObjectCommandInput> = {}) =>
  s3.send(new PutObjectCommand({ Bucket: 'uploads', Key, Body: Buffer.from(Body), ...more }));
const copy = (Key: string, source: string, more: Partial<CopyObjectCommandInput> = {}) =>
  s3.send(new CopyObjectCommand({ Bucket: 'uploads', Key, CopySource: source, ...more }));
const head = (Key: string, Bucket = 'uploads') =>
  s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
const read = async (Key: string, Bucket = 'uploads') => {
  const { Body, ...rest } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return { text: await Body?.transformToString(), ...rest };
};
const remove = (Key: string) => s3.send(new DeleteObjectCommand({ Bucket: 'uploads', Key }));

describe('an object of a bucket without versions', () => {
  it('is replaced by the next of its name, of which nothing else stays', async () => {
    expect((await put('p/one', 'first')).VersionId).toBeUndefined();
    await put('p/one', 'second');
    expect(await read('p/one')).toMatchObject({ text: 'second' });
    expect(await read('p/one')).not.toHaveProperty('VersionId');
    expect(readdirSync(join(folder, 'uploads', 'p', 'one')).sort()).toEqual(['2.bytes', '2.json']);
  });

  it('is kept with the hash that it was put with, which is shown to whoever asks for it', async () => {
    const ChecksumSHA256 = sha256('报价单');
    await put('hashed', '报价单', {
      ChecksumSHA256,
      ContentType: 'application/pdf',
      Metadata: { by: 'unit' },
    });
    expect(await head('hashed')).toMatchObject({
      ChecksumSHA256,
      ContentLength: 9,
      ContentType: 'application/pdf',
      Metadata: { by: 'unit' },
    });
    expect(await head('hashed')).not.toHaveProperty('ChecksumCRC32');
    const unasked = await s3.send(new HeadObjectCommand({ Bucket: 'uploads', Key: 'hashed' }));
    expect(unasked).not.toHaveProperty('ChecksumSHA256');
  });

  it.each([
    ['another hash', { ChecksumSHA256: sha256('y') }, 'BadDigest'],
    ['what is no hash', { ChecksumSHA256: 'abc' }, 'InvalidRequest'],
    ['too many words about it', { Metadata: { long: 'x'.repeat(2100) } }, 'MetadataTooLarge'],
  ])('is not put with %s, and leaves nothing', async (_, more, name) => {
    await expect(put('wrong', 'x', more)).rejects.toMatchObject({ name });
    await expect(head('wrong')).rejects.toMatchObject({ name: 'NotFound' });
    expect(readdirSync(join(folder, '.incoming'))).toEqual([]);
    expect(existsSync(join(folder, 'uploads', 'wrong'))).toBe(false);
    expect(store.events).toEqual([]);
  });

  it('may be empty, and have any name that S3 allows and a file can have', async () => {
    const names = ['空', 'a b+c&d=e?f#g%h', `${'长'.repeat(28)}/${'x'.repeat(255)}`, "it's (1)!*.pdf"];
    for (const name of names) {
      await put(name, '');
      expect(await read(name)).toMatchObject({ text: '', ContentLength: 0 });
    }
    await expect(put('长'.repeat(342), 'x')).rejects.toMatchObject({ name: 'KeyTooLongError' });
    await expect(put('长'.repeat(100), 'x')).rejects.toMatchObject({ name: 'NotImplemented' });
    await expect(put('a/1.json', 'x')).rejects.toMatchObject({ name: 'NotImplemented' });
  });

  it('is removed, with the folders that only it needed; once more changes nothing', async () => {
    await put('gone/deep/one', 'x');
    await put('gone/two', 'x');
    await remove('gone/deep/one');
    expect(readdirSync(join(folder, 'uploads', 'gone'))).toEqual(['two']);
    await expect(head('gone/deep/one')).rejects.toMatchObject({ name: 'NotFound' });
    await remove('gone/deep/one');
    await remove('never/there');
    expect(calls.map(({ action }) => action)).toContain('s3:DeleteObject');
  });

  it('is read in parts', async () => {
    await put('parts', '0123456789');
    const part = async (Range: string) => {
      const answer = await s3.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'parts', Range }));
      return [await answer.Body?.transformToString(), answer.ContentRange, answer.$metadata.httpStatusCode];
    };
    expect(await part('bytes=2-4')).toEqual(['234', 'bytes 2-4/10', 206]);
    expect(await part('bytes=8-')).toEqual(['89', 'bytes 8-9/10', 206]);
    expect(await part('bytes=-3')).toEqual(['789', 'bytes 7-9/10', 206]);
    expect(await part('bytes=5-99')).toEqual(['56789', 'bytes 5-9/10', 206]);
    expect(await part('bytes=4-2')).toEqual(['0123456789', undefined, 200]);
    expect(await part('bytes=0-1,3-4')).toEqual(['0123456789', undefined, 200]);
    await expect(part('bytes=10-')).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('is read to its end though it is replaced and removed meanwhile', async () => {
    const large = 'x'.repeat(8_000_000);
    await put('held', large);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'held' }));
    await put('held', 'short');
    await remove('held');
    expect((await Body?.transformToString())?.length).toBe(large.length);
  });
});

describe('a copy', () => {
  it('is the same object under another name, with its hash, and needs the rights to read and to write', async () => {
    const ChecksumSHA256 = sha256('minutes');
    await put('p/minutes', 'minutes', { ChecksumSHA256, ContentType: 'text/plain', Metadata: { a: 'b' } });
    calls = [];
    const { VersionId } = await copy('p/minutes', 'uploads/p/minutes', { Bucket: 'files', IfNoneMatch: '*' });
    expect(VersionId).toBe('1');
    expect(calls).toMatchObject([
      { action: 's3:GetObject', resource: 'arn:aws:s3:::uploads/p/minutes' },
      {
        action: 's3:PutObject',
        resource: 'arn:aws:s3:::files/p/minutes',
        context: { 's3:if-none-match': '*' },
      },
    ]);
    expect(await head('p/minutes', 'files')).toMatchObject({
      ChecksumSHA256,
      ContentType: 'text/plain',
      Metadata: { a: 'b' },
    });
    // Both names have the same bytes on the disk, and each outlives the other.
    expect(statSync(join(folder, 'files', 'p', 'minutes', '1.bytes')).nlink).toBe(2);
    await remove('p/minutes');
    expect((await read('p/minutes', 'files')).text).toBe('minutes');
  });

  it('is not made where something is there that must not be, or nothing is to be copied', async () => {
    await put('source', 'new');
    await put('taken', 'old');
    await expect(copy('taken', 'uploads/source', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    expect((await read('taken')).text).toBe('old');
    await expect(copy('x', 'uploads/nothing')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(copy('x', 'nowhere/source')).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(copy('x', 'uploads/source?versionId=1')).rejects.toThrow(
      'Copying a version is not emulated',
    );
    expect(readdirSync(join(folder, '.incoming'))).toEqual([]);
  });

  it('of two at once onto a free name, one is made', async () => {
    await put('source', 'x');
    const two = [0, 1].map(() => copy('race', 'uploads/source', { Bucket: 'files', IfNoneMatch: '*' }));
    const made = await Promise.allSettled(two);
    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('onto itself must change something, and then counts as put now', async () => {
    await put('touched', 'x', { ContentType: 'image/png', ChecksumSHA256: sha256('x') });
    await expect(copy('touched', 'uploads/touched')).rejects.toMatchObject({ name: 'InvalidRequest' });
    clock.advance(3_600);
    store.events.length = 0;
    await copy('touched', 'uploads/touched', { MetadataDirective: 'REPLACE', ContentType: 'image/png' });
    expect(await read('touched')).toMatchObject({
      text: 'x',
      ContentType: 'image/png',
      LastModified: new Date(clock.now()),
    });
    expect(await head('touched')).toMatchObject({ ChecksumSHA256: sha256('x') });
    expect(store.events).toMatchObject([{ detail: { reason: 'CopyObject', object: { key: 'touched' } } }]);
    expect(readdirSync(join(folder, 'uploads', 'touched')).sort()).toEqual(['2.bytes', '2.json']);
  });

  it('of what an earlier release has stored gets the hashes that were not known then', async () => {
    const place = join(folder, 'files', 'old');
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, '1.bytes'), 'old');
    const description = { contentType: 'text/plain', crc32: 'P13U5Q==', at: '2026-01-01T00:00:00.000Z' };
    writeFileSync(join(place, '1.json'), JSON.stringify(description));
    const { ETag } = await read('old', 'files');
    expect(ETag).toBe(`"${createHash('md5').update('old').digest('hex')}"`);
    await copy('from-old', 'files/old', { ChecksumAlgorithm: 'SHA256' });
    expect(await head('from-old')).toMatchObject({ ChecksumSHA256: sha256('old'), ETag });
  });
});

describe('an event of a new object', () => {
  it('is told with what S3 tells, of a bucket that tells EventBridge', async () => {
    await put('told', 'hello');
    await s3.send(new PutObjectCommand({ Bucket: 'files', Key: 'untold', Body: 'x' }));
    expect(store.events).toEqual([
      {
        source: 'aws.s3',
        detailType: 'Object Created',
        time: clock.now(),
        resources: ['arn:aws:s3:::uploads'],
        detail: {
          version: '0',
          bucket: { name: 'uploads' },
          object: {
            key: 'told',
            size: 5,
            etag: createHash('md5').update('hello').digest('hex'),
            sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
          },
          'request-id': expect.stringMatching(/^[0-9A-F]{16}$/),
          requester: '000000000000',
          'source-ip-address': '127.0.0.1',
          reason: 'PutObject',
        },
      },
    ]);
  });
});

describe('a call that a test', () => {
  it.each([
    ['CopyObject', () => copy('lost', 'uploads/kept')],
    ['DeleteObject', () => remove('kept')],
    ['PutObject', () => put('lost', 'x')],
  ] as const)('refuses or loses: %s does nothing', async (call, send) => {
    await put('kept', 'x');
    faults.set({ call, mode: 'refuse', times: 1 });
    faults.set({ call, mode: 'lose', times: 1 });
    await expect(send()).rejects.toThrow('Refused, as asked');
    await send();
    expect((await read('kept')).text).toBe('x');
    await expect(head('lost')).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('refuses or loses: a reading is refused, or ends within its answer', async () => {
    await put('kept', 'x'.repeat(100_000));
    faults.set({ call: 'GetObject', mode: 'refuse', times: 1 });
    faults.set({ call: 'GetObject', mode: 'lose', times: 1 });
    faults.set({ call: 'HeadObject', mode: 'refuse', times: 1 });
    await expect(read('kept')).rejects.toThrow('Refused, as asked');
    await expect(read('kept')).rejects.toThrow();
    await expect(head('kept')).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    expect((await read('kept')).text).toHaveLength(100_000);
  });
});
