import { isRecord } from '../../assembly/is-record.ts';

/** An HTTP answer, ready to be sent. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
  /** Whether it is the service's own, and no function's. */
  readonly isOwn?: true;
}

/** An answer of the service itself, in its own form. */
export function ownAnswer(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify({ message })),
    isOwn: true,
  };
}

/** What a function answered, by the rules of payload format 2.0; undefined where it is no answer. */
export function toAnswer(payload: unknown): HttpAnswer | undefined {
  // Without a status the whole value is the body.
  if (!isRecord(payload) || payload.statusCode === undefined)
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
    };

  const { body = '', isBase64Encoded = false, cookies = [] } = payload;
  const status = Number(payload.statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  if (typeof body !== 'string' || !Array.isArray(cookies)) return undefined;

  const headers: Record<string, string | readonly string[]> = { 'content-type': 'text/plain; charset=utf-8' };
  if (isRecord(payload.headers))
    for (const [name, value] of Object.entries(payload.headers))
      if (value !== null) headers[name.toLowerCase()] = String(value);
  if (cookies.length > 0) headers['set-cookie'] = cookies.map(String);
  // The service counts for itself, and decides itself how the connection goes on.
  for (const name of ['content-length', 'connection', 'transfer-encoding']) delete headers[name];
  return { status, headers, body: Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8') };
}
