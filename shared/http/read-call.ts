import * as z from 'zod';
import { idempotencyKey } from '../contract/idempotency-key.ts';
import { Problem } from '../contract/problem.ts';
import { withoutTail } from './address-tail.ts';
import type { Exchange } from './exchange.ts';
import { readBody } from './read-body.ts';
import type { Call, Head, Route } from './route.ts';
import { shapeFindings } from './shape-findings.ts';

const noQuery = z.lazy(() => z.strictObject({}));
const noBody = z.strictObject({}).optional();

interface Given {
  readonly query: Readonly<Record<string, string>>;
  /** The first parameter that was given more than once. */
  readonly twice: string | undefined;
}

/** The parameters that were given. A page's search form sends every field: an empty one asks for nothing. */
function given(params: URLSearchParams, counts: (name: string) => boolean): Given {
  const names = [...new Set(params.keys())].filter((name) => name !== 'lang' && counts(name));
  const values = names.map((name) => [name, params.get(name) ?? ''] as const);
  return {
    query: Object.fromEntries(values.filter(([, value]) => value !== '')),
    twice: names.find((name) => params.getAll(name).length > 1),
  };
}

/** A query by its row's schema, or what was given with what is wrong with it. */
type QueryRead =
  | { readonly data: unknown }
  | { readonly given: Readonly<Record<string, string>>; readonly problem: Problem };

/** Programs hear of a parameter that the route does not have; a page's address was passed on by chats that add some. */
export function readQuery({ params, accepts }: Exchange, { query: schema = noQuery }: Route): QueryRead {
  const isKnown = (name: string): boolean => Object.hasOwn(schema.unwrap().shape, name);
  const { query, twice } = given(params, accepts === 'html' ? isKnown : () => true);
  if (twice !== undefined) {
    const detail = { zh: `参数重复：${twice}`, en: `Given twice: ${twice}` };
    return { given: query, problem: new Problem('invalid-parameter', { detail }) };
  }
  const result = schema.safeParse(query, { reportInput: true });
  if (result.success) return { data: result.data };
  const isUnknown = result.error.issues.some((issue) => issue.code === 'unrecognized_keys');
  const code = isUnknown ? 'unknown-parameter' : 'invalid-parameter';
  return { given: query, problem: new Problem(code, { errors: shapeFindings(result.error) }) };
}

/** No id, token or hash is as long; a key of the database takes 1,024 bytes, and a character three of them. */
const LONGEST_PATH_VALUE = 256;

/**
 * The path's parameters; what a chat made of the end of a page's address is no part of them.
 * @throws Problem `not-found` for one that is too long to name anything
 */
function pathOf({ event, accepts, isRead }: Exchange): Record<string, string> {
  const forgives = accepts === 'html' && isRead;
  return Object.fromEntries(
    Object.entries(event.pathParameters ?? {}).flatMap(([name, given]) => {
      if (given === undefined) return [];
      const value = forgives ? withoutTail(given) : given;
      if (value.length > LONGEST_PATH_VALUE) throw new Problem('not-found');
      return [[name, value] as const];
    }),
  );
}

/** All of a request but its query and its body. It comes after the policy: strangers do not learn the schemas. */
export function headOf(exchange: Exchange): Omit<Head<unknown>, 'query'> {
  return {
    routeKey: exchange.routeKey,
    path: pathOf(exchange),
    headers: exchange.headers,
    cookies: exchange.cookies,
    ...(exchange.person ? { person: exchange.person } : {}),
    requestId: exchange.requestId,
    lang: exchange.lang,
    accepts: exchange.accepts,
    address: exchange.address,
    ...(exchange.method === 'HEAD' ? { isUnseen: true as const } : {}),
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

/** All of a request with its body, held against the route's schema. */
export async function readCall(
  head: Head<unknown>,
  exchange: Exchange,
  route: Route,
): Promise<Call<unknown, unknown>> {
  const sent = exchange.isRead ? { json: undefined } : await readBody(exchange);
  const form = 'form' in sent ? sent.form : undefined;
  const key = form?.get('idempotencyKey') ?? head.headers['idempotency-key'];
  form?.delete('idempotencyKey');
  return {
    ...head,
    body: 'json' in sent ? held(sent.json, route.body ?? noBody) : undefined,
    ...(form ? { form } : {}),
    ...('file' in sent && sent.file ? { file: sent.file } : {}),
    ...('fileName' in sent && sent.fileName !== undefined ? { fileName: sent.fileName } : {}),
    ...(!exchange.isRead && key !== undefined ? { idempotencyKey: demandKey(key) } : {}),
  };
}
