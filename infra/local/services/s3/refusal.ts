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

const escaped = (text: string): string => text.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);

/** A full disk by the name that WebDAV's status has for it: the real service has no such trouble. */
const noSpace = { status: 507, code: 'InsufficientStorage' };
const fault = { status: 500, code: 'InternalError' };

/** Answers an error in S3's XML; whatever is no refusal is a fault of the host. */
export function sendRefusal(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const { status, code, message } =
    error instanceof S3Refusal
      ? error
      : { ...(isDiskError(error) ? noSpace : fault), message: String(error) };
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(request.method === 'HEAD' ? undefined : body);
}
