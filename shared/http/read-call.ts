import * as z from 'zod';
import { idempotencyKey } from '../contract/idempotency-key.ts';
import { Problem } from '../contract/problem.ts';
import { withoutTail } from './address-tail.ts';
import type { Exchange } from './exchange.ts';
import { readBody } from './read-body.ts';
import type { Call, Head, Route } from './route.ts';
import { shapeFindings } from './shape-findings.ts';

const noQuery = z.strictObject({});
const noBody = z.strictObject({}).optional();

/** The parameters that were given, each once. A page's search form sends every field: an empty one asks for nothing. */
function given(params: URLSearchParams, counts: (name: string) => boolean): Record<string, string> {
  const names = [...new Set(params.keys())].filter((name) => name !== 'lang' && counts(name));
  return Object.fromEntries(
    names.flatMap((name) => {
      const [value = '', ...more] = params.getAll(name);
      if (more.length > 0)
        throw new Problem('invalid-parameter', {
          detail: { zh: `参数重复：${name}`, en: `Given twice: ${name}` },
        });
      return value === '' ? [] : [[name, value] as const];
    }),
  );
}

/** Programs hear of a parameter that the route does not have; a page's address was passed on by chats that add some. */
function queryOf({ params, accepts }: Exchange, schema: z.ZodObject): unknown {
  const isKnown = (name: string): boolean => Object.hasOwn(schema.shape, name);
  const query = given(params, accepts === 'html' ? isKnown : () => true);
  const result = schema.safeParse(query, { reportInput: true });
  if (result.success) return result.data;
  const isUnknown = result.error.issues.some((issue) => issue.code === 'unrecognized_keys');
  throw new Problem(isUnknown ? 'unknown-parameter' : 'invalid-parameter', {
    errors: shapeFindings(result.error),
  });
}

/** The path's parameters; what a chat made of the end of a page's address is no part of them. */
function pathOf({ event, accepts, isRead }: Exchange): Record<string, string> {
  const forgives = accepts === 'html' && isRead;
  return Object.fromEntries(
    Object.entries(event.pathParameters ?? {}).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, forgives ? withoutTail(value) : value] as const],
    ),
  );
}

/** All of a request but its body. It comes after the policy: strangers do not learn the schemas. */
export function readHead(exchange: Exchange, route: Route): Head<unknown> {
  return {
    routeKey: exchange.routeKey,
    path: pathOf(exchange),
    query: queryOf(exchange, route.query ?? noQuery),
    headers: exchange.headers,
    cookies: exchange.cookies,
    ...(exchange.person ? { person: exchange.person } : {}),
    requestId: exchange.requestId,
    lang: exchange.lang,
    accepts: exchange.accepts,
    address: exchange.address,
  };
}

function held(json: unknown, schema: z.ZodType): unknown {
  const result = schema.safeParse(json, { reportInput: true });
  if (result.success) return result.data;
  throw new Problem('invalid-body', { errors: shapeFindings(result.error) });
}

function demandKey(key: string): string {
  if (!idempotencyKey.safeParse(key).success) throw new Problem('invalid-idempotency-key');
  return key;
}

/** The same with its body, held against the route's schema. */
export async function readCall(
  head: Head<unknown>,
  exchange: Exchange,
  route: Route,
): Promise<Call<unknown, unknown>> {
  const sent = exchange.isRead ? { json: undefined } : await readBody(exchange);
  const form = 'form' in sent ? sent.form : undefined;
  const key = form?.get('idempotencyKey') ?? head.headers['idempotency-key'];
  return {
    ...head,
    body: 'json' in sent ? held(sent.json, route.body ?? noBody) : undefined,
    ...(form ? { form } : {}),
    ...('file' in sent && sent.file ? { file: sent.file } : {}),
    ...(route.idempotencyKey && key !== undefined ? { idempotencyKey: demandKey(key) } : {}),
  };
}
