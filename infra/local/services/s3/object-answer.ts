import { createReadStream, openSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { StoredObject } from './bucket.ts';
import { S3Refusal } from './refusal.ts';

/** Headers that tell an object's own; whoever signed an address may have asked for others. */
function describeObject(object: StoredObject, response: ServerResponse): void {
  response.setHeader('accept-ranges', 'bytes');
  response.setHeader('content-type', object.contentType);
  response.setHeader('etag', object.etag);
  response.setHeader('last-modified', new Date(object.at).toUTCString());
  if (object.versionId !== undefined) response.setHeader('x-amz-version-id', object.versionId);
  for (const [name, value] of Object.entries(object.metadata))
    response.setHeader(`x-amz-meta-${name}`, value);
  if (!object.retention) return;
  response.setHeader('x-amz-object-lock-mode', object.retention.mode);
  response.setHeader('x-amz-object-lock-retain-until-date', object.retention.until);
}

/**
 * Answers with an object, or with the part of it that is asked for, from the disk piece by piece.
 *
 * @param options.showsChecksum whether the reader wants to check the whole
 * @param options.breaksOff for a test: the connection ends within the answer
 * @throws S3Refusal for a part that the object does not have
 */
export async function sendObject(
  request: IncomingMessage,
  response: ServerResponse,
  object: StoredObject,
  options: { readonly showsChecksum: boolean; readonly breaksOff?: boolean },
): Promise<void> {
  const isHead = request.method === 'HEAD';
  // Opened before anything is waited for: it may be removed meanwhile, and is read to its end all the same.
  const descriptor = isHead ? undefined : openSync(object.file, 'r');
  const stream = (part: Part) =>
    descriptor === undefined
      ? undefined
      : createReadStream('', { fd: descriptor, start: part.start, end: part.end });
  try {
    describeObject(object, response);
    if (knowsAlready(request, object)) {
      response.writeHead(304).end();
      stream(everything)?.destroy();
      return;
    }
    const part = partOf(request, object);
    if (part !== undefined)
      response.setHeader('content-range', `bytes ${part.start}-${part.end}/${object.size}`);
    else if (options.showsChecksum) showChecksum(object, response);
    const length = part === undefined ? object.size : part.end - part.start + 1;
    response.writeHead(part === undefined ? 200 : 206, { 'content-length': length });
    const bytes = stream(part ?? everything);
    if (options.breaksOff) {
      bytes?.destroy();
      response.flushHeaders();
      setImmediate(() => response.destroy());
    } else if (bytes === undefined) response.end();
    // A reader that goes away is nobody's fault.
    else await pipeline(bytes, response).catch(() => response.destroy());
  } catch (error) {
    stream(everything)?.destroy();
    throw error;
  }
}

/** Both ends included, as HTTP counts. */
interface Part {
  readonly start: number;
  readonly end: number;
}
const everything: Part = { start: 0, end: Number.POSITIVE_INFINITY };

const knowsAlready = ({ headers }: IncomingMessage, { etag }: StoredObject): boolean => {
  const known = headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''));
  return known !== undefined && (known.includes(etag) || known.includes('*'));
};

/** The part that is asked for; undefined for the whole, which is also the answer to what is no range, or several. */
function partOf({ headers }: IncomingMessage, { size, etag, at }: StoredObject): Part | undefined {
  const condition = headers['if-range'];
  const isStale = condition !== undefined && condition !== etag && condition !== new Date(at).toUTCString();
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(headers.range?.trim() ?? '') ?? [];
  if (isStale || (from === '' && to === '') || (from !== '' && to !== '' && Number(from) > Number(to)))
    return undefined;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (start > end) throw new S3Refusal(416, 'InvalidRange', 'The requested range is not satisfiable');
  return { start, end };
}

function showChecksum({ checksum, crc32, sha256 }: StoredObject, response: ServerResponse): void {
  const value = { crc32, sha256, none: undefined }[checksum];
  if (value === undefined) return;
  response.setHeader(`x-amz-checksum-${checksum}`, value);
  response.setHeader('x-amz-checksum-type', 'FULL_OBJECT');
}
