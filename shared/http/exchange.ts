import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readCookies } from '../identity/cookies.ts';
import type { Principal } from '../identity/principal.ts';
import type { Lang } from '../values/language.ts';
import { type Media, mediaOf } from './negotiation.ts';
import type { Route } from './route.ts';

/**
 * One request on its way through the middleware, each of which adds what it found out. This is what the middleware
 * stack takes as its event, so that every step is typed without a cast.
 */
export interface Exchange {
  readonly event: APIGatewayProxyEventV2;
  readonly routeKey: string;
  readonly method: string;
  /** GET or HEAD: it asks for something and carries no body. */
  readonly isRead: boolean;
  readonly requestId: string;
  readonly address: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly cookies: ReadonlyMap<string, string>;
  readonly params: URLSearchParams;
  readonly accepts: Media;
  /** Undefined where the template routes a key here that the table does not know: answered 404. */
  readonly route: Route | undefined;
  lang: Lang;
  /** Cookies that go with whatever is answered. */
  setCookies: string[];
  person: Principal | undefined;
  /** Nobody is there because their session ended by idleness. */
  isIdle: boolean;
  /** The code of the problem that was answered, for the log. */
  problem: string | undefined;
}

/** One step of the middleware stack. */
export type Step = MiddlewareObj<Exchange, APIGatewayProxyStructuredResultV2>;

/** HEAD is answered by the GET route: HTTP API has a route of its own for it, the table does not need one. */
const tableKey = (routeKey: string): string => routeKey.replace(/^HEAD /, 'GET ');

export function openExchange(event: APIGatewayProxyEventV2, routes: ReadonlyMap<string, Route>): Exchange {
  const routeKey = tableKey(event.routeKey);
  const query = event.rawQueryString === '' ? '' : `?${event.rawQueryString}`;
  const { method } = event.requestContext.http;
  return {
    event,
    routeKey,
    method,
    isRead: method === 'GET' || method === 'HEAD',
    requestId: event.requestContext.requestId,
    address: `${event.rawPath}${query}`,
    headers: event.headers,
    cookies: readCookies(event.cookies ?? []),
    params: new URLSearchParams(event.rawQueryString),
    accepts: mediaOf(event.headers.accept),
    route: routes.get(routeKey),
    lang: 'zh',
    setCookies: [],
    person: undefined,
    isIdle: false,
    problem: undefined,
  };
}
