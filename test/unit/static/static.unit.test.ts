import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { openApi } from '../../../functions/static/openapi.ts';
import { staticHandlers } from '../../../functions/static/static.ts';
import { unrouted } from '../../../functions/static/unrouted.ts';
import { staticRows } from '../../../shared/contract/routes/static.ts';
import { routes } from '../../../shared/contract/routes.ts';
import { loadForm } from '../../../shared/declaration/registry.ts';
import { anEndpointOf, BASE_URL } from '../../builders/endpoint.ts';
import { aFormPost, anHttpEvent } from '../../fixtures/http-event.ts';

const assets = new Map([
  ['app.1a2b3c4d.css', { body: 'body{}', contentType: 'text/css; charset=utf-8' }],
  ['form.js', { body: 'let a', contentType: 'text/javascript; charset=utf-8' }],
]);
const deps = { baseUrl: BASE_URL, version: '1.2.3', forms: ['project-declaration'], assets };
const send = anEndpointOf(staticRows, staticHandlers(deps), { unrouted: async (path) => unrouted(path) });

type Json = Record<string, unknown>;
/** The fields of a page's form, as an operation describes them. */
const formOf = ({ requestBody }: { requestBody?: Json }): Json =>
  z
    .object({
      content: z.object({
        'application/x-www-form-urlencoded': z.object({
          schema: z.object({ properties: z.looseObject({}) }),
        }),
      }),
    })
    .parse(requestBody).content['application/x-www-form-urlencoded'].schema.properties;

describe('a file of the pages', () => {
  it('whose name tells its content may be kept for ever', async () => {
    const answer = await send(
      anHttpEvent({
        route: '/assets/{file}',
        parameters: { file: 'app.1a2b3c4d.css' },
        headers: { accept: 'text/css' },
      }),
    );
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: {
        'content-type': 'text/css; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
      },
      text: 'body{}',
    });
  });

  it('whose name does not is asked for again', async () => {
    const answer = await send(anHttpEvent({ route: '/assets/{file}', parameters: { file: 'form.js' } }));
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-cache' });
  });

  it.each(['gone.css', '../package.json', '__proto__', ''])(
    'that there is none of (%s) is 404',
    async (file) => {
      const answer = await send(anHttpEvent({ route: '/assets/{file}', parameters: { file } }));
      expect(answer).toMatchObject({ statusCode: 404, headers: { 'cache-control': 'no-store' } });
    },
  );
});

it('health says that it is there, and in which version', async () => {
  expect((await send(anHttpEvent({ route: '/health' }))).json).toEqual({ status: 'ok', version: '1.2.3' });
});

describe('the OpenAPI document', () => {
  type Document = {
    paths: Record<
      string,
      Record<string, { requestBody?: Json; parameters: Json[]; responses: Json; operationId: string }>
    >;
    components: { schemas: Record<string, Json> };
  };
  const read = async (): Promise<Document> =>
    z.custom<Document>().parse((await send(anHttpEvent({ route: '/openapi.json' }))).json);

  // The lines of the contract at the edge, as the project's design has them.
  const contract = `
    GET / | GET /forms/{form} | POST /forms/{form}/submissions | POST /projects
    GET /requests | GET /drafts | POST /drafts/submissions
    GET /projects/{id} | PUT /projects/{id} | POST /projects/{id}
    POST /projects/{id}/submit | POST /projects/{id}/recall | POST /projects/{id}/withdraw
    POST /projects/{id}/objection | POST /projects/{id}/unmask | POST /projects/{id}/reassignment
    GET /projects/{id}/document
    GET /decisions/{token} | POST /decisions/{token} | POST /decisions/{token}/renew
    GET /history | GET /history/overview | GET /history/details/{hash} | GET /history/checkpoints | POST /history/checkpoints | GET /history/checkpoints/{number} | GET /history/key | GET /history/evidence
    GET /projects/{id}/evidence | GET /projects/{id}/history | GET /projects/{id}/history/verification
    GET /directory | PUT /directory
    GET /sign-in | GET /sign-in/callback | POST /sign-out
    GET /assets/{file} | GET /openapi.json | GET /health`;

  it('has every route of the contract, and no other', async () => {
    const { paths } = await read();
    const keys = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(keys.sort()).toEqual(
      contract
        .split(/[|\n]/)
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .sort(),
    );
  });

  it('is whole: unique names, declared path parameters, problem answers, references that lead somewhere', async () => {
    const document = await read();
    const found = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, operation })),
    );
    const ids = found.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of found) {
      const inPath = operation.parameters
        .filter((parameter) => parameter.in === 'path')
        .map(({ name }) => name);
      expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      const statuses = Object.keys(operation.responses).map(Number);
      expect(statuses.some((status) => status < 400)).toBe(true);
      expect(operation.responses).toHaveProperty('500.content.application/problem+json.schema.$ref');
    }
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(50);
    for (const [, name = ''] of references) expect(Object.keys(document.components.schemas)).toContain(name);
    expect(JSON.stringify(document.components.schemas)).not.toMatch(/"\$(id|schema)"/);
  });

  it('describes a declaration by the form that checks it', async () => {
    const { components } = await read();
    expect(components.schemas.Declaration).toHaveProperty(
      'anyOf.0.properties.appropriation.properties.amountFen',
    );
  });

  const operations = async () =>
    Object.entries((await read()).paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        key: `${method.toUpperCase()} ${path}`,
        operation,
      })),
    );

  it('asks for a body wherever its row has one, and types what pages post', async () => {
    for (const { key, operation } of await operations()) {
      const row = routes.find((one) => one.key === key);
      expect([key, operation.requestBody?.required ?? false]).toEqual([key, row?.body !== undefined]);
      const posted = 'content.application/x-www-form-urlencoded.schema.properties';
      if (row?.form) expect(operation.requestBody).toHaveProperty(posted);
      if (row?.form) expect(Object.keys(row.form.shape)).toEqual(Object.keys(formOf(operation)));
    }
  });

  it('asks for the version wherever a change needs one', async () => {
    for (const { key, operation } of await operations()) {
      const row = routes.find((one) => one.key === key);
      const header = operation.parameters.find(({ name }) => name === 'If-Match');
      expect([key, header?.required ?? false]).toEqual([key, row?.ifMatch === 'required']);
    }
  });

  it('has exact enumerations: a notice is one of those that a page can say', async () => {
    const show = (await operations()).find(({ key }) => key === 'GET /projects/{id}');
    const notice = show?.operation.parameters.find(({ name }) => name === 'notice');
    expect(notice?.schema).toMatchObject({
      enum: ['submitted', 'saved', 'withdrawn', 'recalled', 'objected'],
    });
  });

  it('says of every address what it answers to other methods', async () => {
    for (const { operation } of await operations())
      expect(operation.responses).toHaveProperty('405.headers.Allow');
  });
});

