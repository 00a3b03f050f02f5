import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { h } from 'preact';
import * as z from 'zod';
import { Problem } from '../../../shared/contract/problem.ts';
import { endpoint } from '../../../shared/http/endpoint.ts';
import { anEndpoint, BASE_URL, route, tableOf } from '../../builders/endpoint.ts';
import { aContext, aFormPost, aJsonRequest, anHttpEvent } from '../../fixtures/http-event.ts';
import { logOf } from '../../support/captured-log.ts';
import { postedBy } from '../pages/markup.ts';

const handle = jest.fn(async () => ({ status: 200, json: { done: true } }));
afterEach(() => {
  handle.mockClear();
});

const page = { frame: { title: '示例' }, content: h('p', {}, 'on the page') };
const big = '内容'.repeat(1_000);

const send = anEndpoint({
  'GET /open': route({ who: 'public', handle }),
  'GET /things/{id}': route({
    who: 'signed-in',
    query: z.strictObject({
      limit: z.coerce.number().int().max(500).optional(),
      actor: z.string().optional(),
    }),
    handle: async (call) => ({
      status: 200,
      json: {
        ...call.path,
        query: call.query,
        person: call.person?.name,
        lang: call.lang,
        accepts: call.accepts,
      },
      page,
    }),
  }),
  'POST /things/{id}': route({
    who: { roles: ['submitter'] },
    takesForm: true,
    body: z.unknown(),
    handle,
  }),
  'GET /links/{token}': route({
    who: 'link',
    handle: async ({ person }) => ({ status: 200, json: { person: person?.roles ?? null }, page }),
  }),
  'GET /files/{name}': route({
    who: 'public',
    handle: async () => ({
      status: 200,
      headers: { 'cache-control': 'public, max-age=31536000, immutable' },
      text: { type: 'text/css', body: big },
    }),
  }),
  'POST /moved': route({
    who: 'public',
    handle: async () => ({ status: 303, location: '/elsewhere', cookies: ['a=b'] }),
  }),
});

const asSubmitter = { cookies: ['__Host-session=submitter'] };
const thing = { route: '/things/{id}', path: '/things/7', parameters: { id: '7' }, ...asSubmitter };
const html = { accept: 'text/html,*/*;q=0.8' };

describe('the table of routes', () => {
  it('is refused at load where a row has no handler, or asks for somebody whom nobody could know', () => {
    const { rows, handlers } = tableOf({ 'GET /x': route({ who: 'signed-in', handle }) });
    expect(() => endpoint(rows, handlers, { baseUrl: BASE_URL, formerHosts: [] })).toThrow(
      'GET /x needs to know',
    );
    expect(() => endpoint(rows, {}, { baseUrl: BASE_URL, formerHosts: [] })).toThrow('GET /x has no handler');
  });

  it.each(['/missing', '/__proto__', '/constructor'])(
    'answers 404 to %s, which it does not hold',
    async (path) => {
      expect(await send(anHttpEvent({ route: path }))).toMatchObject({
        statusCode: 404,
        json: { code: 'not-found' },
      });
    },
  );

  it('answers HEAD by the GET route, with its headers and without its body', async () => {
    const get = await send(anHttpEvent({ route: '/files/{name}' }));
    const head = await send(anHttpEvent({ method: 'HEAD', route: '/files/{name}' }));
    expect(head).toMatchObject({ statusCode: 200, headers: get.headers, text: '' });
    expect(head.body).toBeUndefined();
  });
});

