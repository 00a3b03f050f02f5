import { gunzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { emptyForm } from '../../shared/contract/fields.ts';
import { Problem } from '../../shared/contract/problem.ts';
import type { Role } from '../../shared/contract/roles.ts';
import type { Policy, RouteRow, RouteRows } from '../../shared/contract/route.ts';
import { type EndpointDeps, endpoint } from '../../shared/http/endpoint.ts';
import type { Answer, Call, Handlers, QueryValues } from '../../shared/http/route.ts';
import type { Identity } from '../../shared/identity/identity.ts';
import type { Principal } from '../../shared/identity/principal.ts';
import { aContext } from '../fixtures/http-event.ts';

// COMPLETED lines of hundreds of calls would bury a test's own report; a test of the log sets the level itself.
process.env.LOG_LEVEL ??= 'error';

export const BASE_URL = 'https://countersign.example';

const aPerson = (...roles: Role[]): Principal => ({
  id: 'person',
  name: '某人',
  roles,
  via: 'session',
});

/**
 * Knows the cookies and tokens that are names of roles: `submitter` is a submitter, everything else is nobody; the
 * cookie `idle` is of somebody who was away too long.
 */
const namesAreRoles: Identity = {
  fromSession: async (cookie) => {
    if (cookie === 'idle') return 'idle';
    return cookie === 'submitter' || cookie === 'auditor' ? aPerson(cookie) : undefined;
  },
  fromBearer: async (token) => {
    if (token !== 'submitter' && token !== 'auditor') throw new Problem('invalid-token');
    return { ...aPerson(token), via: 'bearer' };
  },
};

type Answered = APIGatewayProxyStructuredResultV2 & { readonly text: string; readonly json: unknown };

/** A route as a test writes it down: its row and its handler in one. */
interface Definition<Body, Query, TakesForm extends boolean> {
  readonly who: Policy;
  readonly body?: z.ZodType<Body>;
  readonly query?: z.ZodObject & z.ZodType<Query>;
  readonly takesForm?: TakesForm;
  handle(call: Call<TakesForm extends true ? Body | undefined : Body, Query>): Promise<Answer>;
}
interface TestRoute {
  readonly row: RouteRow;
  handle(call: Call<unknown, unknown>): Promise<Answer>;
}

export const route = <Body = undefined, Query = QueryValues, const TakesForm extends boolean = false>({
  who,
  body,
  query,
  takesForm,
  handle,
}: Definition<Body, Query, TakesForm>): TestRoute => ({
  row: {
    fn: 'static',
    useCase: 'try-out',
    summary: 'A route of a test',
    who,
    answers: {},
    ...(body ? { body: z.lazy(() => body) } : {}),
    ...(query ? { query: z.lazy(() => query) } : {}),
    ...(takesForm ? { form: emptyForm } : {}),
  },
  // As the product's tables are typed: each handler by its own row.
  handle: handle as TestRoute['handle'],
});

/** Rows and handlers of routes that a test wrote down. */
export function tableOf(routes: Readonly<Record<string, TestRoute>>) {
  const rows = Object.fromEntries(Object.entries(routes).map(([key, { row }]) => [key, row]));
  const handlers = Object.fromEntries(Object.entries(routes).map(([key, { handle }]) => [key, handle]));
  return { rows, handlers } as { rows: RouteRows; handlers: Handlers<RouteRows> };
}

type Sending = (event: APIGatewayProxyEventV2) => Promise<Answered>;

/** Sends events to an endpoint of routes that a test wrote down, and reads the answers as a client would. */
export function anEndpoint(
  routes: Readonly<Record<string, TestRoute>>,
  baseUrl: string = BASE_URL,
  deps: Partial<EndpointDeps> = {},
): Sending {
  const { rows, handlers } = tableOf(routes);
  return anEndpointOf(rows, handlers, { baseUrl, ...deps });
}

/** The same for a function's own rows and handlers. */
export function anEndpointOf<Rows extends RouteRows>(
  rows: Rows,
  handlers: Handlers<Rows>,
  deps: Partial<EndpointDeps> = {},
): Sending {
  const handler = endpoint(rows, handlers, {
    baseUrl: BASE_URL,
    formerHosts: [],
    identity: namesAreRoles,
    ...deps,
  });
  return async (event) => {
    const result = await handler(event, aContext());
    const raw = Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8');
    const text = (result.headers?.['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString('utf8');
    return {
      ...result,
      text,
      json:
        text !== '' && /\/(problem\+)?json/.test(String(result.headers?.['content-type']))
          ? JSON.parse(text)
          : undefined,
    };
  };
}
