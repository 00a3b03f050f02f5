import type { IncomingMessage } from 'node:http';

/** A request that cannot be read as what it should be. */
export class UnreadableRequest extends Error {
  override readonly name = 'UnreadableRequest';
  readonly status: 400 | 413 | 415;
  constructor(status: 400 | 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

// The types of the AWS protocols and the plain one. A page of another origin can send none of them unasked.
const jsonTypes = /^application\/(json|x-amz-json-1\.[01])\s*(;|$)/i;
// The largest that any of the services takes: a mail, encoded.
const largestBody = 40 * 1024 * 1024;

/** The body as JSON; undefined where there is none. @throws UnreadableRequest */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request);
  if (body.length === 0) return undefined;
  if (!jsonTypes.test(request.headers['content-type'] ?? ''))
    throw new UnreadableRequest(415, 'The body must be JSON, sent with content-type: application/json');
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new UnreadableRequest(400, `The body is not valid JSON: ${String(error)}`);
  }
}

/** The whole body. @throws UnreadableRequest */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > largestBody)
      throw new UnreadableRequest(413, `The body is larger than ${largestBody} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