describe('a call', () => {
  it('has the parameters of path and query, the person and what they can read', async () => {
    const event = anHttpEvent({ ...thing, query: 'limit=20&actor=&lang=en' });
    expect((await send(event)).json).toEqual({
      id: '7',
      query: { limit: 20 },
      person: '某人',
      lang: 'en',
      accepts: 'json',
    });
  });

  it.each([
    ['limit=5&sort=up', 'unknown-parameter'],
    ['__proto__=1', 'unknown-parameter'],
    ['limit=501', 'invalid-parameter'],
    ['limit=x', 'invalid-parameter'],
    ['actor=a&actor=b', 'invalid-parameter'],
    ['lang=fr', 'invalid-parameter'],
  ])('with ?%s is 400 %s', async (query, code) => {
    expect(await send(anHttpEvent({ ...thing, query }))).toMatchObject({ statusCode: 400, json: { code } });
  });

  it('is answered as a page to a reader, as JSON to a program', async () => {
    const asPage = await send(anHttpEvent({ ...thing, headers: html }));
    expect(asPage.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-language': 'zh-CN',
    });
    expect(asPage.text).toMatch(/^<!doctype html>.*<p>on the page<\/p>/s);
    expect((await send(anHttpEvent(thing))).headers).toMatchObject({ 'content-type': 'application/json' });
    const onlyJson = await send(anHttpEvent({ route: '/open', headers: html }));
    expect(onlyJson.json).toEqual({ done: true });
  });

  it('may be answered by a redirect with cookies', async () => {
    expect(await send(anHttpEvent({ method: 'POST', route: '/moved', query: 'lang=en' }))).toMatchObject({
      statusCode: 303,
      headers: { location: '/elsewhere' },
      cookies: [expect.stringMatching(/^lang=en; Path=\/; Max-Age=31536000;/), 'a=b'],
      text: '',
    });
  });
});

describe('the language', () => {
  const browser = { ...html, 'sec-fetch-site': 'none', 'accept-language': 'en-US,en;q=0.9' };
  it.each([
    ['a browser that never chose', { headers: browser }, 'zh'],
    ["a page's script", { headers: { 'sec-fetch-site': 'same-origin', 'accept-language': 'en-US' } }, 'zh'],
    ['a reader who asks for English', { headers: browser, query: 'lang=en' }, 'en'],
    ['a reader who asked for English before', { headers: browser, cookies: ['lang=en'] }, 'en'],
    ['a reader who changes back', { headers: browser, cookies: ['lang=en'], query: 'lang=zh-CN' }, 'zh'],
    ['a program that says so', { headers: { 'accept-language': 'en' } }, 'en'],
    ['a program that says nothing', { headers: { 'accept-language': '*' } }, 'zh'],
    ['a cookie that is none of ours', { cookies: ['lang=<script>'] }, 'zh'],
  ])('of %s is %3$s', async (_name, request, lang) => {
    const {
      cookies = [],
      headers = {},
      ...rest
    }: { cookies?: string[]; headers?: object; query?: string } = request;
    const event = { ...thing, ...rest, headers: { ...headers, accept: 'application/json' } };
    const answer = await send(anHttpEvent({ ...event, cookies: [...cookies, '__Host-session=submitter'] }));
    expect(answer.json).toMatchObject({ lang });
  });
});