describe('what no route has', () => {
  /** As it comes to `$default`. */
  const unmatched = (method: string, path: string, more: object = {}) =>
    send({ ...anHttpEvent({ method, path, ...more }), routeKey: '$default' });
  /** An address of a template, as the gateway hands it over. */
  const addressOf = (path: string) => path.replace(/\{\w+\}/g, '第 1');

  const paths = [...new Set(routes.map(({ path }) => path))];
  it.each(paths)('is 405 for %s, with the methods that it takes', async (path) => {
    const own = routes.filter((route) => route.path === path).map(({ method }) => method);
    const taken = own.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    const others = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];
    for (const method of others.filter((one) => !taken.includes(one))) {
      const answer = await unmatched(method, addressOf(path));
      expect(answer).toMatchObject({ statusCode: 405, json: { code: 'method-not-allowed', status: 405 } });
      expect(String(answer.headers?.allow).split(', ').sort()).toEqual(taken.toSorted());
    }
  });

  it.each([
    ...['/nowhere', '/projects/', '/projects/a/b/c', '/projects//submit', '//', ''],
    ...['/openapiXjson', '/PROJECTS/a', '/__proto__'],
  ])('is 404 for %j, without Allow', async (path) => {
    const answer = await unmatched('POST', path);
    expect(answer).toMatchObject({ statusCode: 404, json: { code: 'not-found' } });
    expect(answer.headers).not.toHaveProperty('allow');
  });

  it('is said before anything else of the request is looked at', async () => {
    const form = aFormPost('$default', { a: 'b' }, { query: 'x=1', headers: { accept: '*/*' } });
    expect(await send({ ...form, rawPath: '/nowhere', routeKey: '$default' })).toMatchObject({
      statusCode: 404,
      json: { code: 'not-found' },
    });
    expect(await send({ ...form, rawPath: '/history', routeKey: '$default' })).toMatchObject({
      statusCode: 405,
      headers: { allow: 'GET, HEAD' },
    });
    const headers = { 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site' };
    expect(await unmatched('DELETE', '/directory', { body: 'not {', headers })).toMatchObject({
      statusCode: 405,
      headers: { allow: 'GET, HEAD, PUT' },
    });
  });

  it('is a page for a reader, in their language', async () => {
    const answer = await unmatched('POST', '/history', {
      headers: { accept: 'text/html' },
      query: 'lang=en',
    });
    expect(answer).toMatchObject({ statusCode: 405, headers: { allow: 'GET, HEAD' } });
    expect(answer.text).toMatch(/^<!doctype html>/);
  });
});

it('the document can be made for several forms', async () => {
  const form = await loadForm('project-declaration');
  expect(openApi(BASE_URL, '1', [form, form])).toHaveProperty(
    'components.schemas.Declaration.anyOf.length',
    2,
  );
});
