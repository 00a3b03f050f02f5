import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { Problem } from '../contract/problem.ts';
import type { Identity } from '../identity/identity.ts';
import { type Exchange, openExchange } from './exchange.ts';
import { authenticate } from './middleware/authenticate.ts';
import { compress } from './middleware/compress.ts';
import { logging } from './middleware/log.ts';
import { negotiate } from './middleware/negotiate.ts';
import { policy } from './middleware/policy.ts';
import { problems } from './middleware/problems.ts';
import { readBody } from './middleware/read-body.ts';
import { sameSite } from './middleware/same-site.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { present } from './present.ts';
import { readCall } from './read-call.ts';
import type { Route } from './route.ts';

export type { Answer, Call, Route } from './route.ts';
export { route } from './route.ts';

export interface EndpointDeps {
  /** The product's public address: the origin that unsafe requests must come from. */
  readonly baseUrl: string;
  /** How people and programs are known. A function with public routes only does without. */
  readonly identity?: Identity;
}

/** Time left to write the problem and send it, before Lambda ends the function without an answer. */
const ANSWER_BEFORE_TIMEOUT_MS = 500;

const tooSlow = (): never => {
  throw new Problem('timed-out');
};

/** A route without a policy must not come up at all, whatever the compiler was told. */
function tableOf(
  routes: Readonly<Record<string, Route>>,
  { identity }: EndpointDeps,
): ReadonlyMap<string, Route> {
  for (const [key, { policy }] of Object.entries(routes)) {
    if (policy === undefined) throw new Error(`The route ${key} has no policy`);
    if (policy !== 'public' && !identity) throw new Error(`The route ${key} needs to know who is asking`);
  }
  return new Map(Object.entries(routes));
}

async function handle(exchange: Exchange): Promise<APIGatewayProxyStructuredResultV2> {
  if (!exchange.route) throw new Problem('not-found');
  return present(await exchange.route.handle(readCall(exchange, exchange.route)), exchange);
}

/** A function's door: a table of routes behind the house's middleware, which reads in the order it runs. */
export function endpoint(
  routes: Readonly<Record<string, Route>>,
  deps: EndpointDeps,
): (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2> {
  const table = tableOf(routes, deps);
  const stack = middy<Exchange, APIGatewayProxyStructuredResultV2>(handle, {
    timeoutEarlyInMillis: ANSWER_BEFORE_TIMEOUT_MS,
    timeoutEarlyResponse: tooSlow,
  })
    .use(logging())
    .use(compress())
    .use(securityHeaders(deps.baseUrl))
    .use(problems())
    .use(negotiate())
    .use(sameSite(deps.baseUrl))
    .use(readBody())
    .use(authenticate(deps.identity))
    .use(policy());
  return (event, context) => stack(openExchange(event, table), context);
}
