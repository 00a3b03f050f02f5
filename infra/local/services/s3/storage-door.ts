import type { IncomingMessage, ServerResponse } from 'node:http';
import { storagePath } from '../../assembly/resource-values.ts';
import type { Resources } from '../../assembly/resources.ts';
import type { Clock } from '../../clock.ts';
import type { Faults } from '../../control/faults.ts';
import type { Handler } from '../../ports.ts';
import type { Call } from '../iam/call.ts';
import { s3Call, s3List } from '../iam/calls/s3.ts';
import type { Iam, Signer } from '../iam/iam.ts';
import { describedBy } from './about.ts';
import type { StoredObject } from './bucket.ts';
import { checksumIn, demandChecksum } from './checksums.ts';
import { allowOrigin, answerPreflight } from './cors.ts';
import { sendObject } from './object-answer.ts';
import { demandPolicy, type Fields, readPolicy } from './post-policy.ts';
import { readPostedForm } from './posted-form.ts';
import { demandPresigned } from './presigned.ts';
import { escaped, S3Refusal, sendRefusal } from './refusal.ts';
import { mostAtOnce, placeIn } from './s3.ts';
import { algorithm, demandSignature } from './signature.ts';
import type { Place, Store } from './store.ts';

/** Whether a request is for the buckets, not for the product. */
export const isForStorage = ({ url }: IncomingMessage): boolean => url?.startsWith(storagePath) === true;

/**
 * The buckets as browsers reach them, below the product's own address: an upload by a form with a signed policy, and
 * an address that was signed for reading. Nothing else is answered; who has signed needs the right to it.
 *
 * @param options.product where people reach the product
 */
export function createStorageDoor(options: {
  readonly resources: Resources;
  readonly store: Store;
  readonly iam: Pick<Iam, 'signerOf'>;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly product: string;
}): Handler {
  const { resources, store, iam, clock, faults, product } = options;
  const { region } = resources;
  const { host } = new URL(product);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const place = placeIn(request, storagePath);
    const { cors } = store.settings(place.bucket);
    if (request.method === 'OPTIONS') {
      answerPreflight(cors, request, response);
      return;
    }
    allowOrigin(cors, request, response);
    if (request.method === 'POST' && place.key === '') await post(place.bucket, request, response);
    else if ((request.method === 'GET' || request.method === 'HEAD') && place.key !== '')
      await get(place, request, response);
    else
      throw new S3Refusal(
        405,
        'MethodNotAllowed',
        'The specified method is not allowed against this resource.',
      );
  };

  const get = async (place: Place, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { signer, headers, showsChecksum } = demandPresigned(request, {
      iam,
      region,
      host,
      now: clock.now(),
    });
    demandRight(signer, s3Call(resources, 'GetObject', place));
    const fault = faults.call(request.method === 'HEAD' ? 'HeadObject' : 'GetObject');
    if (fault === 'refuse') throw new S3Refusal(500, 'InternalError', 'Refused, as asked');
    const object = store.newest(place);
    if (object === undefined) {
      demandRight(signer, s3List(resources, place.bucket));
      throw new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.');
    }
    const { 'content-type': contentType = object.contentType, 'content-disposition': asked } = headers;
    const disposition = isShowable(contentType) ? asked : asDownload(asked);
    if (headers['cache-control'] !== undefined)
      setHeader(response, 'cache-control', headers['cache-control']);
    if (disposition !== undefined) setHeader(response, 'content-disposition', disposition);
    response.setHeader('content-security-policy', contentPolicyOf(contentType, disposition));
    await sendObject(
      request,
      response,
      { ...object, contentType },
      { showsChecksum, breaksOff: fault === 'lose' },
    );
  };

  const post = async (bucket: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let fields: Fields = {};
    const bytes = await readPostedForm(request, async (given, file) => {
      fields = given;
      return store.receive(file, demandPosted(bucket, fields));
    });
    try {
      const place = { bucket, key: fields.key ?? '' };
      const checksum = demandChecksum(checksumIn(fields), bytes);
      const fault = faults.call('PostObject');
      if (fault === 'refuse') throw new S3Refusal(500, 'InternalError', 'Refused, as asked');
      if (fault === 'lose') {
        await bytes.drop();
        sendPosted(response, fields, { place, product, etag: `"${bytes.md5}"` });
        return;
      }
      const object = store.put(
        place,
        bytes,
        { ...describedBy(fields), checksum },
        { reason: 'POST Object', from: request.socket.remoteAddress },
      );
      if (object.versionId !== undefined) response.setHeader('x-amz-version-id', object.versionId);
      sendPosted(response, fields, { place, product, etag: object.etag });
    } finally {
      await bytes.drop();
    }
  };

  /** Looks at the fields of a form before its file comes. @returns how long that may be, in bytes */
  const demandPosted = (bucket: string, fields: Fields): { readonly min: number; readonly max: number } => {
    const { key, policy } = fields;
    if (key === undefined || key === '')
      throw invalid(
        "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
      );
    if (policy === undefined) throw new S3Refusal(403, 'AccessDenied', 'Access Denied');
    const missing = signed.find((name) => fields[name] === undefined);
    if (missing !== undefined) throw invalid(`Bucket POST must contain a field named '${missing}'.`);
    if (fields['x-amz-algorithm'] !== algorithm)
      throw invalid(`X-Amz-Algorithm only supports "${algorithm}"`);
    const signer = demandSignature(iam, region, {
      credential: fields['x-amz-credential'] ?? '',
      date: fields['x-amz-date'] ?? '',
      token: fields['x-amz-security-token'],
      text: policy,
      signature: fields['x-amz-signature'] ?? '',
    });
    const { min, max } = demandPolicy(readPolicy(policy), { ...fields, bucket }, clock.now());
    const unknown = Object.keys(fields).find((name) => !isKnownField(name));
    if (unknown !== undefined)
      throw new S3Refusal(501, 'NotImplemented', `The field ${unknown} is not emulated`);
    if (key.includes(`\${filename}`))
      throw new S3Refusal(501, 'NotImplemented', 'A key with the name of the file is not emulated');
    checksumIn(fields);
    describedBy(fields);
    demandRight(signer, s3Call(resources, 'PostObject', { bucket, key }));
    store.newest({ bucket, key });
    return { min, max: Math.min(max, mostAtOnce) };
  };

  return (request, response) => {
    for (const [name, value] of safe) response.setHeader(name, value);
    return answer(request, response).catch((error: unknown) => {
      response.setHeader('content-security-policy', nothing);
      response.removeHeader('content-disposition');
      sendRefusal(request, response, error);
    });
  };
}