describe('who may call', () => {
  const post = (rest: object) => aJsonRequest('POST', '/things/{id}', {}, { ...thing, cookies: [], ...rest });

  it.each([
    ['a session', asSubmitter],
    ['a token', { headers: { authorization: 'bearer  submitter' } }],
  ])('is known by %s', async (_name, rest) => {
    expect(await send(post(rest))).toMatchObject({ statusCode: 200 });
  });

  it.each([
    ['nobody', {}, 401, 'unauthenticated'],
    ['a session that nobody used', { cookies: ['__Host-session=idle'] }, 401, 'session-idle'],
    ['a session that is over', { cookies: ['__Host-session=gone'] }, 401, 'unauthenticated'],
    [
      'a session under a name that other hosts can set',
      { cookies: ['session=submitter'] },
      401,
      'unauthenticated',
    ],
    ['a token that does not hold', { headers: { authorization: 'Bearer x' } }, 401, 'invalid-token'],
    [
      'a bad token beside a good session',
      { ...asSubmitter, headers: { authorization: 'Bearer x', 'sec-fetch-site': 'same-origin' } },
      401,
      'invalid-token',
    ],
    ['another role', { cookies: ['__Host-session=auditor'] }, 403, 'forbidden'],
  ])('is refused for %s', async (_name, rest, status, code) => {
    expect(await send(post(rest))).toMatchObject({ statusCode: status, json: { code } });
    expect(handle).not.toHaveBeenCalled();
  });

  it('is told to programs by WWW-Authenticate', async () => {
    expect((await send(post({}))).headers).toMatchObject({ 'www-authenticate': 'Bearer' });
  });

  it('sends a stranger who opens a page to sign in, and back to it', async () => {
    const answer = await send(
      anHttpEvent({ ...thing, query: 'limit=5&lang=en', cookies: [], headers: html }),
    );
    expect(answer).toMatchObject({
      statusCode: 303,
      headers: { location: '/sign-in?returnTo=%2Fthings%2F7%3Flimit%3D5%26lang%3Den' },
    });
  });

  it('tells whoever was away too long why they are asked to sign in, and leads back to the page', async () => {
    const cookies = ['__Host-session=idle'];
    const answer = await send(anHttpEvent({ ...thing, query: 'limit=5', cookies, headers: html }));
    expect(answer.statusCode).toBe(401);
    expect(answer.text).toContain('较长时间没有操作');
    expect(answer.text).toContain('href="/sign-in?returnTo=%2Fthings%2F7%3Flimit%3D5"');
    const posted = await send(aFormPost('/things/{id}', { title: 'x' }, { path: '/things/7', cookies }));
    expect(posted.text).toContain('刚才提交的内容没有被保存');
    expect(handle).not.toHaveBeenCalled();
  });

  it('tells a stranger who posts a form that nothing was stored, and where to sign in', async () => {
    const answer = await send(
      aFormPost('/things/{id}', { title: 'x' }, { path: '/things/7', query: 'lang=en' }),
    );
    expect(answer.statusCode).toBe(401);
    expect(answer.text).toContain('href="/sign-in');
    expect(answer.text).toMatch(/not (been )?stored|nothing was (stored|saved)/i);
    expect(handle).not.toHaveBeenCalled();
  });

  it('gives a stranger who posts a form all of it back, to be sent once more, and the way to the page it came from', async () => {
    const fields = { title: '甲"<b>', text: 'a\nb', version: '3' };
    const from = { headers: { ...html, referer: 'https://countersign.example/things/7?tab=1' } };
    for (const cookies of [[], ['__Host-session=idle']]) {
      const answer = await send(aFormPost('/things/{id}', fields, { path: '/things/7', cookies, ...from }));
      expect(answer.statusCode).toBe(401);
      expect(answer.text).toContain('href="/sign-in?returnTo=%2Fthings%2F7%3Ftab%3D1" target="_blank"');
      expect(answer.text).toContain('<form method="post" action="/things/7" data-unsaved="true">');
      expect(postedBy(answer.text).filter(([name]) => name in fields)).toEqual(Object.entries(fields));
    }
    expect(handle).not.toHaveBeenCalled();
  });

  it('on a link is its holder, and the use case learns who else is signed in', async () => {
    const link = { route: '/links/{token}', path: '/links/secret', parameters: { token: 'secret' } };
    expect((await send(anHttpEvent(link))).json).toEqual({ person: null });
    const idle = { cookies: ['__Host-session=idle'] };
    expect((await send(anHttpEvent({ ...link, ...idle }))).json).toEqual({ person: null });
    expect((await send(anHttpEvent({ ...link, ...asSubmitter }))).json).toEqual({ person: ['submitter'] });
  });
});

