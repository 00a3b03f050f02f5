import { createHash, createHmac, randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createFaults } from '../../infra/local/control/faults.ts';
import { type Listening, listen } from '../../infra/local/ports.ts';
import { openIam } from '../../infra/local/services/iam/iam.ts';
import { createStorageDoor } from '../../infra/local/services/s3/storage-door.ts';
import { resourcesOf, standingClock, storeOf, temporaryFolder, until } from './fixture.ts';

const region = 'us-east-1';
const functionOf = (name: string, Statement: readonly object[]) => ({
  [name]: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': [`${name}Role`, 'Arn'] } } },
  [`${name}Role`]: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
        ],
      },
      Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement } }],
    },
  },
});
const allow = (Action: readonly string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });
const resources = resourcesOf({
  Storage: {
    resources: {
      Uploads: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
          CorsConfiguration: {
            CorsRules: [
              {
                AllowedMethods: ['POST'],
                AllowedOrigins: ['https://office.test', 'https://*.example'],
                AllowedHeaders: ['*'],
                MaxAge: 3000,
              },
            ],
          },
        },
      },
      ...functionOf('Writer', [
        allow(['s3:PutObject', 's3:GetObject'], 'arn:aws:s3:::uploads/p/*'),
        allow(['s3:ListBucket'], 'arn:aws:s3:::uploads'),
      ]),
      ...functionOf('Reader', [allow(['s3:GetObject'], 'arn:aws:s3:::uploads/*')]),
    },
  },
});

const folder = temporaryFolder();
const clock = standingClock();
const faults = createFaults();
const store = storeOf({ resources, folder, clock });
const iam = openIam(resources, join(temporaryFolder(), 'iam.ndjson'));
let server: Listening;
let storage: string;

beforeAll(async () => {
  server = await listen(0, true);
  const product = `http://localhost:${server.port}`;
  storage = `${product}/storage/uploads`;
  server.serve(createStorageDoor({ resources, store, iam, clock, faults, product }));
});
afterAll(async () => {
  await server.close();
  await store.close();
});
beforeEach(() => {
  store.events.length = 0;
});

interface Who {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}
const of = (name: string): Who => {
  const environment = iam.credentialsOf(name);
  return {
    accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '',
    sessionToken: environment.AWS_SESSION_TOKEN ?? '',
  };
};
/** A client that signs by the host's clock. @param endpoint where the objects lie, as browsers see it */
const clientOf = (credentials: Who, endpoint?: string) =>
  new S3Client({
    region,
    credentials,
    systemClockOffset: clock.now() - Date.now(),
    ...(endpoint ? { endpoint, bucketEndpoint: true } : {}),
  });

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('base64');
const pdf = '%PDF-1.7 报价';

/** A policy for exactly these bytes, as the product signs it. */
async function policyFor(
  bytes: string | Buffer,
  {
    key = 'p/one',
    who = of('Writer'),
    type = 'application/pdf',
    fields = {},
    conditions = [] as object[],
  } = {},
): Promise<PresignedPost> {
  const client = clientOf(who);
  const length = Buffer.byteLength(bytes);
  const Fields = {
    'Content-Type': type,
    'x-amz-checksum-algorithm': 'SHA256',
    'x-amz-checksum-sha256': sha256(bytes),
    ...fields,
  };
  return createPresignedPost(client, {
    Bucket: 'uploads',
    Key: key,
    Expires: 900,
    Fields,
    Conditions: [
      ['content-length-range', length, length],
      ...Object.entries(Fields).map(([name, value]) => ({ [name]: value })),
      ...(conditions as never[]),
    ],
  });
}

/** @param change of the form's fields; `undefined` leaves one out */
async function upload(
  { fields }: PresignedPost,
  bytes: string | Buffer,
  change: Readonly<Record<string, string | undefined>> = {},
) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...change }))
    if (value !== undefined) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(Buffer.from(bytes))]), '报价单.pdf');
  return told(await fetch(storage, { method: 'POST', body: form }));
}

async function told(response: Response) {
  const text = await response.text();
  return {
    status: response.status,
    code: /<Code>(.*)<\/Code>/.exec(text)?.[1],
    message: /<Message>(.*)<\/Message>/s.exec(text)?.[1],
    text,
    headers: response.headers,
  };
}

