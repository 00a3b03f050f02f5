import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { Problem } from '../contract/problem.ts';
import type { RouteRows } from '../contract/route.ts';
import type { Identity } from '../identity/identity.ts';
import type { Calls } from '../store/call-store.ts';
import { answerOnce } from './answer-once.ts';
import { type Exchange, openExchange } from './exchange.ts';
import { authenticate } from './middleware/authenticate.ts';
import { compress } from './middleware/compress.ts';
import { demandRoute } from './middleware/demand-route.ts';
import { limitBody } from './middleware/limit-body.ts';
import { logging } from './middleware/log.ts';
import { negotiate } from './middleware/negotiate.ts';
import { policy } from './middleware/policy.ts';
import { leadToPresent } from './middleware/present-address.ts';
import { problems } from './middleware/problems.ts';
import { sameSite } from './middleware/same-site.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { present } from './present.ts';
import { headOf, readCall, readQuery } from './read-call.ts';
import type { HandlerOfAny, Handlers, Route } from './route.ts';

export type { Answer, Call, CallOf, Handlers, Head } from './route.ts';

export interface EndpointDeps {
  /** The product's public address: the origin that unsafe requests must come from. */
  readonly baseUrl: string;
  /** Host names that the office had before: their pages lead to the public address. */
  readonly formerHosts: readonly string[];
  /** Where this function's pages send files: an origin beside the product's own. */
  readonly uploadsOrigin?: string;
  /** Where forms of this function's pages lead to a file: an origin beside the product's own. */
  readonly filesOrigin?: string;
  /** How people and programs are known. A function with public routes only does without. */
  readonly identity?: Identity;
  /** What is known of calls with a key. A function without routes that tell again does without. */
  readonly calls?: Calls;
  /** What a request is told that no row has, by its path. */
  readonly unrouted?: (path: string) => Promise<Problem>;
}

/** Time left to write the problem and send it, before Lambda ends the function without an answer. */
const ANSWER_BEFORE_TIMEOUT_MS = 500;

const tooSlow = (): never => {
  throw new Problem('timed-out');
};

/** A route that asks who is there, in a function that cannot know, must not come up at all. */
function tableOf<Rows extends RouteRows>(
  rows: Rows,
  handlers: Handlers<Rows>,
  { identity, calls }: EndpointDeps,
): ReadonlyMap<string, Route> {
  const handlerOf = new Map<string, HandlerOfAny>(Object.entries(handlers));
  return new Map(
    Object.entries(rows).map(([key, row]) => {
      const handler = handlerOf.get(key);
      if (!handler) throw new Error(`The route ${key} has no handler`);
      if (row.who !== 'public' && !identity) throw new Error(`The route ${key} needs to know who is asking`);
      if (row.again === 'told' && !calls) throw new Error(`The route ${key} needs to know of earlier calls`);
      const { again: _, ...rest } = row;
      return [
        key,
        { ...rest, ...(typeof handler === 'function' ? { lookUp: async () => handler } : handler) },
      ];
    }),
  );
}

async function handle(
  exchange: Exchange,
  calls: Calls | undefined,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { route } = exchange;
  if (!route) throw new Problem('not-found');
  const asked = headOf(exchange);
  const query = readQuery(exchange, route);
  if ('problem' in query) {
    if (!route.mistyped || exchange.accepts !== 'html') throw query.problem;
    return present(await route.mistyped({ ...asked, query: query.given }, query.problem), exchange);
  }
  const head = { ...asked, query: query.data };
  if (calls && route.again) return present(await answerOnce(head, exchange, route, calls), exchange);
  const answer = await route.lookUp(head);
  return present(await answer(await readCall(head, exchange, route)), exchange);
}

/** A function's way in: its rows and what answers them, behind the middleware, which reads in the order it runs. */
export function endpoint<Rows extends RouteRows>(
  rows: Rows,
  handlers: Handlers<Rows>,
  deps: EndpointDeps,
): (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2> {
  const table = tableOf(rows, handlers, deps);
  const { unrouted = async () => new Problem('not-found') } = deps;
  const stack = middy<Exchange, APIGatewayProxyStructuredResultV2>(
    (exchange: Exchange) => handle(exchange, deps.calls),
    {
      timeoutEarlyInMillis: ANSWER_BEFORE_TIMEOUT_MS,
      timeoutEarlyResponse: tooSlow,
    },
  )
    .use(logging())
    .use(compress())
    .use(securityHeaders(deps.baseUrl, deps.uploadsOrigin, deps.filesOrigin))
    .use(problems())
    .use(leadToPresent(deps.baseUrl, deps.formerHosts))
    .use(negotiate())
    .use(demandRoute(unrouted))
    .use(sameSite(deps.baseUrl))
    .use(limitBody())
    .use(authenticate(deps.identity, deps.baseUrl))
    .use(policy());
  return (event, context) => stack(openExchange(event, table), context);
}
