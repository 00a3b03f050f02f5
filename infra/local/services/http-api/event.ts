import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { RouteMatch } from './routes.ts';

/** A request as payload format 2.0 tells it to a function. */
export interface HttpEvent {
  readonly version: '2.0';
  readonly routeKey: string;
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly cookies?: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly requestContext: {
    readonly accountId: string;
    readonly apiId: string;
    readonly domainName: string;
    readonly domainPrefix: string;
    readonly http: {
      readonly method: string;
      readonly path: string;
      readonly protocol: string;
      readonly sourceIp: string;
      readonly userAgent: string;
    };
    readonly requestId: string;
    readonly routeKey: string;
    readonly stage: '$default';
    readonly time: string;
    readonly timeEpoch: number;
  };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

export interface Api {
  readonly id: string;
  readonly accountId: string;
}

/** Who asks, as the front of the service sees them. */
export interface Client {
  readonly address: string;
  readonly protocol: string;
}

/** Whoever is connected. */
export const connectedClient = ({ socket }: IncomingMessage): Client => ({
  address: peerOf(socket),
  protocol: socket instanceof TLSSocket ? 'https' : 'http',
});

/** The address of the other end, IPv4 in its own form. */
export const peerOf = ({ remoteAddress = '127.0.0.1' }: Socket): string =>
  remoteAddress.replace(/^::ffff:/, '');

/** Makes the event. `path` and `query` are the two halves of the request's address, as sent. */
export function toEvent(
  request: IncomingMessage,
  address: { readonly path: string; readonly query: string },
  body: Buffer,
  match: RouteMatch,
  api: Api,
  client: Client,
): HttpEvent {
  const { headers, cookies } = readHeaders(request, client);
  const query = readQuery(address.query);
  const now = new Date();
  // HTTP APIs hand the path over decoded, REST APIs do not.
  const path = decodeURIComponent(address.path);
  const domainName = (headers.host ?? 'localhost').replace(/:\d+$/, '');

  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath: path,
    rawQueryString: address.query,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(query !== undefined && { queryStringParameters: query }),
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: match.pathParameters }),
    requestContext: {
      accountId: api.accountId,
      apiId: api.id,
      domainName,
      domainPrefix: domainName.split('.')[0] ?? domainName,
      http: {
        method: request.method ?? 'GET',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: headers['x-forwarded-for'] ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: match.route.key,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...toBody(body, headers['content-type']),
  };
}

/** Header names in lower case, repeated ones joined with commas; cookies apart. */
function readHeaders(
  request: IncomingMessage,
  client: Client,
): { headers: Record<string, string>; cookies: string[] } {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index]?.toLowerCase() ?? '';
    const value = request.rawHeaders[index + 1] ?? '';
    if (name === 'cookie') cookies.push(...value.split(/;\s*/).filter((cookie) => cookie !== ''));
    else headers[name] = name in headers ? `${headers[name]},${value}` : value;
  }
  // As the service's front does. A client cannot name its own address here.
  headers['x-forwarded-for'] = client.address;
  headers['x-forwarded-port'] = String(request.socket.localPort ?? '');
  headers['x-forwarded-proto'] = client.protocol;
  delete headers.connection;
  return { headers, cookies };
}

/** Decoded parameters, repeated ones joined with commas; undefined where there are none. */
function readQuery(query: string): Record<string, string> | undefined {
  if (query === '') return undefined;
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query))
    parameters[name] = name in parameters ? `${parameters[name]},${value}` : value;
  return parameters;
}

// Everything else arrives base64-encoded; forms sent by a browser are among it.
const textTypes = /^(text\/|application\/(json|javascript|xml)\s*(;|$))/i;

function toBody(body: Buffer, contentType: string | undefined): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  return contentType !== undefined && textTypes.test(contentType)
    ? { body: body.toString('utf8'), isBase64Encoded: false }
    : { body: body.toString('base64'), isBase64Encoded: true };
}

/** `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(time: Date): string {
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(time.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${clock} +0000`;
}