/** That nothing is stored, half or whole. */
function expectNothing(key = 'p/one'): void {
  expect(store.newest({ bucket: 'uploads', key })).toBeUndefined();
  expect(existsSync(join(folder, '.incoming')) ? readdirSync(join(folder, '.incoming')) : []).toEqual([]);
  expect(store.events).toEqual([]);
}

describe('an upload by a signed form', () => {
  it('is stored with its hash and its type, and told of', async () => {
    const { status, headers } = await upload(await policyFor(pdf, { key: 'p/stored' }), pdf);
    expect([status, headers.get('location'), headers.get('x-content-type-options')]).toEqual([
      204,
      `${storage}/p/stored`,
      'nosniff',
    ]);
    expect(store.newest({ bucket: 'uploads', key: 'p/stored' })).toMatchObject({
      size: Buffer.byteLength(pdf),
      contentType: 'application/pdf',
      checksum: 'sha256',
      sha256: sha256(pdf),
      etag: headers.get('etag'),
    });
    expect(store.events).toMatchObject([
      { detail: { object: { key: 'p/stored', size: Buffer.byteLength(pdf) }, reason: 'POST Object' } },
    ]);
  });

  it('may come again: a policy holds until its time is over', async () => {
    const policy = await policyFor(pdf, { key: 'p/again' });
    for (const _ of [1, 2]) expect((await upload(policy, pdf)).status).toBe(204);
    expect(readdirSync(join(folder, 'uploads', 'p', 'again')).sort()).toEqual(['2.bytes', '2.json']);
  });

  it('may be empty, and of any name', async () => {
    const names = ['p/empty', 'p/空 & "leer" <0>', `p/${'长'.repeat(28)}`];
    for (const key of names) {
      expect((await upload(await policyFor('', { key }), '')).status).toBe(204);
      expect(store.newest({ bucket: 'uploads', key })?.size).toBe(0);
    }
  });

  it('is answered as the form asks', async () => {
    const answerTo = async (status: string) =>
      upload(await policyFor(pdf, { key: 'p/a&b', fields: { success_action_status: status } }), pdf);
    expect((await answerTo('200')).status).toBe(200);
    expect((await answerTo('404')).status).toBe(204);
    const created = await answerTo('201');
    expect([created.status, created.text]).toEqual([
      201,
      expect.stringContaining(`<Bucket>uploads</Bucket><Key>p/a&#38;b</Key>`),
    ]);
  });

  it.each<[string, string, Record<string, string | undefined>, number, string, string]>([
    ['longer', `${pdf}!`, {}, 400, 'EntityTooLarge', 'exceeds the maximum'],
    ['shorter', pdf.slice(1), {}, 400, 'EntityTooSmall', 'smaller than the minimum'],
    ['other bytes', pdf.replace('1.7', '1.4'), {}, 400, 'BadDigest', 'The SHA256 you specified'],
    [
      'another hash',
      pdf,
      { 'x-amz-checksum-sha256': sha256('x') },
      403,
      'AccessDenied',
      'Policy Condition failed: [&#34;eq&#34;,&#34;$x-amz-checksum-sha256&#34;',
    ],
    ['no hash', pdf, { 'x-amz-checksum-sha256': undefined }, 403, 'AccessDenied', '$x-amz-checksum-sha256'],
    ['another type', pdf, { 'Content-Type': 'text/html' }, 403, 'AccessDenied', '$content-type'],
    ['another key', pdf, { key: 'p/two' }, 403, 'AccessDenied', '$key'],
    ['no key', pdf, { key: undefined }, 400, 'InvalidArgument', "must contain a field named 'key'"],
    [
      'a field more',
      pdf,
      { 'x-amz-meta-more': 'x' },
      403,
      'AccessDenied',
      'Extra input fields: x-amz-meta-more',
    ],
    ['no policy', pdf, { Policy: undefined }, 403, 'AccessDenied', 'Access Denied'],
    ['no signature', pdf, { 'X-Amz-Signature': undefined }, 400, 'InvalidArgument', 'x-amz-signature'],
    ['another signature', pdf, { 'X-Amz-Signature': 'a'.repeat(64) }, 403, 'SignatureDoesNotMatch', ''],
    ['another token', pdf, { 'X-Amz-Security-Token': 'x' }, 400, 'InvalidToken', ''],
    ['no token', pdf, { 'X-Amz-Security-Token': undefined }, 403, 'InvalidAccessKeyId', ''],
    ['another date', pdf, { 'X-Amz-Date': '20200101T000000Z' }, 400, 'AuthorizationQueryParametersError', ''],
    [
      'another algorithm',
      pdf,
      { 'X-Amz-Algorithm': 'AWS4-ECDSA-P256-SHA256' },
      400,
      'InvalidArgument',
      'only supports',
    ],
  ])('is refused and leaves nothing: %s', async (_, bytes, change, status, code, message) => {
    const refused = await upload(await policyFor(pdf), bytes, change);
    expect(refused).toMatchObject({ status, code });
    expect(refused.message).toContain(message);
    expectNothing();
  });

  it('is refused where somebody has changed the policy, or signed it with a secret of their own', async () => {
    const policy = await policyFor(pdf);
    const text = Buffer.from(policy.fields.Policy ?? '', 'base64').toString();
    const Policy = Buffer.from(text.replace('p/one', 'p/two')).toString('base64');
    expect(await upload(policy, pdf, { Policy, key: 'p/two' })).toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
    const foreign = { ...of('Writer'), secretAccessKey: randomBytes(30).toString('base64') };
    expect(await upload(await policyFor(pdf, { who: foreign }), pdf)).toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
    const stranger = { ...foreign, accessKeyId: 'ASIAAAAAAAAAAAAAAAAA' };
    expect(await upload(await policyFor(pdf, { who: stranger }), pdf)).toMatchObject({
      status: 403,
      code: 'InvalidAccessKeyId',
    });
    expectNothing('p/two');
  });

  it('is refused where the signing role may not put what it has signed', async () => {
    expect(await upload(await policyFor(pdf, { who: of('Reader') }), pdf)).toMatchObject({
      status: 403,
      code: 'AccessDenied',
      message: expect.stringContaining('s3:PutObject'),
    });
    expect(await upload(await policyFor(pdf, { key: 'q/one' }), pdf)).toMatchObject({ code: 'AccessDenied' });
    expectNothing('q/one');
  });

  it('is refused once its time is over by the host’s clock', async () => {
    const policy = await policyFor(pdf);
    clock.advance(899);
    expect((await upload(policy, pdf)).status).toBe(204);
    store.remove({ bucket: 'uploads', key: 'p/one' });
    store.events.length = 0;
    clock.advance(1);
    expect(await upload(policy, pdf)).toMatchObject({
      status: 403,
      code: 'AccessDenied',
      message: 'Invalid according to Policy: Policy expired.',
    });
    expectNothing();
  });

  it.each([
    ['no JSON', 'x'],
    [
      'a condition that is not known',
      '{"expiration":"2030-01-01T00:00:00Z","conditions":[["ends","$key","x"]]}',
    ],
    ['no time', '{"conditions":[]}'],
  ])('is refused where the policy is none: %s', async (_, text) => {
    const policy = await policyFor(pdf);
    const Policy = Buffer.from(text).toString('base64');
    const [, day = ''] = (policy.fields['X-Amz-Credential'] ?? '').split('/');
    const hmac = (key: string | Buffer, what: string) => createHmac('sha256', key).update(what).digest();
    const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
      hmac,
      `AWS4${of('Writer').secretAccessKey}`,
    );
    const signature = hmac(key, Policy).toString('hex');
    const refused = await upload(policy, pdf, { Policy, 'X-Amz-Signature': signature });
    expect(refused).toMatchObject({ status: 400, code: 'InvalidPolicyDocument' });
    expectNothing();
  });

  const boundary = 'xxBOUNDARYxx';
  const part = (name: string, value: string, more = '') =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
  const formOf = (fields: Readonly<Record<string, string>>) =>
    Object.entries(fields)
      .map(([name, value]) => part(name, value))
      .join('');
  const send = async (body: string) =>
    told(
      await fetch(storage, {
        method: 'POST',
        body,
        headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      }),
    );
  const end = `--${boundary}--\r\n`;
  const file = part('file', pdf, '; filename="a.pdf"');

  it('ignores what stands behind the file', async () => {
    const { fields } = await policyFor(pdf, { key: 'p/behind' });
    expect((await send(formOf(fields) + file + part('key', 'p/other') + end)).status).toBe(204);
    expect(store.newest({ bucket: 'uploads', key: 'p/other' })).toBeUndefined();
  });

  it.each<[string, (fields: Record<string, string>) => string, number, string]>([
    ['has no file', (fields) => formOf(fields) + end, 400, 'InvalidArgument'],
    ['has two files', (fields) => formOf(fields) + file + file + end, 400, 'InvalidArgument'],
    ['has its file first', (fields) => file + formOf(fields) + end, 400, 'InvalidArgument'],
    [
      'says a thing twice',
      (fields) => formOf(fields) + part('key', 'p/two') + file + end,
      400,
      'InvalidArgument',
    ],
    ['has no end', (fields) => formOf(fields) + file, 400, 'MalformedPOSTRequest'],
    ['ends within the file', (fields) => formOf(fields) + file.slice(0, -6), 400, 'MalformedPOSTRequest'],
    [
      'says too much before the file',
      (fields) => formOf(fields) + part('x-ignore-more', 'x'.repeat(21_000)) + file + end,
      400,
      'MaxPostPreDataLengthExceededError',
    ],
    ['is no form at all', () => 'hello', 400, 'MalformedPOSTRequest'],
  ])('is refused and leaves nothing where the form %s', async (_, body, status, code) => {
    const { fields } = await policyFor(pdf);
    expect(await send(body(fields))).toMatchObject({ status, code });
    expectNothing();
  });

  it('that breaks off leaves nothing, and the next one is taken', async () => {
    const large = randomBytes(3_000_000);
    const policy = await policyFor(large);
    const head = Buffer.from(formOf(policy.fields) + part('file', '', '; filename="a"').slice(0, -2));
    const socket = connect(server.port, 'localhost');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write(
      `POST /storage/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: 3100000\r\n\r\n`,
    );
    socket.write(head);
    socket.write(large.subarray(0, 1_000_000));
    await until('some of it is there', () => readdirSync(join(folder, '.incoming')).length === 1);
    socket.destroy();
    await until('nothing is left', () => readdirSync(join(folder, '.incoming')).length === 0);
    expectNothing();
    expect((await upload(policy, large)).status).toBe(204);
    store.remove({ bucket: 'uploads', key: 'p/one' });
  });

  it('that turns out to be none when its file is there already leaves nothing', async () => {
    const { fields } = await policyFor(pdf);
    const [head, tail] = [`${formOf(fields) + file}--${boundary}`, `\r\n${file}${end}`];
    const length = Buffer.byteLength(head + tail);
    const socket = connect(server.port, 'localhost');
    const answered = new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
    socket.write(
      `POST /storage/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: ${length}\r\n\r\n${head}`,
    );
    await until('its file is there', () => readdirSync(join(folder, '.incoming')).length === 1);
    // Until it is synced, too.
    await pause(100);
    socket.write(tail);
    expect(await answered).toMatch(/^HTTP\/1\.1 400 /);
    expectNothing();
    socket.destroy();
  });

  it('that is large and refused is told why', async () => {
    const large = randomBytes(6_000_000);
    expect(await upload(await policyFor(pdf), large)).toMatchObject({ status: 400, code: 'EntityTooLarge' });
    expect(await upload(await policyFor(large), large, { key: 'p/x' })).toMatchObject({
      code: 'AccessDenied',
    });
    expectNothing();
  });

  it('is refused or lost where a test asks for it, and then not stored', async () => {
    const policy = await policyFor(pdf);
    faults.set({ call: 'PostObject', mode: 'refuse', times: 1 });
    faults.set({ call: 'PostObject', mode: 'lose', times: 1 });
    expect(await upload(policy, pdf)).toMatchObject({ status: 500, code: 'InternalError' });
    expect((await upload(policy, pdf)).status).toBe(204);
    expectNothing();
  });
});

