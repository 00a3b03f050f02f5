import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { h } from 'preact';
import * as z from 'zod';
import { anEndpoint, route } from '../../builders/endpoint.ts';
import { anHttpEvent } from '../../fixtures/http-event.ts';

const answer = async () => ({
  status: 200,
  json: { ok: true },
  page: { frame: { title: 'x' }, content: h('p', {}, 'ok') },
});
const send = anEndpoint({
  'GET /a': route({
    who: 'public',
    query: z.strictObject({ limit: z.string().optional() }),
    handle: answer,
  }),
  'POST /a': route({
    who: 'public',
    takesForm: true,
    body: z.strictObject({ n: z.int() }),
    handle: answer,
  }),
  'PUT /a/{id}': route({ who: { roles: ['submitter'] }, body: z.unknown(), handle: answer }),
  'GET /a/{id}': route({ who: 'link', handle: answer }),
});

/** Mostly real values, so that the generator also gets past the first refusal; the rest is nonsense. */
const oneOf = (...values: string[]) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...values) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  );

const request = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'),
  route: fc.constantFrom('/a', '/a/{id}', '/b'),
  path: fc.webPath(),
  query: oneOf('', 'limit=1', 'lang=en', 'lang=&lang=', '%', '&&=&', 'limit=%ff'),
  parameters: fc.dictionary(fc.string(), fc.string()),
  cookies: fc.array(oneOf('__Host-session=submitter', 'lang=en', '=;=')),
  headers: fc.record(
    {
      accept: oneOf('text/html', 'application/json', 'text/csv', '*/*'),
      'accept-language': oneOf('en', 'zh', ';;q='),
      'accept-encoding': oneOf('gzip', 'br'),
      'content-type': oneOf('application/json', 'application/x-www-form-urlencoded', 'a;charset="'),
      authorization: oneOf('Bearer submitter', 'Bearer', 'Basic eA=='),
      'sec-fetch-site': oneOf('same-origin', 'cross-site'),
      origin: oneOf('https://countersign.example', 'null'),
    },
    { requiredKeys: [] },
  ),
  body: fc.oneof(fc.constantFrom('{"n":1}', '{"n":"x"}', '{}'), fc.json(), fc.string({ unit: 'binary' })),
  isBase64Encoded: fc.oneof(
    { weight: 3, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});

it('any request gets a well-formed answer that is no error of ours', async () => {
  const statuses = new Set<number | undefined>();
  await fc.assert(
    fc.asyncProperty(request, async (anything) => {
      const { statusCode, headers, text, json } = await send(anHttpEvent(anything));
      statuses.add(statusCode);
      expect(statusCode).toBeGreaterThanOrEqual(200);
      expect(statusCode).toBeLessThan(500);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
      if (anything.method === 'HEAD') expect(text).toBe('');
      else if (String(headers?.['content-type']).includes('html')) expect(text).toMatch(/^<!doctype html>/);
      else if (headers?.location === undefined) expect(json).toBeDefined();
    }),
    { numRuns: 1_000 },
  );
  // The run is only worth something if it met success and several kinds of refusal (of seven statuses in all).
  expect(statuses).toContain(200);
  expect(statuses.size).toBeGreaterThanOrEqual(4);
});
