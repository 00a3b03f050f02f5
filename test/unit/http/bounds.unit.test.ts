import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { emptyForm } from '../../../shared/contract/fields.ts';
import { Problem } from '../../../shared/contract/problem.ts';
import type { RouteRows } from '../../../shared/contract/route.ts';
import { anEndpoint, anEndpointOf, route } from '../../builders/endpoint.ts';
import { aFormPost, aJsonRequest, anHttpEvent } from '../../fixtures/http-event.ts';
import { FAR_FROM_LINEAR, growthOf, type Part } from '../../support/growth.ts';

const row = { fn: 'static', useCase: 'try-out', summary: 'A route of a test', answers: {} } as const;
const rows = {
  'POST /links/{token}': {
    ...row,
    who: 'link',
    body: z.lazy(() => z.strictObject({ n: z.int() })),
    form: emptyForm,
    again: 'harmless',
  },
  'POST /drafts': {
    ...row,
    who: { roles: ['submitter'] },
    body: z.lazy(() => z.record(z.string(), z.unknown())),
    form: z.lazy(() => z.object({}).catchall(z.string())),
    again: 'harmless',
  },
} as const satisfies RouteRows;

const send = anEndpointOf(rows, {
  'POST /links/{token}': {
    lookUp: async ({ path }) => {
      if (path.token !== 'known') throw new Problem('not-found');
      return async () => ({ status: 200, json: {} });
    },
  },
  'POST /drafts': async ({ idempotencyKey }) => ({ status: 201, json: { idempotencyKey } }),
});

const LIMIT = 1_048_576;
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const repeated = (part: Part, text: string) => text.repeat(Math.floor((LIMIT * part - 10) / text.length));

/** A body of a megabyte, or nearly, that costs a careless reader much more than a megabyte. */
const hostile: readonly (readonly [string, (part: Part) => string])[] = [
  ['nested half a million levels deep', (part) => nested((LIMIT * part) / 2)],
  ['nested in objects', (part) => `${repeated(part, '{"a":')}1`],
  [
    'with 100,000 keys',
    (part) => JSON.stringify(Object.fromEntries(Array.from({ length: 100_000 * part }, (_, n) => [n, 1]))),
  ],
  ['with a name of a megabyte', (part) => `{"${repeated(part, 'k').slice(0, -7)}":1}`],
  ['of half a million elements', (part) => `[${repeated(part, '1,')}1]`],
  ['of empty objects', (part) => `[${repeated(part, '{},')}1]`],
];

const to = (path: string, token: string, body: string) =>
  anHttpEvent({
    method: 'POST',
    route: path,
    path: path.replace('{token}', token),
    parameters: { token },
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: 'Bearer submitter',
    },
    body,
  });

describe('a JSON body', () => {
  it.each(hostile)('%s is refused with where and why, and costs no more than it is long', async (_, body) => {
    const draft = (part: Part) => to('/drafts', '', body(part));
    const answer = await send(draft(1));
    expect([400, 422]).toContain(answer.statusCode);
    expect(answer.text.length).toBeLessThan(2_000);
    expect(await growthOf(draft, send)).toBeLessThan(FAR_FROM_LINEAR);
  });

  it.each([
    ['32 levels deep', nested(32), 200],
    ['33 levels deep', nested(33), 422],
    ['with 1,000 keys', JSON.stringify(Object.fromEntries([...Array(1_000).keys()].map((n) => [n, 1]))), 200],
    ['with 1,001 keys', JSON.stringify(Object.fromEntries([...Array(1_001).keys()].map((n) => [n, 1]))), 422],
  ])('%s gets what it should', async (_, body, status) => {
    const sends = anEndpoint({
      'POST /any': route({ who: 'public', body: z.unknown(), handle: async () => ({ status: 200 }) }),
    });
    expect(await sends(to('/any', '', body))).toMatchObject({ statusCode: status });
  });

  it('with half a surrogate pair, in a value or in a key, is refused where it stands', async () => {
    for (const [body, path] of [
      ['{"a":["b\\ud800"]}', '/a/0'],
      ['{"a":{"\\udc00":1}}', '/a'],
    ] as const)
      expect(await send(to('/drafts', '', body))).toMatchObject({
        statusCode: 422,
        json: { code: 'invalid-body', errors: [{ rule: 'shape', path }] },
      });
  });
});