describe('a signed address', () => {
  const key = 'p/报价 单.pdf';
  beforeAll(async () => {
    await upload(await policyFor(pdf, { key }), pdf);
  });
  const signed = (more: object = {}, { who = of('Writer'), expiresIn = 60, Key = key } = {}) =>
    getSignedUrl(clientOf(who, storage), new GetObjectCommand({ Bucket: storage, Key, ...more }), {
      expiresIn,
      signingDate: new Date(clock.now()),
    });
  const attachment = `attachment; filename="a.pdf"; filename*=UTF-8''${encodeURIComponent('报价 单')}.pdf`;

  it('gives the file, as the address says', async () => {
    const response = await fetch(await signed({ ResponseContentDisposition: attachment }));
    expect([response.status, await response.text()]).toEqual([200, pdf]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': attachment,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'accept-ranges': 'bytes',
    });
  });

  it('gives a part of it, or nothing to whoever has it', async () => {
    const url = await signed();
    const part = await fetch(url, { headers: { range: 'bytes=1-3' } });
    expect([part.status, await part.text()]).toEqual([206, 'PDF']);
    const etag = part.headers.get('etag') ?? '';
    expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
    const stale = await fetch(url, { headers: { range: 'bytes=1-3', 'if-range': '"x"' } });
    expect(await stale.text()).toBe(pdf);
    const beyond = await told(await fetch(url, { headers: { range: 'bytes=900-' } }));
    expect(beyond).toMatchObject({ status: 416, code: 'InvalidRange' });
  });

  it('is for its method only', async () => {
    const head = await getSignedUrl(
      clientOf(of('Writer'), storage),
      new HeadObjectCommand({ Bucket: storage, Key: key, ChecksumMode: 'ENABLED' }),
      { expiresIn: 60, signingDate: new Date(clock.now()) },
    );
    const response = await fetch(head, { method: 'HEAD' });
    expect([response.status, response.headers.get('x-amz-checksum-sha256')]).toEqual([200, sha256(pdf)]);
    expect(await told(await fetch(head))).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    expect((await fetch(await signed(), { method: 'HEAD' })).status).toBe(403);
  });

  it('shows what cannot run; everything else is a download, whatever was signed', async () => {
    const shown = async (type: string, disposition = 'inline') => {
      const url = await signed({ ResponseContentType: type, ResponseContentDisposition: disposition });
      const { headers } = await fetch(url);
      return [headers.get('content-disposition'), headers.get('content-security-policy')];
    };
    const inPdf = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'";
    const inSandbox = "default-src 'none'; sandbox";
    expect(await shown('application/pdf')).toEqual(['inline', inPdf]);
    expect(await shown('application/pdf', 'attachment')).toEqual(['attachment', inSandbox]);
    const picture = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
    expect(await shown('image/png')).toEqual(['inline', picture]);
    for (const type of ['text/html', 'image/svg+xml', 'text/plain', 'application/pdf+xml', 'text/javascript'])
      expect(await shown(type)).toEqual(['attachment', inSandbox]);
  });

  it.each<[string, (url: string) => string, number, string]>([
    ['another key', (url) => url.replace('.pdf', '.doc'), 403, 'SignatureDoesNotMatch'],
    ['another disposition', (url) => url.replace('attachment', 'inline'), 403, 'SignatureDoesNotMatch'],
    ['a longer time', (url) => url.replace('Expires=60', 'Expires=600'), 403, 'SignatureDoesNotMatch'],
    [
      'too long a time',
      (url) => url.replace('Expires=60', 'Expires=604801'),
      400,
      'AuthorizationQueryParametersError',
    ],
    ['another token', (url) => url.replace(/Token=[^&]+/, 'Token=x'), 400, 'InvalidToken'],
    ['no token', (url) => url.replace(/&X-Amz-Security-Token=[^&]+/, ''), 403, 'InvalidAccessKeyId'],
    [
      'no signature',
      (url) => url.replace(/&X-Amz-Signature=[^&]+/, ''),
      400,
      'AuthorizationQueryParametersError',
    ],
    [
      'another region',
      (url) => url.replace('us-east-1', 'eu-west-1'),
      400,
      'AuthorizationQueryParametersError',
    ],
    ['a parameter more', (url) => `${url}&versionId=1`, 501, 'NotImplemented'],
    ['a parameter twice', (url) => `${url}&x-id=GetObject`, 501, 'NotImplemented'],
    ['nothing but the key', (url) => url.replace(/\?.*/, ''), 403, 'AccessDenied'],
    ['no text', (url) => url.replace('p/', 'p/%E5'), 400, 'InvalidURI'],
  ])('is refused with %s', async (_, change, status, code) => {
    const url = change(await signed({ ResponseContentDisposition: attachment }));
    expect(await told(await fetch(url))).toMatchObject({ status, code });
  });

  it('is refused after its time by the host’s clock, and long before it', async () => {
    const url = await signed();
    clock.advance(61);
    expect(await told(await fetch(url))).toMatchObject({
      status: 403,
      code: 'AccessDenied',
      message: 'Request has expired',
    });
    const later = await getSignedUrl(
      clientOf(of('Writer'), storage),
      new GetObjectCommand({ Bucket: storage, Key: key }),
      { signingDate: new Date(clock.now() + 3_600_000) },
    );
    expect(await told(await fetch(later))).toMatchObject({ message: 'Request is not valid yet' });
  });

  it('is worth what its signer may at the moment: to read, and to hear that nothing is there', async () => {
    expect((await fetch(await signed({}, { who: of('Reader') }))).status).toBe(200);
    const missing = async (who: Who) => told(await fetch(await signed({}, { who, Key: 'p/none' })));
    expect(await missing(of('Writer'))).toMatchObject({ status: 404, code: 'NoSuchKey' });
    expect(await missing(of('Reader'))).toMatchObject({ status: 403, code: 'AccessDenied' });
    const outside = await told(await fetch(await signed({}, { Key: 'q/one' })));
    expect(outside).toMatchObject({ status: 403, code: 'AccessDenied' });
    const foreign = { ...of('Writer'), secretAccessKey: 'x' };
    expect(await told(await fetch(await signed({}, { who: foreign })))).toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
  });

  it('is refused, or its answer breaks off, where a test asks for it', async () => {
    faults.set({ call: 'GetObject', mode: 'refuse', times: 1 });
    faults.set({ call: 'GetObject', mode: 'lose', times: 1 });
    const url = await signed();
    expect(await told(await fetch(url))).toMatchObject({ status: 500 });
    await expect(fetch(url).then((response) => response.text())).rejects.toThrow();
  });
});

