import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { openApi } from '../../../functions/static/openapi.ts';
import { staticHandlers } from '../../../functions/static/static.tsx';
import { problemCodes } from '../../../shared/contract/problem-codes.ts';
import { staticRows } from '../../../shared/contract/routes/static.ts';
import { routes } from '../../../shared/contract/routes.ts';
import { loadForm } from '../../../shared/declaration/registry.ts';
import { anEndpointOf, BASE_URL } from '../../builders/endpoint.ts';
import { anHttpEvent } from '../../fixtures/http-event.ts';

const json = z.record(z.string(), z.unknown());
const parameter = z.looseObject({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().optional(),
  allowEmptyValue: z.boolean().optional(),
  schema: json,
});
const content = z.record(z.string(), z.object({ schema: json.optional() })).optional();
const operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  parameters: z.array(parameter),
  requestBody: z.object({ required: z.boolean(), content }).optional(),
  responses: z.record(z.string(), z.looseObject({ headers: json.optional(), content })),
});
const documentSchema = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), json) }),
});

const send = anEndpointOf(
  staticRows,
  staticHandlers({
    baseUrl: BASE_URL,
    version: '1.2.3',
    forms: ['project-declaration'],
    assets: new Map(),
    demandReady: async () => {},
  }),
);
const answered = (await send(anHttpEvent({ route: '/openapi.json' }))).json;
const document = documentSchema.parse(answered);

const operations: ReadonlyMap<string, z.infer<typeof operation>> = new Map(
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => [`${method.toUpperCase()} ${path}`, one] as const),
  ),
);
const at = (key: string) => {
  const found = operations.get(key);
  if (!found) throw new Error(`The document does not have ${key}`);
  return found;
};
const parameterAt = (key: string, name: string) => at(key).parameters.find((one) => one.name === name);

describe('the OpenAPI document', () => {
  it('has every row of the contract, and no other', () => {
    expect([...operations.keys()].sort()).toEqual(routes.map(({ key }) => key).sort());
  });

  it('names operations once, by their keys, as it always has', () => {
    const ids = [...operations.values()].map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(at('POST /forms/{form}/submissions').operationId).toBe('post-forms-form-submissions');
    expect(at('GET /').operationId).toBe('get');
  });

  it('refers only to what it holds', () => {
    const text = JSON.stringify(answered);
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([\w.-]+)"/g)];
    expect(references.length).toBeGreaterThan(50);
    const { schemas } = document.components;
    for (const [, name = ''] of references) expect(Object.keys(schemas)).toContain(name);
    expect(text.match(/"\$ref":/g)).toHaveLength(references.length);
    expect(JSON.stringify(schemas)).not.toMatch(/"\$(id|schema)"/);
    // A schema that differs as input and as answer would be split in two.
    expect(Object.keys(schemas).filter((name) => name.endsWith('Output'))).toEqual([]);
  });

  it('describes a declaration by the form that checks it, one of several where there are several', async () => {
    expect(document.components.schemas.Declaration).toHaveProperty(
      'anyOf.0.properties.appropriation.properties.amountFen',
    );
    const form = await loadForm('project-declaration');
    expect(openApi(BASE_URL, '1', [form, form])).toHaveProperty(
      'components.schemas.Declaration.anyOf.length',
      2,
    );
  });

  it('tells of methods that an address does not take, and of headers that the gateway does', () => {
    for (const { responses } of operations.values()) {
      expect(responses['405']).toHaveProperty('headers.Allow');
      expect(responses).toHaveProperty('431');
    }
    expect(document.components.schemas.Problem).toHaveProperty(
      'properties.code.enum',
      Object.keys(problemCodes),
    );
  });
});

