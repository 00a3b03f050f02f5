import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { decisionRoutes } from '../../../functions/decisions/routes.ts';
import { directoryRoutes } from '../../../functions/directory/directory.ts';
import { documentRoutes } from '../../../functions/document/document.tsx';
import { evidenceRoutes } from '../../../functions/evidence/evidence.ts';
import { proofRoutes } from '../../../functions/evidence/routes.tsx';
import { historyRoutes } from '../../../functions/history/routes.tsx';
import { projectRoutes } from '../../../functions/projects/routes.ts';
import { sessionRoutes } from '../../../functions/session/session.ts';
import { openApi } from '../../../functions/static/openapi.ts';
import { operations } from '../../../functions/static/operations.ts';
import { staticRoutes } from '../../../functions/static/static.ts';
import { loadForm } from '../../../shared/declaration/registry.ts';
import type { Route } from '../../../shared/http/endpoint.ts';
import { anEndpoint, BASE_URL } from '../../builders/endpoint.ts';
import { aSessionsTable } from '../../builders/sessions-table.ts';
import { anHttpEvent } from '../../fixtures/http-event.ts';

const assets = new Map([
  ['app.1a2b3c4d.css', { body: 'body{}', contentType: 'text/css; charset=utf-8' }],
  ['form.js', { body: 'let a', contentType: 'text/javascript; charset=utf-8' }],
]);
const deps = { baseUrl: BASE_URL, version: '1.2.3', forms: ['project-declaration'], assets };
const send = anEndpoint(staticRoutes(deps));

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
  type Json = Record<string, unknown>;
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

  describe('and the tables that the functions route by', () => {
    // Only the tables are read: nothing is called.
    const parts = {
      database: aSessionsTable(),
      forms: ['project-declaration'],
      now: () => new Date(),
      rules: { collectiveThresholdFen: null, codeThresholdFen: null, lapseDays: 60, record: never },
      thresholdsFen: [],
      contact: '',
      signer: { publicKey: never, sign: never },
      archive: { read: never, create: never },
      transport: never,
      addresses: [],
      issuer: { begin: never, complete: never, endSessionUrl: never },
      baseUrl: BASE_URL,
      rolesClaim: 'groups',
      recordRoles: never,
    };
    async function never(): Promise<never> {
      throw new Error('not to be called');
    }
    const tables: Readonly<Record<string, Route>> = {
      ...projectRoutes(parts),
      ...documentRoutes(parts),
      ...decisionRoutes(parts),
      ...historyRoutes(parts),
      ...proofRoutes(parts),
      ...evidenceRoutes({ ...parts, product: deps.version }),
      ...directoryRoutes(parts),
      ...sessionRoutes(parts),
      ...staticRoutes(deps),
    };

    it('are of the same routes', () => {
      expect(Object.keys(operations).sort()).toEqual(Object.keys(tables).sort());
    });

    it.each(Object.entries(operations))('agree on %s', async (key, operation) => {
      const route = tables[key];
      const { who } = operation;
      expect(route?.policy).toEqual(
        who === 'anyone' ? 'public' : who === 'link' || who === 'signed-in' ? who : { roles: [who].flat() },
      );
      expect(route?.takesForm ?? false).toBe(operation.takesForm ?? false);
      const query = route?.query instanceof z.ZodObject ? Object.keys(route.query.shape) : [];
      if (key !== 'GET /sign-in/callback') expect(query).toEqual(Object.keys(operation.query?.shape ?? {}));
      expect(route?.body !== undefined).toBe(operation.body !== undefined);
      // A declaration's body is checked by its form, which the route finds by its path.
      if (route?.body && operation.body && operation.body !== 'Declaration') {
        const { components } = await read();
        const { $schema: _, ...parsed } = z.toJSONSchema(route.body, { io: 'input' });
        expect(components.schemas[operation.body]).toEqual(parsed);
      }
    });
  });
});

it('the document can be made for several forms', async () => {
  const form = await loadForm('project-declaration');
  expect(openApi(BASE_URL, '1', [form, form])).toHaveProperty(
    'components.schemas.Declaration.anyOf.length',
    2,
  );
});
