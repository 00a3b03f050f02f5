import { request } from 'node:http';

export interface Sent {
  readonly status: number;
  /** Without its parameters; empty where there is none. */
  readonly type: string;
  readonly location: string | undefined;
  readonly body: string;
  readonly milliseconds: number;
}

/** So long an answer may take before it counts as none; the gateway's own limit is 30 s. */
const MOST_MS = 30_000;

/** One request by Node's own client, which sends paths and headers as they are. */
export function send(
  product: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Sent> {
  const { hostname, port } = new URL(product);
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const length = bytes === undefined ? {} : { 'content-length': String(bytes.length) };
  const began = performance.now();
  return new Promise((settle, fail) => {
    const call = request(
      { hostname, port, method, path, headers: { ...headers, ...length }, timeout: MOST_MS },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          settle({
            status: response.statusCode ?? 0,
            type: (response.headers['content-type'] ?? '').split(';')[0] ?? '',
            location: response.headers.location,
            body: Buffer.concat(chunks).toString('utf8'),
            milliseconds: performance.now() - began,
          });
        });
        response.on('error', fail);
      },
    );
    call.on('timeout', () => call.destroy(new Error(`${method} ${path} was not answered`)));
    call.on('error', fail);
    call.end(bytes);
  });
}
