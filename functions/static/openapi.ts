import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponseObject } from 'zod-openapi';
import { megabytes, USUAL_BODY_BYTES } from '../../shared/contract/body-size.ts';
import { idempotencyKey } from '../../shared/contract/idempotency-key.ts';
import { type Limit, type LimitName, limits } from '../../shared/contract/limits.ts';
import { HTML } from '../../shared/contract/media-types.ts';
import { type ProblemCode, problemCodes } from '../../shared/contract/problem-codes.ts';
import { type ListedRoute, routes } from '../../shared/contract/routes.ts';
import type { Form } from '../../shared/forms/form.ts';
import { sessionCookieName } from '../../shared/identity/session.ts';
import { answers, declarationOf, events, problem, requests } from './schemas.ts';

const text = (description: string) => z.string().meta({ description });
const retryAfter = text('After so many seconds the same call succeeds, where a limit says when').optional();
const lang = z.enum(['zh', 'en']).optional().describe('Remembered');

const pathOf = (path: string): z.ZodObject =>
  z.object(Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, z.string()])));

/** A page sends every field of its search form: an empty value asks for nothing. */
const orEmpty = (schema: z.ZodType): z.ZodType =>
  schema.safeParse(undefined).success ? schema.meta({ param: { allowEmptyValue: true } }) : schema;

function queryOf({ query }: ListedRoute): z.ZodObject {
  const parameters = Object.entries(query?.unwrap().shape ?? {}).map(([name, schema]) => [
    name,
    orEmpty(schema),
  ]);
  return z.object({ ...Object.fromEntries(parameters), lang });
}

const repeated: Readonly<Record<NonNullable<ListedRoute['again']>, string>> = {
  told: 'The same call again within a day changes nothing more, and is answered what the first came to, also where that answer was lost; with another body it is refused. 1 to 200 visible ASCII characters',
  harmless: 'Not needed: the same call again does nothing that was done',
  reads: 'Not needed: nothing is changed, and what is handed out again is recorded again',
};

function headersOf({ ifMatch, ...row }: ListedRoute): z.ZodObject {
  const read = text('The ETag of what was read; a page posts it as `version`');
  return z.object({
    ...(ifMatch === 'required' ? { 'If-Match': read } : {}),
    ...(ifMatch === 'or-first'
      ? {
          'If-Match': read.optional(),
          'If-None-Match': z
            .literal('*')
            .optional()
            .describe('In place of If-Match, where there is none yet'),
        }
      : {}),
    ...(row.again ? { 'Idempotency-Key': idempotencyKey.optional().describe(repeated[row.again]) } : {}),
  });
}

/** Without a body there is nothing to do, unless a header says the version or there is nothing to say. */
const needsBody = ({ body, form, ifMatch }: ListedRoute): boolean =>
  body !== undefined || (ifMatch === undefined && form?.safeParse({}).success === false);

/** A page's form is taken where the row has one, a JSON body wherever the row has a schema of it. */
function bodyOf(row: ListedRoute, declaration: z.ZodType) {
  const { key, body, form, files } = row;
  if (!body && !form) return {};
  const json = key === 'POST /forms/{form}/submissions' ? declaration : body;
  return {
    requestBody: {
      required: needsBody(row),
      content: {
        ...(json ? { 'application/json': { schema: json } } : {}),
        ...(form ? { 'application/x-www-form-urlencoded': { schema: form } } : {}),
        ...(form && files ? { 'multipart/form-data': { schema: form } } : {}),
        ...Object.fromEntries((files?.types ?? []).map((type) => [type, {}])),
      },
    },
  };
}

function answersOf(row: ListedRoute): Record<string, ZodOpenApiResponseObject> {
  return Object.fromEntries(
    Object.entries(row.answers).map(([status, { description, schema, etag, location, next, types = [] }]) => {
      const headers = {
        ...(etag ? { ETag: text('The version, for If-Match') } : {}),
        ...(location ? { Location: text('Where to go on') } : {}),
        ...(next ? { Link: text('`rel="next"`: the next page').optional() } : {}),
      };
      const content = {
        ...(schema ? { 'application/json': { schema: answers[schema] } } : {}),
        ...Object.fromEntries(types.map((type) => [type, {}])),
      };
      return [
        status,
        {
          description,
          ...(Object.keys(headers).length > 0 ? { headers: z.object(headers) } : {}),
          ...(Object.keys(content).length > 0 ? { content } : {}),
        },
      ];
    }),
  );
}

/** What a program with a key of its own is refused, whatever its role. */
const isForPeople = ({ who, programs }: ListedRoute): boolean =>
  who === 'link' || (who === 'signed-in' && !programs);

const isForRoles = ({ who }: ListedRoute): boolean => typeof who === 'object';