const signed = ['x-amz-algorithm', 'x-amz-credential', 'x-amz-date', 'x-amz-signature'];

const isKnownField = (name: string): boolean =>
  signed.includes(name) ||
  /^(bucket|content-type|file|key|policy|success_action_status|x-amz-security-token)$/.test(name) ||
  /^(x-amz-(checksum-.*|meta-.*|sdk-checksum-algorithm)|x-ignore-.*)$/.test(name);

function demandRight(signer: Signer, call: Call): void {
  const refusal = signer.refusal([call]);
  if (refusal !== undefined) throw new S3Refusal(403, 'AccessDenied', refusal);
}

// The product's own origin has these files too, unlike a bucket's of the real service: none of them may do anything there.
const nothing = "default-src 'none'; sandbox";
// A browser lays a picture out with styles of its own.
const nothingButPicture = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
// Chromium shows no PDF in a sandbox; its viewer lives in a process of its own, and lets the file reach nothing.
const nothingButPdf = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'";
const safe = [
  ['x-content-type-options', 'nosniff'],
  ['content-security-policy', nothing],
  // The address itself is the key to the file.
  ['referrer-policy', 'no-referrer'],
] as const;

const isPdf = (contentType: string): boolean => /^application\/pdf$/i.test(contentType);
const isPicture = (contentType: string): boolean => /^image\/(jpeg|png|webp|gif)$/i.test(contentType);
const isShowable = (contentType: string): boolean => isPdf(contentType) || isPicture(contentType);

function contentPolicyOf(contentType: string, disposition: string | undefined): string {
  if (isDownload(disposition)) return nothing;
  return isPdf(contentType) ? nothingButPdf : nothingButPicture;
}

const isDownload = (disposition: string | undefined): boolean => /^\s*attachment\b/i.test(disposition ?? '');

/** What a browser might run, or take for a page of the product's, is never shown, whatever was signed. */
const asDownload = (disposition: string | undefined): string =>
  disposition !== undefined && isDownload(disposition) ? disposition : 'attachment';

function setHeader(response: ServerResponse, name: string, value: string): void {
  try {
    response.setHeader(name, value);
  } catch {
    throw invalid(`The value of ${name} cannot be sent`);
  }
}

function sendPosted(
  response: ServerResponse,
  { success_action_status: status }: Fields,
  {
    place,
    product,
    etag,
  }: { readonly place: Place; readonly product: string; readonly etag: StoredObject['etag'] },
): void {
  const key = place.key.split('/').map(encodeURIComponent).join('/');
  const location = `${product}${storagePath}${place.bucket}/${key}`;
  response.setHeader('etag', etag);
  response.setHeader('location', location);
  if (status !== '201') {
    response.writeHead(status === '200' ? 200 : 204).end();
    return;
  }
  const members = { Location: location, Bucket: place.bucket, Key: place.key, ETag: etag };
  const xml = Object.entries(members).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`);
  response.writeHead(201, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0" encoding="UTF-8"?><PostResponse>${xml.join('')}</PostResponse>`);
}

const invalid = (message: string): S3Refusal => new S3Refusal(400, 'InvalidArgument', message);
