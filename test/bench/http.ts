import { Agent, request } from 'node:http';

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly etag: string;
  /** Of `Retry-After`, in seconds; undefined where it was not said. */
  readonly retryAfter: number | undefined;
  /** Of `Link: rel="next"`; empty on the last page. */
  readonly next: string;
  readonly milliseconds: number;
}

/**
 * A small HTTP client on kept connections. `fetch` costs half a millisecond of processor a call, which on a machine of
 * two cores would be taken from what is measured.
 */
export function openHttp(base: string) {
  const agent = new Agent({ keepAlive: true });
  const send = (
    method: string,
    path: string,
    headers: Readonly<Record<string, string>> = {},
    body?: unknown,
  ): Promise<Reply> =>
    new Promise((settle, fail) => {
      const started = performance.now();
      const text = body === undefined ? '' : JSON.stringify(body);
      const type: Record<string, string | number> =
        body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
      const call = request(
        new URL(path, base),
        { method, agent, headers: { accept: 'application/json', ...type, ...headers } },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', fail);
          response.on('end', () =>
            settle({
              status: response.statusCode ?? 0,
              text: Buffer.concat(chunks).toString(),
              etag: response.headers.etag ?? '',
              retryAfter: secondsOf(response.headers['retry-after']),
              next: /<([^>]+)>; rel="next"/.exec(String(response.headers.link ?? ''))?.[1] ?? '',
              milliseconds: performance.now() - started,
            }),
          );
        },
      );
      call.on('error', fail);
      call.end(text);
    });
  return { send, close: () => agent.destroy() };
}

const secondsOf = (header: string | undefined): number | undefined =>
  header !== undefined && /^\d+$/.test(header) ? Number(header) : undefined;

/** Works with clients of their own: a connection that was kept for long may be closed just when it is used again. */
export async function withHttp<T>(base: string, work: (http: Http) => Promise<T>): Promise<T> {
  const http = openHttp(base);
  try {
    return await work(http);
  } finally {
    http.close();
  }
}

export type Http = ReturnType<typeof openHttp>;

/** The JSON of an answer that has the status that was expected. @throws Error with the answer otherwise */
export function jsonOf<T>(reply: Reply, status: number, what: string): T {
  if (reply.status !== status) throw new Error(`${what} got ${reply.status}: ${reply.text.slice(0, 300)}`);
  return JSON.parse(reply.text) as T;
}