describe.each(routes.map((route) => [route.key, route] as const))('%s', (key, route) => {
  const told = at(key);

  it('declares the parameters of its path and query, and no others', () => {
    const named = (where: string) =>
      told.parameters.filter((one) => one.in === where).map(({ name }) => name);
    expect(named('path')).toEqual([...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    expect(named('query')).toEqual([...Object.keys(route.query?.unwrap().shape ?? {}), 'lang']);
    for (const { required } of told.parameters.filter((one) => one.in === 'path'))
      expect(required).toBe(true);
  });

  it('says of each parameter of its query whether it must be there, or may be empty', () => {
    for (const one of told.parameters.filter(({ in: where }) => where === 'query')) {
      const schema = route.query?.unwrap().shape[one.name];
      if (!schema) continue;
      const mayBeAbsent = schema.safeParse(undefined).success;
      expect([one.required ?? false, one.allowEmptyValue ?? false]).toEqual([!mayBeAbsent, mayBeAbsent]);
    }
  });

  it('demands the headers that its row demands', () => {
    const headers = told.parameters.filter((one) => one.in === 'header');
    expect(Object.fromEntries(headers.map(({ name, required }) => [name, required ?? false]))).toEqual({
      ...(route.ifMatch ? { 'If-Match': route.ifMatch === 'required' } : {}),
      ...(route.ifMatch === 'or-first' ? { 'If-None-Match': false } : {}),
      ...(route.again ? { 'Idempotency-Key': false } : {}),
    });
  });

  it('has its bodies, and demands one where the row has a schema for JSON', () => {
    const { body, form, files } = route;
    expect(Object.keys(told.requestBody?.content ?? {})).toEqual([
      ...(body ? ['application/json'] : []),
      ...(form ? ['application/x-www-form-urlencoded'] : []),
      ...(files ? ['multipart/form-data', ...files.types] : []),
    ]);
    if (body) expect(told.requestBody?.required).toBe(true);
    const fields = told.requestBody?.content?.['application/x-www-form-urlencoded']?.schema;
    if (form) expect(Object.keys(json.parse(fields?.properties))).toEqual(Object.keys(form.unwrap().shape));
  });

  it('has the answers of its row, and every refusal in both of its forms', () => {
    for (const [status, { schema, types = [], etag, location, next }] of Object.entries(route.answers)) {
      const answer = told.responses[status];
      expect(Object.keys(answer?.content ?? {}).sort()).toEqual(
        [...new Set([...(schema ? ['application/json'] : []), ...types])].sort(),
      );
      if (schema)
        expect(answer?.content?.['application/json']?.schema).toEqual({
          $ref: `#/components/schemas/${schema}`,
        });
      expect(Object.keys(answer?.headers ?? {})).toEqual([
        ...(etag ? ['ETag'] : []),
        ...(location ? ['Location'] : []),
        ...(next ? ['Link'] : []),
      ]);
    }
    for (const code of route.problems ?? [])
      expect(told.responses[problemCodes[code].status]?.description).toContain(`\`${code}\``);
    // 431 is the gateway's.
    for (const [status, { content: forms }] of Object.entries(told.responses))
      if (Number(status) >= 400 && status !== '431')
        expect(Object.keys(forms ?? {})).toEqual([
          'application/problem+json',
          'text/html',
          ...(status === '400' ? ['application/json'] : []),
        ]);
  });
});

describe('what a program must send', () => {
  it.each([
    ['POST /forms/{form}/submissions', true],
    ['PUT /projects/{id}', true],
    // Its page's form is all that it takes.
    ['POST /projects/{id}', true],
    ['POST /decisions/{token}', true],
    // If-Match says all.
    ['POST /projects/{id}/submit', false],
    ['POST /decisions/{token}/renew', false],
  ])('to %s holds a body: %s', (key, required) => {
    expect(at(key).requestBody?.required).toBe(required);
  });

  it.each(['PUT /projects/{id}', 'POST /projects/{id}/submit', 'POST /projects/{id}/recall'])(
    'to %s holds If-Match',
    (key) => {
      expect(parameterAt(key, 'If-Match')?.required).toBe(true);
    },
  );

  it.each([
    ['GET /projects/{id}', 'notice', ['submitted', 'saved', 'withdrawn', 'recalled', 'objected', 'urged']],
    ['GET /requests', 'notice', ['reassigned']],
    ['GET /history', 'order', ['newest', 'oldest']],
    ['GET /history', 'lang', ['zh', 'en']],
  ])('in the query of %s as %s is one of %j', (key, name, values) => {
    expect(parameterAt(key, name)?.schema.enum).toEqual(values);
  });

  it('as a form is named field by field', () => {
    const form = at('POST /decisions/{token}').requestBody?.content?.['application/x-www-form-urlencoded'];
    expect(form?.schema).toMatchObject({
      required: ['outcome', 'contentHash'],
      properties: {
        outcome: { enum: ['approve', 'return', 'return-to-previous-stage', 'reject', 'preview'] },
      },
      additionalProperties: { type: 'string' },
      description: expect.stringContaining('cut.0.amount'),
    });
  });
});
