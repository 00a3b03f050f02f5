import * as z from 'zod';
import { type ProblemCode, problemCodes } from '../../shared/contract/problem-codes.ts';
import type { Form } from '../../shared/forms/form.ts';
import { type Role, roles } from '../../shared/identity/principal.ts';
import { SESSION_COOKIE } from '../../shared/identity/session.ts';
import { type Operation, operations } from './operations.ts';
import { type SchemaName, schemasOf } from './schemas.ts';

type Json = Readonly<Record<string, unknown>>;

const ref = (name: SchemaName): Json => ({ $ref: `#/components/schemas/${name}` });
/** The roles that an operation is for; none where it takes more, or less, than a role. */
const rolesIn = (who: Operation['who']): readonly Role[] =>
  roles.filter((role) => (typeof who === 'string' ? who === role : who.includes(role)));
const isRole = (who: Operation['who']): boolean => rolesIn(who).length > 0;
const header = (description: string): Json => ({ description, schema: { type: 'string' } });

function parametersOf(path: string, operation: Operation): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(operation.query?.shape ?? {}).map(([name, schema]) => {
    const { $schema: _, ...shape } = z.toJSONSchema(schema, { io: 'input' });
    return { name, in: 'query', schema: shape };
  });
  const lang = { name: 'lang', in: 'query', description: 'Remembered', schema: { enum: ['zh', 'en'] } };
  const inHeader = [
    ...(operation.ifMatch === undefined
      ? []
      : [
          {
            name: 'If-Match',
            in: 'header',
            description: 'The ETag of what was read',
            schema: { type: 'string' },
          },
        ]),
    ...(operation.ifMatch === 'or-first'
      ? [
          {
            name: 'If-None-Match',
            in: 'header',
            description: 'Where there is none yet',
            schema: { const: '*' },
          },
        ]
      : []),
    ...(operation.idempotencyKey
      ? [
          {
            name: 'Idempotency-Key',
            in: 'header',
            description: 'The same call twice has one effect',
            schema: { type: 'string' },
          },
        ]
      : []),
  ];
  return [...inPath, ...inQuery, lang, ...inHeader];
}

function bodyOf({ body, takesForm }: Operation): Json | undefined {
  if (!body && !takesForm) return undefined;
  return {
    content: {
      ...(body ? { 'application/json': { schema: ref(body) } } : {}),
      ...(takesForm ? { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } } : {}),
    },
  };
}

function answersOf({ answers }: Operation): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, schema, etag, location, next, types = [] }]) => {
      const headers = {
        ...(etag ? { ETag: header('The version, for If-Match') } : {}),
        ...(location ? { Location: header('Where to go on') } : {}),
        ...(next ? { Link: header('`rel="next"`: the next page') } : {}),
      };
      const content = {
        ...(schema ? { 'application/json': { schema: ref(schema) } } : {}),
        ...Object.fromEntries(types.map((type) => [type, {}])),
      };
      return [
        status,
        {
          description,
          ...(Object.keys(headers).length > 0 ? { headers } : {}),
          ...(Object.keys(content).length > 0 ? { content } : {}),
        },
      ];
    }),
  );
}

/** What can go wrong with a call by what it is, beside what only this operation can refuse. */
function problemsOf(method: string, { who, body, takesForm, problems = [] }: Operation): ProblemCode[] {
  return [
    'unknown-parameter',
    'invalid-parameter',
    ...(body || takesForm
      ? (['malformed-json', 'too-large', 'unsupported-media-type', 'invalid-body'] as const)
      : []),
    ...(method === 'get' ? [] : (['cross-site'] as const)),
    ...(who === 'anyone' ? [] : (['invalid-token'] as const)),
    ...(who === 'signed-in' || isRole(who) ? (['unauthenticated'] as const) : []),
    ...(isRole(who) ? (['forbidden'] as const) : []),
    ...problems,
    'too-many-requests',
    'internal',
  ];
}

function refusalsOf(codes: readonly ProblemCode[]): Record<string, Json> {
  const statuses = [...new Set(codes.map((code) => problemCodes[code].status))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: codes
          .filter((code) => problemCodes[code].status === status)
          .map((code) => `\`${code}\`: ${problemCodes[code].title.en}`)
          .join('\n\n'),
        content: { 'application/problem+json': { schema: ref('Problem') } },
      },
    ]),
  );
}

function operationOf(key: string, path: string, method: string, operation: Operation): Json {
  const { summary, who } = operation;
  const requestBody = bodyOf(operation);
  return {
    operationId: key.replace(/\W+/g, '-').replace(/^-|-$/g, '').toLowerCase(),
    summary,
    ...(isRole(who)
      ? {
          description: `For people with the role ${rolesIn(who)
            .map((role) => `\`${role}\``)
            .join(' or ')}.`,
        }
      : {}),
    ...(who === 'anyone' || who === 'link' ? { security: [] } : {}),
    parameters: parametersOf(path, operation),
    ...(requestBody ? { requestBody } : {}),
    responses: { ...answersOf(operation), ...refusalsOf(problemsOf(method, operation)) },
  };
}

/** The product's addresses as OpenAPI 3.1, from the schemas that the handlers parse with. */
export function openApi(baseUrl: string, version: string, forms: readonly Form[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [key, operation] of Object.entries(operations)) {
    const [verb = '', path = ''] = key.split(' ');
    const method = verb.toLowerCase();
    paths[path] = { ...paths[path], [method]: operationOf(key, path, method, operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Countersign',
      version,
      description:
        'The same addresses serve people and programs: `Accept: text/html` gets a page, `application/json` gets JSON.',
    },
    servers: [{ url: baseUrl }],
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
      },
      schemas: schemasOf(forms),
    },
  };
}
