/** Uploads to a host whose disk is full, or that is killed within one. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { afterAll, expect, it } from '@jest/globals';
import { limitFiles } from '../support/disk.ts';
import { launch } from '../support/office-server.ts';
import { temporaryFolder, until } from './fixture.ts';

const folder = temporaryFolder();
const credentials = { accessKeyId: 'ASIA', secretAccessKey: 'secret', sessionToken: 'token' };
const incoming = join(folder, 's3', '.incoming');
const place = join(folder, 's3', 'uploads', 'p', 'one');
const large = randomBytes(3_000_000);
mkdirSync(folder, { recursive: true });

async function start() {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const server = launch('test/support/storage-server.ts', [
    ...[folder, accessKeyId, secretAccessKey, sessionToken],
  ]);
  await until('it serves', () => /^port /m.test(server.output()));
  const port = Number(/^port (\d+)/m.exec(server.output())?.[1]);
  const end = async () => {
    server.child.kill('SIGKILL');
    await server.exited;
  };
  ending = end;
  return { ...server, port, pid: server.child.pid ?? 0, end };
}
let ending: () => Promise<void> = async () => {};
afterAll(() => ending());

async function formFor(bytes: Buffer): Promise<FormData> {
  const Fields = {
    'Content-Type': 'application/pdf',
    'x-amz-checksum-sha256': createHash('sha256').update(bytes).digest('base64'),
  };
  const { fields } = await createPresignedPost(new S3Client({ region: 'us-east-1', credentials }), {
    ...{ Bucket: 'uploads', Key: 'p/one', Fields },
    Conditions: [['content-length-range', bytes.length, bytes.length]],
  });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(bytes)]), 'one.pdf');
  return form;
}

it('on a full disk is answered 507, leaves nothing, and is taken once there is room', async () => {
  const host = await start();
  const form = await formFor(large);
  const upload = () => fetch(`http://localhost:${host.port}/storage/uploads`, { method: 'POST', body: form });
  for (const limit of [1_000_000, 0]) {
    limitFiles(host.pid, limit);
    const full = await upload();
    expect([full.status, await full.text()]).toEqual([507, expect.stringContaining('InsufficientStorage')]);
    expect(readdirSync(incoming)).toEqual([]);
    expect(existsSync(place)).toBe(false);
  }
  limitFiles(host.pid, 'unlimited');
  expect((await upload()).status).toBe(204);
  await until('it is told of', () => host.output().includes('"key":"p/one"'));
  expect(readdirSync(place).sort()).toEqual(['1.bytes', '1.json']);
  await host.end();
});

it('of a host that is killed leaves what was there, and nothing half', async () => {
  const host = await start();
  const request = new Request('http://localhost/', { method: 'POST', body: await formFor(large) });
  const body = Buffer.from(await request.arrayBuffer());
  const socket = connect(host.port, 'localhost').on('error', () => {});
  socket.write(
    `POST /storage/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${request.headers.get('content-type')}\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  socket.write(body.subarray(0, 2_000_000));
  await until('some of it is there', () => existsSync(incoming) && readdirSync(incoming).length === 1);
  await host.end();
  expect(readdirSync(incoming)).toHaveLength(1);

  const next = await start();
  expect(existsSync(incoming)).toBe(false);
  expect(readdirSync(place).sort()).toEqual(['1.bytes', '1.json']);
  // What was stored was told of before that, and is not told again.
  expect(next.output()).not.toContain('event');
  await next.end();
});
