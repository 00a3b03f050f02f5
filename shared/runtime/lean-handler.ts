import {
  Agent as HttpAgent,
  type IncomingHttpHeaders,
  type RequestOptions,
  request as sendHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as sendHttps } from 'node:https';

/** As much of a request of the SDK as the JSON protocols use: no query, and the body as a whole. */
interface WholeRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array;
}

interface WholeAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** Milliseconds. */
interface Limits {
  /** Until there is a connection. */
  readonly connectionTimeout: number;
  /** Until the answer is there. */
  readonly requestTimeout: number;
}

/** By this name the SDK knows that it may ask again. */
class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

// As the SDK's own handler has it.
const kept = { keepAlive: true, maxSockets: 50 };

/**
 * Sends what the SDK's clients of JSON protocols ask, on kept connections. The SDK's own handler hands answers on as
 * streams and sets up to five timers for each request, which is an eighth of what a call costs its function.
 */
export class LeanHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  private readonly limits: Limits;
  private readonly http = new HttpAgent(kept);
  private readonly https = new HttpsAgent(kept);

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** @throws TimeoutError, or what Node says of a connection that broke */
  handle({ protocol, body, ...request }: WholeRequest): Promise<{ response: WholeAnswer }> {
    const { connectionTimeout, requestTimeout } = this.limits;
    const { hostname: host, port, method, path, headers } = request;
    const isSecure = protocol === 'https:';
    const options: RequestOptions = { host, port, method, path, headers };
    options.agent = isSecure ? this.https : this.http;
    return new Promise((resolve, reject) => {
      const call = (isSecure ? sendHttps : sendHttp)(options);
      const end = (what: string, ms: number) => () =>
        void call.destroy(new TimeoutError(`${host} gave no ${what} within ${ms} ms`));
      const late = setTimeout(end('answer', requestTimeout), requestTimeout);
      const fail = (error: Error): void => {
        clearTimeout(late);
        reject(error);
      };
      call.on('error', fail);
      call.on('socket', (socket) => {
        if (!socket.connecting) return;
        const unconnected = setTimeout(end('connection', connectionTimeout), connectionTimeout);
        for (const over of ['connect', 'close']) socket.once(over, () => clearTimeout(unconnected));
      });
      call.on('response', (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', fail);
        answer.on('end', () => {
          clearTimeout(late);
          const { statusCode = 0 } = answer;
          resolve({
            response: { statusCode, headers: textsOf(answer.headers), body: Buffer.concat(chunks) },
          });
        });
      });
      call.end(body);
    });
  }

  destroy(): void {
    this.http.destroy();
    this.https.destroy();
  }
}

/** Only cookies come as a list, and no service sends any. */
const textsOf = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
