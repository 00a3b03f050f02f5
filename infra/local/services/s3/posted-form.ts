import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import type { Incoming } from './incoming.ts';
import type { Fields } from './post-policy.ts';
import { S3Refusal } from './refusal.ts';

// S3's own limit of everything before the file.
const mostBeforeFile = 20 * 1024;
// How long a client may send nothing; S3 waits some 20 seconds, and a telephone in a lift longer.
const mostIdleMs = 60_000;

/**
 * Reads a browser's form up to its file, hands both on, and waits until the form has ended as forms do: what breaks
 * off is no file.
 *
 * @param take takes the file's bytes; it is given the fields before the file, by their names in lower case
 * @returns what it took @throws S3Refusal for a form that is none; what was taken is dropped then
 */
export function readPostedForm(
  request: IncomingMessage,
  take: (fields: Fields, file: Readable) => Promise<Incoming>,
): Promise<Incoming> {
  const contentType = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*;.*boundary=/i.test(contentType))
    throw new S3Refusal(
      412,
      'PreconditionFailed',
      'Bucket POST must be of the enclosure-type multipart/form-data',
    );
  const form = new Busboy({
    headers: { ...request.headers, 'content-type': contentType },
    limits: { fieldSize: mostBeforeFile, fields: 100 },
    // Whatever the browser says of it; a text is a file as well.
    isPartAFile: (name) => name?.toLowerCase() === 'file',
  });
  const fields: Record<string, string> = Object.create(null);
  let length = 0;
  let file: Readable | undefined;
  let taken: Promise<Incoming> | undefined;

  return new Promise<Incoming>((resolve, reject) => {
    const stopWatching = watch(request);
    let isOver = false;
    const fail = (error: unknown): void => {
      if (isOver) return;
      isOver = true;
      stopWatching();
      request.unpipe(form);
      file?.destroy(new Error('The form is none'));
      // Nothing stays of what was taken before that turned out.
      void Promise.resolve(taken)
        .then((bytes) => bytes?.drop())
        .catch(() => {})
        .then(() => reject(error));
    };

    form.on('field', (name: string | undefined, value, _nameIsCut, valueIsCut) => {
      // What stands behind the file is ignored; and what came in one piece with a mistake comes after it.
      if (isOver || file !== undefined) return;
      const key = (name ?? '').toLowerCase();
      length += key.length + value.length;
      if (valueIsCut || length > mostBeforeFile) fail(tooLong());
      else if (Object.hasOwn(fields, key)) fail(invalid(`POST requires exactly one value of ${name}`));
      else fields[key] = value;
    });
    form.on('file', (_name, stream) => {
      // Broken off within the file: the form itself says so as well.
      stream.on('error', () => {});
      if (file !== undefined) fail(oneFile());
      if (isOver) return;
      file = stream;
      taken = take(fields, stream);
      taken.catch(fail);
    });
    form.once('finish', () => {
      if (taken === undefined) fail(oneFile());
      void taken?.then((bytes) => {
        if (isOver) return;
        isOver = true;
        stopWatching();
        resolve(bytes);
      }, fail);
    });
    form.on('error', () => fail(malformed()));
    request.on('error', () => {});
    request.once('close', () => {
      if (!request.complete) fail(brokenOff());
    });
    request.pipe(form);
  });
}

/** Ends a connection on which nothing comes any more. @returns how to stop */
function watch(request: IncomingMessage): () => void {
  let seen = -1;
  const timer = setInterval(() => {
    const { bytesRead } = request.socket;
    if (bytesRead === seen) request.destroy();
    seen = bytesRead;
  }, mostIdleMs).unref();
  return () => clearInterval(timer);
}

const tooLong = () =>
  new S3Refusal(
    400,
    'MaxPostPreDataLengthExceededError',
    'Your POST request fields preceding the upload file were too large.',
  );
const malformed = () =>
  new S3Refusal(
    400,
    'MalformedPOSTRequest',
    'The body of your POST request is not well-formed multipart/form-data.',
  );
const brokenOff = () => new S3Refusal(400, 'IncompleteBody', 'The request body terminated unexpectedly');
const oneFile = () => invalid('POST requires exactly one file upload per request.');
const invalid = (message: string): S3Refusal => new S3Refusal(400, 'InvalidArgument', message);
