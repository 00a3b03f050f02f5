import type { IncomingMessage, ServerResponse } from 'node:http';
import { wildcard } from '../iam/pattern.ts';
import type { CorsRule } from './bucket-settings.ts';
import { S3Refusal } from './refusal.ts';

/** Lets a page read an answer, where a rule of the bucket speaks of its origin. */
export function allowOrigin(
  rules: readonly CorsRule[],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { origin } = request.headers;
  const rule = origin && rules.find((one) => speaksOf(one, origin, request.method ?? ''));
  if (rule) tellOrigin(rule, origin, response);
}

/** Answers what a browser asks before it sends. @throws S3Refusal where no rule allows it */
export function answerPreflight(
  rules: readonly CorsRule[],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { origin, 'access-control-request-method': method } = request.headers;
  if (!origin || !method)
    throw new S3Refusal(400, 'BadRequest', 'Insufficient information. Origin request header needed.');
  const asked = (request.headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
  const rule = rules.find(
    (one) =>
      speaksOf(one, origin, method) &&
      asked.every((name) => one.AllowedHeaders.some((pattern) => wildcard(pattern.toLowerCase())(name))),
  );
  if (rule === undefined)
    throw new S3Refusal(403, 'AccessForbidden', 'CORSResponse: This CORS request is not allowed.');
  tellOrigin(rule, origin, response);
  if (asked.length > 0) response.setHeader('access-control-allow-headers', asked.join(', '));
  if (rule.MaxAge !== undefined) response.setHeader('access-control-max-age', rule.MaxAge);
  response.writeHead(200, { 'content-length': 0 }).end();
}

const speaksOf = ({ AllowedMethods, AllowedOrigins }: CorsRule, origin: string, method: string): boolean =>
  AllowedMethods.includes(method) && AllowedOrigins.some((pattern) => wildcard(pattern)(origin));

function tellOrigin(rule: CorsRule, origin: string, response: ServerResponse): void {
  const isAnybody = rule.AllowedOrigins.includes('*');
  response.setHeader('access-control-allow-origin', isAnybody ? '*' : origin);
  response.setHeader('access-control-allow-methods', rule.AllowedMethods.join(', '));
  if (!isAnybody) response.setHeader('access-control-allow-credentials', 'true');
  if (rule.ExposedHeaders.length > 0)
    response.setHeader('access-control-expose-headers', rule.ExposedHeaders.join(', '));
  response.setHeader('vary', 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method');
}
