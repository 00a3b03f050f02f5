import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Resources } from '../../assembly/resources.ts';
import type { Faults } from '../../control/faults.ts';
import type { Handler } from '../../ports.ts';
import type { Call } from '../iam/call.ts';
import { s3Call, s3CopyCalls, s3List } from '../iam/calls/s3.ts';
import type { Admit } from '../iam/iam.ts';
import { describedBy } from './about.ts';
import type { StoredObject } from './bucket.ts';
import { algorithmIn, checksumIn, demandChecksum, said } from './checksums.ts';
import { sendObject } from './object-answer.ts';
import { escaped, S3Refusal, sendRefusal } from './refusal.ts';
import type { Place, Store } from './store.ts';

/** What stands before the bucket's name. */
const prefix = '/s3/';
/** The most that S3 takes in one piece, in bytes. */
export const mostAtOnce = 5 * 1024 ** 3;

/** S3 as far as the functions use it, path style under `/s3/`. */
export function createS3(options: {
  readonly resources: Resources;
  readonly store: Store;
  readonly faults: Faults;
  readonly admit: Admit;
}): Handler {
  const { resources, store, faults, admit } = options;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const place = placeIn(request, prefix);
    const operation = operationOf(request, place);
    store.settings(place.bucket);
    const { headers } = request;
    const require = (...calls: readonly Call[]): void => requireRight(admit, request, calls);
    const condition = headers['if-none-match'];
    const copied = operation === 'CopyObject' ? sourceIn(request, place) : undefined;
    if (copied) require(...s3CopyCalls(resources, copied, place, condition));
    else if (operation === 'PutObject') require(s3Call(resources, operation, place, condition));
    else if (operation !== 'CopyObject') require(s3Call(resources, operation, place));
    const fault = faults.call(operation);
    if (fault === 'refuse') throw new S3Refusal(500, 'InternalError', 'Refused, as asked');
    const existing = (at: Place): StoredObject => {
      const found = store.newest(at);
      if (found !== undefined) return found;
      require(s3List(resources, at.bucket));
      throw new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.');
    };

    if (operation === 'GetObject' || operation === 'HeadObject') {
      const showsChecksum = said(headers, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
      await sendObject(request, response, existing(place), { showsChecksum, breaksOff: fault === 'lose' });
    } else if (fault === 'lose') {
      // Answered as if it were done.
      request.resume();
      if (copied) sendCopied(response, existing(copied));
      else response.writeHead(operation === 'DeleteObject' ? 204 : 200).end();
    } else if (copied) {
      request.resume();
      sendCopied(response, await copy(store, { from: existing(copied), to: place }, request));
    } else if (operation === 'PutObject') {
      const object = await put(store, place, request);
      response.setHeader('etag', object.etag);
      showVersion(object, response);
      response.end();
    } else {
      request.resume();
      store.remove(place);
      response.writeHead(204).end();
    }
  };

  return (request, response) =>
    answer(request, response).catch((error: unknown) => sendRefusal(request, response, error));
}

/** @throws S3Refusal in S3's own names */
function requireRight(admit: Admit, { headers }: IncomingMessage, calls: readonly Call[]): void {
  const refusal = admit(headers.authorization, calls);
  if (refusal === undefined) return;
  const code = refusal.code === 'AccessDeniedException' ? 'AccessDenied' : 'InvalidAccessKeyId';
  throw new S3Refusal(403, code, refusal.message);
}

/** Bucket and key of an address. @param before what stands before the bucket's name, with slashes around it */
export function placeIn(request: IncomingMessage, before: string): Place {
  const [path = ''] = (request.url ?? '/').split('?');
  const [bucket = '', ...rest] = path.slice(before.length).split('/').map(decoded);
  return { bucket, key: rest.join('/') };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new S3Refusal(400, 'InvalidURI', 'The address is not properly encoded');
  }
}

type Operation = 'PutObject' | 'CopyObject' | 'GetObject' | 'HeadObject' | 'DeleteObject';

const operations: Readonly<Record<string, Operation>> = {
  PUT: 'PutObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
  DELETE: 'DeleteObject',
};

/** Headers that would make of the object, of its body or of the answer something else; none of them is emulated. */
const unknownHeaders =
  /^(x-amz-(object-lock.*|acl|grant-.*|tagging|storage-class|server-side-encryption.*|website.*|trailer|mfa|bypass.*|copy-source-.*|annotation.*)|if-(match|modified-since|unmodified-since)|cache-control|expires|content-(encoding|disposition|language|md5))$/;

