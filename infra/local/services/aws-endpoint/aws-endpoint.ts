import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Faults } from '../../control/faults.ts';
import type { Struck } from '../../control/struck-calls.ts';
import type { Handler } from '../../ports.ts';
import { readJson, UnreadableRequest } from '../../request-body.ts';
import type { CallsOf } from '../iam/calls/json-services.ts';
import type { Admit } from '../iam/iam.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** The error's name, where the protocol wants it in a header. */
  readonly errorType?: string;
}

type Handle = (operation: string, body: unknown) => Answer | Promise<Answer>;

/** One AWS service that functions call by the SDK. */
export interface AwsService {
  /** Start of the `X-Amz-Target` header (JSON protocols), such as `AmazonSQS.`. */
  readonly target?: string;
  /** Method, path and operation (REST protocols). */
  readonly routes?: Readonly<Record<string, string>>;
  /** What each operation asks to do. One that it does not know has no right of its own: the service refuses it by name. */
  readonly calls: CallsOf;
  readonly handle: Handle;
  /** What an operation answers when a fault says that it is lost: success, though nothing was done. */
  readonly lost?: Readonly<Record<string, (body: unknown) => unknown>>;
}

/** A service whose protocol is not JSON: it answers everything below a path by itself. */
export interface RawAwsService {
  readonly prefix: string;
  readonly serve: Handler;
}

/** The one address at which the emulated AWS services are served to the functions. */
export function createAwsEndpoint(
  all: readonly (AwsService | RawAwsService)[],
  faults: Faults,
  admit: Admit,
): Handler {
  const raw = all.filter((service) => 'serve' in service);
  const services = all.filter((service) => 'handle' in service);
  const find = (request: IncomingMessage): { service: AwsService; operation: string } | undefined => {
    const target = request.headers['x-amz-target'];
    for (const service of services) {
      if (service.target !== undefined && typeof target === 'string' && target.startsWith(service.target))
        return { service, operation: target };
      const operation = service.routes?.[`${request.method} ${request.url}`];
      if (operation !== undefined) return { service, operation };
    }
    return undefined;
  };

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const found = find(request);
    if (found === undefined) {
      const what = request.headers['x-amz-target'] ?? `${request.method} ${request.url}`;
      return {
        status: 501,
        body: { __type: 'NotEmulated', message: `${String(what)} is not emulated here` },
      };
    }
    const { service, operation } = found;
    const body = (await readJson(request)) ?? {};
    const name = operation.slice(operation.indexOf('.') + 1);
    const refusal = admit(request.headers.authorization, service.calls(name, body) ?? []);
    if (refusal !== undefined)
      return {
        status: service.routes ? 403 : 400,
        errorType: refusal.code,
        body: { __type: refusal.code, message: refusal.message },
      };
    const fault = faults.call(name);
    if (fault === 'refuse')
      return { status: 500, body: { __type: 'InternalServerError', message: 'Refused, as asked' } };
    if (fault === 'lose') return { status: 200, body: service.lost?.[name]?.(body) ?? {} };
    return service.handle(operation, body);
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const own = raw.find(({ prefix }) => request.url?.startsWith(prefix));
    if (own) await own.serve(request, response);
    else send(response, await answer(request).catch(failure));
  };

  return async (request, response) => {
    const named = () => operationOf(request) ?? find(request)?.operation ?? request.method ?? '';
    const struck = faults.struckCalls.on(request.headers, named);
    if (struck === undefined) await serve(request, response);
    else await strike(struck, request, response, serve);
  };
}

/** The operation that a request names: a JSON protocol in its header, S3 in its query, but for `HEAD`. */
function operationOf({ url = '', headers }: IncomingMessage): string | undefined {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.slice(target.indexOf('.') + 1);
  return new URL(url, 'http://localhost').searchParams.get('x-id') ?? undefined;
}

// Beyond the patience of every client.
const hangMs = 10_000;

/** Does to a call what a test has asked for. What nobody shall hear of is kept in the socket, which is then destroyed. */
async function strike(
  { kind, kill }: Struck,
  request: IncomingMessage,
  response: ServerResponse,
  serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<void> {
  const problem = (status: number, name: string): void => {
    request.resume();
    send(response, { status, errorType: name, body: { __type: name, message: 'As asked' } });
  };
  if (kind === 'throttled') return problem(429, 'TooManyRequestsException');
  if (kind === 'failed') return problem(500, 'InternalServerError');
  if (kind !== 'refused' && request.method !== 'GET' && request.method !== 'HEAD') {
    request.socket.cork();
    await serve(request, response);
  }
  if (kind === 'hang') await pause(hangMs);
  kill();
  request.socket.resetAndDestroy();
}

function failure(error: unknown): Answer {
  const message = String(error);
  return error instanceof UnreadableRequest
    ? { status: error.status, body: { __type: 'SerializationException', message } }
    : { status: 500, body: { __type: 'InternalServerError', message } };
}

function send(response: ServerResponse, { status, body, errorType }: Answer): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(text),
    ...(errorType === undefined ? {} : { 'x-amzn-errortype': errorType }),
  });
  response.end(text);
}
