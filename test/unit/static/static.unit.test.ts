import { describe, expect, it } from '@jest/globals';
import { staticHandlers } from '../../../functions/static/static.tsx';
import { unrouted } from '../../../functions/static/unrouted.ts';
import { Problem } from '../../../shared/contract/problem.ts';
import { staticRows } from '../../../shared/contract/routes/static.ts';
import { routes } from '../../../shared/contract/routes.ts';
import { StorageSilent } from '../../../shared/store/errors.ts';
import { anEndpointOf, BASE_URL } from '../../builders/endpoint.ts';
import { aFormPost, anHttpEvent } from '../../fixtures/http-event.ts';

const assets = new Map([
  ['app.1a2b3c4d.css', { body: 'body{}', contentType: 'text/css; charset=utf-8' }],
  ['form.js', { body: 'let a', contentType: 'text/javascript; charset=utf-8' }],
]);
let trouble: Error | undefined;
const demandReady = async () => {
  if (trouble) throw trouble;
};
const deps = { baseUrl: BASE_URL, version: '1.2.3', forms: ['project-declaration'], assets, demandReady };
const send = anEndpointOf(staticRows, staticHandlers(deps), { unrouted: async (path) => unrouted(path) });

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

  it('of another release is the one of this, which nobody keeps under that name', async () => {
    const answer = await send(
      anHttpEvent({ route: '/assets/{file}', parameters: { file: 'app.99999999.css' } }),
    );
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-store' },
      text: 'body{}',
    });
  });

  it.each([
    'gone.css',
    'gone.1a2b3c4d.css',
    'app.css',
    'app.1a2b3c4d.js',
    '../package.json',
    '__proto__',
    '',
  ])('that there is none of (%s) is 404', async (file) => {
    const answer = await send(anHttpEvent({ route: '/assets/{file}', parameters: { file } }));
    expect(answer).toMatchObject({ statusCode: 404, headers: { 'cache-control': 'no-store' } });
  });
});

it('health says that it is there, and in which version', async () => {
  expect((await send(anHttpEvent({ route: '/health' }))).json).toEqual({ status: 'ok', version: '1.2.3' });
});

it.each([
  ['storage-silent', new StorageSilent('The table does not answer')],
  ['not-ready', new Problem('not-ready')],
])(
  'readiness is another thing: %s is 503, and health goes on saying that it is there',
  async (code, error) => {
    const ready = () => send(anHttpEvent({ route: '/health/ready' }));
    expect((await ready()).json).toEqual({ status: 'ok', version: '1.2.3' });
    trouble = error;
    const { statusCode, json } = await ready();
    expect([statusCode, json]).toMatchObject([503, { code }]);
    expect((await send(anHttpEvent({ route: '/health' }))).statusCode).toBe(200);
    trouble = undefined;
  },
);

it.each([
  ['zh', '第一次使用', '登录'],
  ['en', 'The first time', 'Sign in'],
])('tells whoever comes the first time what it is, in %s', async (lang, first, signIn) => {
  const answer = await send(
    anHttpEvent({ route: '/about', query: `lang=${lang}`, headers: { accept: 'text/html' } }),
  );
  expect(answer).toMatchObject({ statusCode: 200 });
  expect(answer.text).toContain(first);
  expect(answer.text).toMatch(new RegExp(`<a class="button primary" href="/sign-in">${signIn}</a>`));
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
