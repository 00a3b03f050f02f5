import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import type { Resources } from '../../assembly/resources.ts';
import type { Clock } from '../../clock.ts';
import type { Faults } from '../../control/faults.ts';
import type { Handler } from '../../ports.ts';
import { readBody } from '../../request-body.ts';
import type { Call } from '../iam/call.ts';
import { type S3Operation, s3Call, s3List } from '../iam/calls/s3.ts';
import type { Admit } from '../iam/iam.ts';
import { type Bucket, openBucket, type StoredObject } from './bucket.ts';
import { S3Refusal, sendRefusal } from './refusal.ts';

/** What a bucket of the template may say here; what would change how objects behave and is not known ends the start. */
const bucketSchema = z.object({
  VersioningConfiguration: z.object({ Status: z.literal('Enabled', 'only versioned buckets are emulated') }),
  ObjectLockConfiguration: z
    .object({
      Rule: z.object({
        DefaultRetention: z.strictObject({
          Mode: z.enum(['GOVERNANCE', 'COMPLIANCE']),
          Days: z.int().positive(),
        }),
      }),
    })
    .optional(),
});

/** Headers that would make of the object, of its body or of the answer something else; none of them is emulated. */
const unknownHeaders =
  /^(x-amz-(object-lock|acl|grant|tagging|storage-class|server-side-encryption|website|copy|meta|trailer|checksum-(?!crc32$|mode$))|if-match$|range$|cache-control$|content-(encoding|disposition|language|md5)$)/;

/** S3 as far as the functions use it, path style under `/s3/`: objects are files of the data folder. */
export function createS3(options: {
  readonly resources: Resources;
  readonly folder: string;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly admit: Admit;
}): Handler {
  const { resources, admit } = options;
  const buckets = new Map<string, Bucket>();
  for (const resource of resources.ofType('AWS::S3::Bucket')) {
    const { ObjectLockConfiguration } = resource.read(bucketSchema);
    const retention = ObjectLockConfiguration?.Rule.DefaultRetention;
    const name = resource.attribute('BucketName');
    buckets.set(name, openBucket({ folder: options.folder, name, retention, clock: options.clock }));
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(`http://localhost${request.url ?? '/'}`);
    const [, , bucketName = '', ...rest] = url.pathname.split('/').map(decoded);
    const operation = operationOf(request, url, rest.join('/'));
    const bucket = buckets.get(bucketName);
    if (!bucket) throw new S3Refusal(404, 'NoSuchBucket', `There is no bucket ${bucketName} in the template`);
    const body = await readBody(request);
    const place = { bucket: bucketName, key: rest.join('/') };
    requireRight(admit, request, s3Call(resources, operation, place, request.headers));
    const fault = options.faults.call(operation);
    if (fault === 'refuse') throw new S3Refusal(500, 'InternalError', 'Refused, as asked');
    if (operation === 'PutObject') {
      // Lost: answered as if it were done.
      if (fault === undefined) put(bucket, rest, request, body, response);
      response.end();
      return;
    }
    const object = bucket.newest(rest);
    if (!object) {
      requireRight(admit, request, s3List(resources, bucketName));
      throw new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.');
    }
    describe(object, response);
    response.setHeader('content-length', object.bytes.length);
    response.end(operation === 'GetObject' ? object.bytes : undefined);
  };

  return (request, response) =>
    answer(request, response).catch((error: unknown) => sendRefusal(request, response, error));
}

/** @throws S3Refusal in S3's own names */
function requireRight(admit: Admit, { headers }: IncomingMessage, call: Call): void {
  const refusal = admit(headers.authorization, [call]);
  if (refusal === undefined) return;
  const code = refusal.code === 'AccessDeniedException' ? 'AccessDenied' : 'InvalidAccessKeyId';
  throw new S3Refusal(403, code, refusal.message);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new S3Refusal(400, 'InvalidURI', 'The address is not properly encoded');
  }
}

const operations: Readonly<Record<string, S3Operation>> = {
  PUT: 'PutObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
};

function operationOf(request: IncomingMessage, url: URL, key: string): S3Operation {
  const operation = operations[request.method ?? ''];
  // Every other query asks for another operation (`?retention`, `?list-type=2`, `?versionId=…`).
  const others = [...url.searchParams.keys()].filter((name) => name !== 'x-id');
  if (!operation || others.length > 0 || key === '')
    throw new S3Refusal(
      501,
      'NotImplemented',
      `${request.method} ${url.pathname}${url.search} is not emulated`,
    );
  const unknown = Object.keys(request.headers).find((name) => unknownHeaders.test(name));
  if (unknown) throw new S3Refusal(501, 'NotImplemented', `${operation} with ${unknown} is not emulated`);
  return operation;
}

function put(
  bucket: Bucket,
  key: readonly string[],
  { headers }: IncomingMessage,
  bytes: Buffer,
  response: ServerResponse,
): void {
  const condition = headers['if-none-match'];
  if (condition !== undefined && condition !== '*')
    throw new S3Refusal(501, 'NotImplemented', 'If-None-Match with anything but * is not emulated');
  if (condition === '*' && bucket.newest(key))
    throw new S3Refusal(
      412,
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
    );
  const object = bucket.add(key, {
    bytes,
    contentType: headers['content-type'] ?? 'binary/octet-stream',
    crc32: checkedCrc32(headers, bytes),
  });
  response.setHeader('etag', etagOf(bytes));
  response.setHeader('x-amz-version-id', object.versionId);
}

/** The checksum that the SDK sends by default; a body that does not fit it is refused, as by the real service. */
function checkedCrc32(headers: IncomingMessage['headers'], bytes: Buffer): string {
  const own = Buffer.alloc(4);
  own.writeUInt32BE(crc32(bytes));
  const checksum = own.toString('base64');
  const sent = headers['x-amz-checksum-crc32'];
  if (sent !== undefined && sent !== checksum)
    throw new S3Refusal(400, 'BadDigest', 'The CRC32 you specified did not match the calculated checksum.');
  return checksum;
}

function describe(object: StoredObject, response: ServerResponse): void {
  response.setHeader('content-type', object.contentType);
  response.setHeader('etag', etagOf(object.bytes));
  response.setHeader('last-modified', new Date(object.at).toUTCString());
  response.setHeader('x-amz-version-id', object.versionId);
  response.setHeader('x-amz-checksum-crc32', object.crc32);
  if (!object.retention) return;
  response.setHeader('x-amz-object-lock-mode', object.retention.mode);
  response.setHeader('x-amz-object-lock-retain-until-date', object.retention.until);
}

const etagOf = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`;