describe('every answer', () => {
  const answers = () =>
    Promise.all([
      send(anHttpEvent({ ...thing, headers: html })),
      send(anHttpEvent({ route: '/missing', headers: html })),
      send(anHttpEvent({ ...thing, cookies: [] })),
      send(anHttpEvent({ route: '/links/{token}' })),
    ]);

  it('carries the headers that protect it', async () => {
    for (const { headers } of await answers()) {
      expect(headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cache-control': 'no-store',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        vary: expect.stringContaining('Accept'),
      });
    }
  });

  it.each([
    ['https://uploads.s3.example', "connect-src 'self' https://uploads.s3.example;"],
    // On one machine files go to the product's own address.
    [BASE_URL, "connect-src 'self';"],
  ])('lets its scripts send files to %s', async (uploadsOrigin, said) => {
    const sending = anEndpoint({ 'GET /open': route({ who: 'public', handle }) }, BASE_URL, {
      uploadsOrigin,
    });
    const { headers } = await sending(anHttpEvent({ route: '/open' }));
    expect(headers?.['content-security-policy']).toContain(said);
  });

  it.each([
    ['https://files.example', "form-action 'self' https://files.example;"],
    [BASE_URL, "form-action 'self';"],
  ])('lets its forms lead to files at %s', async (filesOrigin, said) => {
    const sending = anEndpoint({ 'GET /open': route({ who: 'public', handle }) }, undefined, { filesOrigin });
    const { headers } = await sending(anHttpEvent({ route: '/open' }));
    expect(headers?.['content-security-policy']).toContain(said);
  });

  it('of a link sends no referrer at all', async () => {
    expect((await answers()).map(({ headers }) => headers?.['referrer-policy'])).toEqual([
      'same-origin',
      'same-origin',
      'same-origin',
      'no-referrer',
    ]);
  });

  it('says nothing of https where the product is tried on http', async () => {
    const local = anEndpoint({ 'GET /open': route({ who: 'public', handle }) }, 'http://localhost:3000');
    expect((await local(anHttpEvent({ route: '/open' }))).headers).not.toHaveProperty(
      'strict-transport-security',
    );
  });

  it('may be cached where its route says so', async () => {
    const { headers } = await send(anHttpEvent({ route: '/files/{name}' }));
    expect(headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable' });
  });

  it('is compressed for those who can read it, if it is worth it', async () => {
    const request = { route: '/files/{name}', headers: { 'accept-encoding': 'gzip, deflate, br' } };
    const compressed = await send(anHttpEvent(request));
    expect(compressed).toMatchObject({
      isBase64Encoded: true,
      headers: { 'content-encoding': 'gzip' },
      text: big,
    });
    const plain = await send(anHttpEvent({ ...request, headers: {} }));
    expect(plain).toMatchObject({ body: big });
    expect(plain.isBase64Encoded).toBeUndefined();
    expect((await send(anHttpEvent({ ...request, route: '/open' }))).isBase64Encoded).toBeUndefined();
  });
});

describe('the log of a request', () => {
  it('names the route and the outcome; never the address, a body or a person', async () => {
    process.env.LOG_LEVEL = 'debug';
    const lines = await logOf(async () => {
      await send(anHttpEvent({ ...thing, query: 'actor=someone' }));
      await send(aJsonRequest('POST', '/things/{id}', { secret: 'body' }, { ...thing, cookies: [] }));
    });
    process.env.LOG_LEVEL = 'error';
    expect(lines).toEqual([
      expect.objectContaining({ code: 'STARTED', requestId: 'JKJaXmPLvHcESHA=', function: 'projects' }),
      expect.objectContaining({
        code: 'COMPLETED',
        routeKey: 'GET /things/{id}',
        useCase: 'try-out',
        status: 200,
        ok: true,
      }),
      expect.objectContaining({ code: 'STARTED' }),
      expect.objectContaining({ code: 'COMPLETED', status: 401, ok: true, problem: 'unauthenticated' }),
    ]);
    for (const secret of ['/things/7', 'someone', 'body', '某人', 'cookie']) {
      expect(JSON.stringify(lines)).not.toContain(secret);
    }
  });
});

describe('what a new version is judged by', () => {
  it.each([
    [200, async () => ({ status: 200, json: {} }), []],
    [
      404,
      async () => {
        throw new Problem('not-found');
      },
      [],
    ],
    [
      500,
      async () => {
        throw new Error('broken');
      },
      [1],
    ],
  ])('an answer of %s', async (status, handle, expected) => {
    const { rows, handlers } = tableOf({ 'GET /one': route({ who: 'public', handle }) });
    const one = endpoint(rows, handlers, { baseUrl: BASE_URL, formerHosts: [] });
    const lines = await logOf(async () => {
      expect((await one(anHttpEvent({ route: '/one' }), aContext())).statusCode).toBe(status);
    });
    expect(lines.flatMap(({ AnswersFailed }) => AnswersFailed ?? [])).toEqual(expected);
  });
});

it('a function that would run out of time says so while it still can', async () => {
  const { rows, handlers } = tableOf({
    'GET /slow': route({ who: 'public', handle: () => new Promise(() => undefined) }),
  });
  const slow = endpoint(rows, handlers, { baseUrl: BASE_URL, formerHosts: [] });
  const answer = await slow(
    anHttpEvent({ route: '/slow' }),
    aContext({ getRemainingTimeInMillis: () => 520 }),
  );
  expect(answer.statusCode).toBe(503);
  expect(answer.body).toContain('"code":"timed-out"');
});