function operationOf(request: IncomingMessage, { key }: Place): Operation {
  const { searchParams } = new URL(`http://localhost${request.url ?? '/'}`);
  const method = operations[request.method ?? ''];
  const operation =
    method === 'PutObject' && request.headers['x-amz-copy-source'] !== undefined ? 'CopyObject' : method;
  // Every other query asks for another operation (`?retention`, `?list-type=2`, `?versionId=…`).
  const others = [...searchParams.keys()].filter((name) => name !== 'x-id');
  if (!operation || others.length > 0 || key === '')
    throw new S3Refusal(501, 'NotImplemented', `${request.method} ${request.url} is not emulated`);
  const unknown = Object.keys(request.headers).find((name) => unknownHeaders.test(name));
  if (unknown) throw new S3Refusal(501, 'NotImplemented', `${operation} with ${unknown} is not emulated`);
  return operation;
}

/** Takes the body, and makes an object of it if it is what the caller says. */
async function put(store: Store, place: Place, request: IncomingMessage): Promise<StoredObject> {
  const { headers } = request;
  const sent = checksumIn(headers);
  const about = describedBy(headers);
  demandFree(store, place, headers['if-none-match']);
  const bytes = await store.receive(request, { min: 0, max: mostAtOnce });
  try {
    const checksum = demandChecksum(sent, bytes);
    // Another may have been quicker.
    demandFree(store, place, headers['if-none-match']);
    return store.put(
      place,
      bytes,
      { ...about, checksum },
      { reason: 'PutObject', from: request.socket.remoteAddress },
    );
  } finally {
    await bytes.drop();
  }
}

async function copy(
  store: Store,
  { from, to }: { readonly from: StoredObject; readonly to: Place },
  request: IncomingMessage,
): Promise<StoredObject> {
  const { headers } = request;
  const checksum = algorithmIn(headers) ?? from.checksum;
  const { contentType, metadata } = directiveIn(request) === 'REPLACE' ? describedBy(headers) : from;
  demandFree(store, to, headers['if-none-match']);
  const bytes = await store.share(from);
  try {
    demandFree(store, to, headers['if-none-match']);
    return store.put(
      to,
      bytes,
      { contentType, metadata, checksum },
      { reason: 'CopyObject', from: request.socket.remoteAddress },
    );
  } finally {
    await bytes.drop();
  }
}

/** Where a copy is made from. @throws S3Refusal for a copy that S3 does not make, or that is not emulated */
function sourceIn(request: IncomingMessage, to: Place): Place {
  const header = said(request.headers, 'x-amz-copy-source') ?? '';
  const [bucket = '', ...rest] = header.replace(/^\//, '').split('/').map(decoded);
  const from = { bucket, key: rest.join('/') };
  if (header.includes('?')) throw new S3Refusal(501, 'NotImplemented', 'Copying a version is not emulated');
  if (from.bucket === to.bucket && from.key === to.key && directiveIn(request) === 'COPY')
    throw new S3Refusal(
      400,
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  return from;
}

function directiveIn({ headers }: IncomingMessage): 'COPY' | 'REPLACE' {
  const directive = said(headers, 'x-amz-metadata-directive') ?? 'COPY';
  if (directive === 'COPY' || directive === 'REPLACE') return directive;
  throw new S3Refusal(400, 'InvalidArgument', 'Unknown metadata directive.');
}

/** @throws S3Refusal where something is there that must not be */
function demandFree(store: Store, place: Place, condition: string | undefined): void {
  if (condition !== undefined && condition !== '*')
    throw new S3Refusal(501, 'NotImplemented', 'If-None-Match with anything but * is not emulated');
  const isThere = store.newest(place) !== undefined;
  if (condition === undefined || !isThere) return;
  const message = 'At least one of the pre-conditions you specified did not hold';
  throw new S3Refusal(412, 'PreconditionFailed', message);
}

function showVersion({ versionId }: StoredObject, response: ServerResponse): void {
  if (versionId !== undefined) response.setHeader('x-amz-version-id', versionId);
}

function sendCopied(response: ServerResponse, object: StoredObject): void {
  showVersion(object, response);
  response.writeHead(200, { 'content-type': 'application/xml' });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?><CopyObjectResult><LastModified>${object.at}</LastModified><ETag>${escaped(object.etag)}</ETag></CopyObjectResult>`,
  );
}
