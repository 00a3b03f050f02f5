import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Resources } from '../../assembly/resources.ts';
import { arnOf } from '../iam/call.ts';
import type { RefusalToInvoke } from '../iam/iam.ts';
import { type Lambda, throttled } from '../lambda/lambda.ts';
import type { AccessLog } from './access-log.ts';
import { type Client, connectedClient, type HttpEvent, toEvent } from './event.ts';
import { forReader } from './own-page.ts';
import { type HttpAnswer, ownAnswer, toAnswer } from './response.ts';
import { createFindRoute, type Route } from './routes.ts';

// The service's limit for a request's body.
const largestBody = 10 * 1024 * 1024;
// With the 15 s that a function then has, the 30 s of a route are not over: a call that has begun is answered.
const longestWaitMs = 14_000;

/** Nothing happened, or it is not known what did: the same call again will tell. */
const unavailable = (): HttpAnswer => ownAnswer(503, 'Service Unavailable', { 'retry-after': '5' });

/** Serves the template's HTTP API: each request goes to the function of the most specific route. */
export function createHttpApi(options: {
  readonly routes: readonly Route[];
  readonly resources: Resources;
  readonly lambda: Lambda;
  readonly refusalToInvoke: RefusalToInvoke;
  readonly accessLog: AccessLog;
  /** Who asks; whoever is connected unless told otherwise. */
  readonly clientOf?: (request: IncomingMessage) => Client;
  readonly report: (line: string) => void;
}): RequestListener {
  const { routes, resources, lambda, refusalToInvoke, accessLog, report } = options;
  const { clientOf = connectedClient } = options;
  const [first] = resources.ofType('AWS::ApiGatewayV2::Api');
  const api = { id: first?.id ?? '', accountId: resources.account };
  for (const { functionArn } of routes) lambda.nameOf(functionArn);
  const findRoute = createFindRoute(routes);

  const refusals = new Map(
    routes.map((route) => {
      const arn = arnOf(resources, 'execute-api', `${api.id}/${placeOf(route)}`);
      return [route, refusalToInvoke({ service: 'apigateway.amazonaws.com', arn }, route.functionArn)];
    }),
  );

  const invoke = async (route: Route, event: HttpEvent, gone: AbortController): Promise<HttpAnswer> => {
    const refusal = refusals.get(route);
    if (refusal !== undefined) {
      report(`${route.key}: ${refusal}`);
      return ownAnswer(500, 'Internal Server Error');
    }
    const late = setTimeout(() => gone.abort(), route.timeoutMs);
    const result = await Promise.race([
      lambda.invoke(route.functionArn, event, { waitMs: longestWaitMs, gone: gone.signal }),
      aborted(gone.signal),
    ]).finally(() => clearTimeout(late));
    if (result === undefined) return unavailable();
    if ('error' in result) return answerTo(result.error);
    const answer = toAnswer(result.payload);
    if (answer !== undefined) return answer;
    report(`${route.key}: the function's answer has no valid form`);
    return ownAnswer(500, 'Internal Server Error');
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const started = performance.now();
    const { path, query } = splitAddress(request.url ?? '/');
    if (!isDecodable(path)) return send(response, forReader(request, ownAnswer(400, 'Bad Request')));
    const match = findRoute(request.method ?? 'GET', path);
    if (match === undefined) return send(response, forReader(request, ownAnswer(404, 'Not Found')));
    const body = await readBody(request);
    if (body === undefined) {
      // What the client still sends is not read.
      response.setHeader('connection', 'close');
      return send(response, forReader(request, ownAnswer(413, 'Request Entity Too Large')));
    }

    const event = toEvent(request, { path, query }, body, match, api, clientOf(request));
    const { requestContext: context } = event;
    const called = performance.now();
    const answer = forReader(request, await invoke(match.route, event, callerOf(response)));
    const now = performance.now();
    response.setHeader('apigw-requestid', context.requestId);
    send(response, answer);
    accessLog.write({
      requestId: context.requestId,
      routeKey: context.routeKey,
      method: context.http.method,
      protocol: context.http.protocol,
      sourceIp: context.http.sourceIp,
      userAgent: context.http.userAgent,
      status: answer.status,
      responseLength: answer.body.length,
      integrationLatency: Math.round(now - called),
      responseLatency: Math.round(now - started),
      requestTime: context.time,
      requestTimeEpoch: context.timeEpoch,
    });
  };

  return (request, response) => {
    serve(request, response).catch((error: unknown) => {
      // The client went away while it was sending; there is nobody to answer.
      if (request.destroyed && !request.complete) return;
      report(`A request could not be served: ${String(error)}`);
      if (!response.headersSent) send(response, forReader(request, ownAnswer(500, 'Internal Server Error')));
    });
  };
}

/** Aborted when the caller has gone without waiting for the answer. */
function callerOf(response: ServerResponse): AbortController {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableEnded) gone.abort();
  });
  return gone;
}

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));

/** What is answered in a function's place. */
function answerTo(error: string): HttpAnswer {
  if (error === 'Lambda.RequestTooLargeException') return ownAnswer(413, 'Request Entity Too Large');
  return error === throttled ? unavailable() : ownAnswer(500, 'Internal Server Error');
}

/** Stage, method and path, as a function's policy names a route: of `$default` there are two parts, not three. */
const placeOf = ({ key }: Route): string => `$default/${key.replace(' ', '')}`;

function splitAddress(url: string): { path: string; query: string } {
  const mark = url.indexOf('?');
  return mark === -1 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** The whole body; undefined where it is too large. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > largestBody) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > largestBody) return undefined;
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (status !== 204 && status !== 304) response.setHeader('content-length', body.length);
  response.statusCode = status;
  response.end(body);
}