/** What can go wrong with a call by what it is, beside what only this route can refuse. */
function problemsOf(row: ListedRoute): ProblemCode[] {
  const { method, who, form, problems = [] } = row;
  return [
    'unknown-parameter',
    'invalid-parameter',
    // A route that takes no body refuses one that says something.
    ...(method === 'GET'
      ? []
      : (['malformed-json', 'too-large', 'unsupported-media-type', 'invalid-body'] as const)),
    ...(form ? (['malformed-form'] as const) : []),
    ...(row.again ? (['invalid-idempotency-key'] as const) : []),
    ...(row.again === 'told' ? (['idempotency-mismatch'] as const) : []),
    ...(method === 'GET' ? [] : (['cross-site'] as const)),
    ...(method === 'GET' && row.records && !row.fromOtherSites ? (['cross-site-reading'] as const) : []),
    ...(who === 'public' ? [] : (['invalid-token', 'issuer-unavailable'] as const)),
    // Whatever writes may meet so many other writers that it gives up.
    ...(method === 'GET' && !row.records ? [] : (['conflict'] as const)),
    ...(who === 'signed-in' || isForRoles(row) ? (['unauthenticated', 'session-idle'] as const) : []),
    ...(isForRoles(row) || isForPeople(row) ? (['forbidden'] as const) : []),
    ...problems,
    'method-not-allowed',
    'too-many-requests',
    'internal',
    'timed-out',
    'storage-unavailable',
    'storage-silent',
  ];
}

const gatewayRefusal = z.object({ message: z.string() });

function refusalsOf(codes: readonly ProblemCode[]): Record<string, ZodOpenApiResponseObject> {
  const statuses = [...new Set(codes.map((code) => problemCodes[code].status))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        description: codes
          .filter((code) => problemCodes[code].status === status)
          .map((code) => `\`${code}\`: ${problemCodes[code].title.en}`)
          .join('\n\n'),
        ...(status === 405 ? { headers: z.object({ Allow: text('The methods of this address') }) } : {}),
        ...(status === 429 ? { headers: z.object({ 'Retry-After': retryAfter }) } : {}),
        // Whoever accepts HTML is told on a page.
        content: {
          'application/problem+json': { schema: problem },
          [HTML]: {},
          // The gateway's own, before any function: a path that cannot be decoded.
          ...(status === 400 ? { 'application/json': { schema: gatewayRefusal } } : {}),
        },
      },
    ]),
  );
}

/** What a stranger is answered who asks for a page. */
const toSignIn: ZodOpenApiResponseObject = {
  description: 'On to sign in, where a page is asked for without a session',
  headers: z.object({ Location: text('Where to go on') }),
};

const limitText = (name: LimitName): string => {
  const { per, most, minutes, what }: Limit = limits[name];
  const whose =
    per === 'person' ? 'for each person (times `limitFactor`)' : 'for each request and its person';
  return `At most ${most} ${what.en} in ${minutes} minutes ${whose}.`;
};

function operationOf(row: ListedRoute, declaration: z.ZodType): ZodOpenApiOperationObject {
  const { key, method, path, summary, who, mostBytes, limits: counted = [], records = [] } = row;
  const said = [
    ...(typeof who === 'object'
      ? [`For people with the role ${who.roles.map((role) => `\`${role}\``).join(' or ')}.`]
      : []),
    ...(isForPeople(row) ? ['Not for a program’s key.'] : []),
    ...(mostBytes === undefined ? [] : [`Takes a body of up to ${megabytes(mostBytes)}.`]),
    ...counted.map(limitText),
    ...(records.length > 0
      ? [`Recorded in the history: ${records.map((action) => `\`${action}\``).join(', ')}.`]
      : []),
  ];
  const isPage = method === 'GET' && (who === 'signed-in' || isForRoles(row));
  return {
    operationId: key.replace(/\W+/g, '-').replace(/^-|-$/g, '').toLowerCase(),
    summary,
    ...(said.length > 0 ? { description: said.join(' ') } : {}),
    ...(who === 'public' || who === 'link' ? { security: [] } : {}),
    requestParams: { path: pathOf(path), query: queryOf(row), header: headersOf(row) },
    ...bodyOf(row, declaration),
    responses: {
      ...refusalsOf(problemsOf(row)),
      ...(isPage ? { 303: toSignIn } : {}),
      ...answersOf(row),
      // The gateway's own, before any function: headers and cookies of 10,240 bytes together are its limit.
      431: { description: 'The headers are larger than the gateway takes' },
    },
  };
}

/** The product's addresses as OpenAPI 3.1, from the rows and schemas that the handlers are made of. */
export function openApi(baseUrl: string, version: string, forms: readonly Form[]): object {
  const declaration = declarationOf(forms);
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const row of routes)
    paths[row.path] = { ...paths[row.path], [row.method.toLowerCase()]: operationOf(row, declaration) };
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Countersign',
      version,
      description: [
        'The same addresses serve people and programs: `Accept: text/html` gets a page, `application/json` gets JSON. So do refusals: a page, or `application/problem+json`.',
        'GET routes answer HEAD. Any other method of a known address is 405 with `Allow`, an unknown address 404.',
        'A query parameter with an empty value counts as not given.',
        `A body has at most ${megabytes(USUAL_BODY_BYTES)}, where a route says nothing else.`,
      ].join('\n\n'),
    },
    servers: [{ url: baseUrl }],
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An access token of the issuer, or a program’s key (`csp_…`), which an administrator makes at `/directory/programs`',
        },
        session: { type: 'apiKey', in: 'cookie', name: sessionCookieName(baseUrl) },
      },
      schemas: { ...requests, ...answers, ...events, Problem: problem, Declaration: declaration },
    },
  });
}
