import * as z from 'zod';
import { Problem } from '../contract/problem.ts';
import type { Exchange } from './exchange.ts';
import type { Call, Route } from './route.ts';
import { shapeFindings } from './shape-findings.ts';

const noQuery = z.strictObject({});
const noBody = z.strictObject({}).optional();

function queryOf(params: URLSearchParams, schema: z.ZodType): unknown {
  const values: [string, string][] = [];
  for (const [name, value] of params) {
    if (name === 'lang') continue;
    if (params.getAll(name).length > 1) {
      throw new Problem('invalid-parameter', {
        detail: { zh: `参数重复：${name}`, en: `Given twice: ${name}` },
      });
    }
    // A page's search form sends every field: an empty one asks for nothing.
    if (value !== '') values.push([name, value]);
  }
  const result = schema.safeParse(Object.fromEntries(values), { reportInput: true });
  if (result.success) return result.data;
  const isUnknown = result.error.issues.some((issue) => issue.code === 'unrecognized_keys');
  throw new Problem(isUnknown ? 'unknown-parameter' : 'invalid-parameter', {
    errors: shapeFindings(result.error),
  });
}

function bodyOf({ form, json }: Exchange, schema: z.ZodType): unknown {
  if (form) return undefined;
  const result = schema.safeParse(json, { reportInput: true });
  if (result.success) return result.data;
  throw new Problem('invalid-body', { errors: shapeFindings(result.error) });
}

/** Holds a request against its route's schemas. It comes after the policy: strangers do not learn the schemas. */
export function readCall(exchange: Exchange, route: Route): Call<unknown, unknown> {
  const path = Object.entries(exchange.event.pathParameters ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    routeKey: exchange.routeKey,
    path: Object.fromEntries(path),
    query: queryOf(exchange.params, route.query ?? noQuery),
    headers: exchange.headers,
    cookies: exchange.cookies,
    body: bodyOf(exchange, route.body ?? noBody),
    ...(exchange.form ? { form: exchange.form } : {}),
    ...(exchange.person ? { person: exchange.person } : {}),
    requestId: exchange.requestId,
    lang: exchange.lang,
    accepts: exchange.accepts,
    address: exchange.address,
  };
}