describe('nothing else', () => {
  it.each([
    ['PUT', '/p/one', 405, 'MethodNotAllowed'],
    ['DELETE', '/p/one', 405, 'MethodNotAllowed'],
    ['POST', '/p/one', 405, 'MethodNotAllowed'],
    ['POST', '', 412, 'PreconditionFailed'],
    ['GET', '', 405, 'MethodNotAllowed'],
    ['GET', '/p/one', 403, 'AccessDenied'],
    ['GET', '/p/one?list-type=2', 501, 'NotImplemented'],
    ['PATCH', '/p/one', 405, 'MethodNotAllowed'],
  ])('is answered: %s %s', async (method, path, status, code) => {
    const answer = await told(await fetch(`${storage}${path}`, { method }));
    expect(answer).toMatchObject({ status, code });
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is answered: another bucket, an upload by an address', async () => {
    const other = await told(await fetch(storage.replace('uploads', 'others'), { method: 'POST' }));
    expect(other).toMatchObject({ status: 404, code: 'NoSuchBucket' });
    const url = await getSignedUrl(
      clientOf(of('Writer'), storage),
      new PutObjectCommand({ Bucket: storage, Key: 'p/put' }),
    );
    expect(await told(await fetch(url, { method: 'PUT', body: 'x' }))).toMatchObject({ status: 405 });
  });
});

describe('a page of another origin', () => {
  const ask = (origin: string, method = 'POST', headers = 'content-type') =>
    fetch(storage, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': headers },
    });

  it('may upload and read the answer where the bucket’s rules name it', async () => {
    for (const origin of ['https://office.test', 'https://a.example']) {
      const { status, headers } = await ask(origin);
      expect([
        status,
        headers.get('access-control-allow-origin'),
        headers.get('access-control-max-age'),
      ]).toEqual([200, origin, '3000']);
      expect(headers.get('access-control-allow-headers')).toBe('content-type');
    }
    const answer = await fetch(storage, { method: 'POST', headers: { origin: 'https://office.test' } });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://office.test');
  });

  it('may not otherwise', async () => {
    expect(await told(await ask('https://evil.test'))).toMatchObject({
      status: 403,
      code: 'AccessForbidden',
    });
    expect((await ask('https://office.test', 'GET')).status).toBe(403);
    expect((await fetch(storage, { method: 'OPTIONS' })).status).toBe(400);
    const answer = await fetch(storage, { method: 'POST', headers: { origin: 'https://evil.test' } });
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
  });
});
