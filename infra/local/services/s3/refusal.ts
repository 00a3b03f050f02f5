import type { IncomingMessage, ServerResponse } from 'node:http';
import { isDiskError } from '../../disk.ts';

/** An error that S3 itself would answer. */
export class S3Refusal extends Error {
  override readonly name = 'S3Refusal';
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** A text as XML has it. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"\p{Cc}]/gu, (char) => `&#${char.charCodeAt(0)};`);

/** A full disk by the name that WebDAV's status has for it: the real service has no such trouble. */
const noSpace = { status: 507, code: 'InsufficientStorage', message: 'The disk takes nothing at present' };
const fault = {
  status: 500,
  code: 'InternalError',
  message: 'We encountered an internal error. Please try again.',
};

/** Answers an error in S3's XML; whatever is no refusal is a fault of the host, and told at the terminal. */
export function sendRefusal(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const refusal = error instanceof S3Refusal ? error : isDiskError(error) ? noSpace : fault;
  if (refusal === fault && !request.destroyed) console.error('A call of S3 could not be answered:', error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, code, message } = refusal;
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(request.method === 'HEAD' ? undefined : body);
  readAway(request);
}

// More than any upload that somebody might wait out to learn why it is refused.
const mostUnread = 64 * 1024 * 1024;

/** Takes what a refused client still sends: whoever writes does not read, and would lose the answer with a connection that is cut. */
function readAway(request: IncomingMessage): void {
  let left = mostUnread;
  request
    .on('error', () => {})
    .on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) request.destroy();
    });
  request.resume();
}