describe('what the path names is looked up before the body is read', () => {
  const bodies = [...hostile.map(([, body]) => body(1)), '{"n":', '<a/>', '{"n":"x"}', ''];
  const toUnknown = (body: string) => to('/links/{token}', 'unknown', body);

  it('an unknown token is 404 whatever was sent to it, and the answer is as small', async () => {
    for (const body of bodies)
      expect(await send(toUnknown(body))).toMatchObject({ statusCode: 404, json: { code: 'not-found' } });
    for (const [, body] of hostile)
      expect(await growthOf((part) => toUnknown(body(part)), send)).toBeLessThan(FAR_FROM_LINEAR);
    const form = aFormPost('/links/{token}', { n: 'x' }, { parameters: { token: 'unknown' } });
    expect(await send(form)).toMatchObject({ statusCode: 404 });
  });

  it('one that is too long to name anything is not looked up', async () => {
    const endpoint = anEndpoint({
      'POST /links/{token}': route({ who: 'link', handle: async () => ({ status: 200, json: {} }) }),
    });
    const sent = (length: number) => endpoint(to('/links/{token}', '汉'.repeat(length), ''));
    expect(await sent(256)).toMatchObject({ statusCode: 200 });
    expect(await sent(257)).toMatchObject({ statusCode: 404, json: { code: 'not-found' } });
  });

  it('a known one has its body refused', async () => {
    expect(await send(to('/links/{token}', 'known', '{"n":"x"}'))).toMatchObject({ statusCode: 422 });
    expect(await send(to('/links/{token}', 'known', '{"n":'))).toMatchObject({ statusCode: 400 });
    expect(await send(to('/links/{token}', 'known', '{"n":1}'))).toMatchObject({ statusCode: 200 });
  });

  it('a stranger is told to sign in, whatever was sent', async () => {
    for (const body of bodies) {
      const event = to('/drafts', '', body);
      const { authorization: _, ...headers } = event.headers;
      expect(await send({ ...event, headers })).toMatchObject({ statusCode: 401 });
    }
  });

  it('but what is too large is not even looked up', async () => {
    expect(await send(to('/links/{token}', 'unknown', 'x'.repeat(LIMIT + 1)))).toMatchObject({
      statusCode: 413,
    });
  });
});

describe('an idempotency key', () => {
  const keyed = (key: string) =>
    aJsonRequest(
      'POST',
      '/drafts',
      {},
      { headers: { authorization: 'Bearer submitter', 'idempotency-key': key } },
    );
  const posted = (idempotencyKey: string) =>
    aFormPost('/drafts', { idempotencyKey }, { headers: { authorization: 'Bearer submitter' } });

  it.each(['a', '!~', 'x'.repeat(200)])(
    '%s is taken, from the header and from a page',
    async (idempotencyKey) => {
      for (const event of [keyed(idempotencyKey), posted(idempotencyKey)])
        expect(await send(event)).toMatchObject({ statusCode: 201, json: { idempotencyKey } });
    },
  );

  it.each(['', ' ', 'a b', '钥匙', 'tab\t', 'x'.repeat(201), 'x'.repeat(5_000)])(
    '%j is 400 and says what one is',
    async (key) => {
      for (const event of [
        keyed(key),
        { ...posted(key), headers: { ...posted(key).headers, accept: '*/*' } },
      ])
        expect(await send(event)).toMatchObject({
          statusCode: 400,
          json: { code: 'invalid-idempotency-key' },
        });
    },
  );
});
