import { describe, expect, it } from '@jest/globals';
import { h } from 'preact';
import * as z from 'zod';
import { unrouted } from '../../../functions/static/unrouted.ts';
import { Problem } from '../../../shared/contract/problem.ts';
import { withoutTail } from '../../../shared/http/address-tail.ts';
import { anEndpoint, route } from '../../builders/endpoint.ts';
import { anHttpEvent } from '../../fixtures/http-event.ts';
import { FAR_FROM_LINEAR, growthOf } from '../../support/growth.ts';

/** Ends with a character of its own that a careless cleaner would take away. */
const TOKEN = `${'x'.repeat(41)}_-`;

const send = anEndpoint({
  'GET /decisions/{token}': route({
    who: 'link',
    query: z.strictObject({ notice: z.literal('sent').optional() }),
    handle: async ({ path, query }) => {
      if (path.token !== TOKEN) throw new Problem('not-found');
      return {
        status: 200,
        json: query,
        page: { frame: { title: 'x' }, content: h('p', {}, JSON.stringify(query)) },
      };
    },
  }),
  'POST /decisions/{token}': route({
    who: 'link',
    handle: async ({ path }) => {
      if (path.token !== TOKEN) throw new Problem('not-found');
      return { status: 200, json: {} };
    },
  }),
});

const asked = (token: string, { query = '', accept = 'text/html', method = 'GET' } = {}) =>
  send(
    anHttpEvent({
      method,
      route: '/decisions/{token}',
      path: `/decisions/${token}`,
      parameters: { token },
      query,
      headers: { accept },
    }),
  );

const TAILS = [
  ...[
    '。',
    '）',
    '.',
    '>',
    '/',
    ',',
    ';',
    '!',
    '”',
    '》',
    ' ',
    '\u3000',
    '\u00a0',
    '\u200b',
    '，',
    '；',
    '！',
  ],
  ...['请查看', '的链接', ' 请查看', '&gt;', '&from=singlemessage', '">链接</a>', '。请 2 日内办理'],
  ...['）。', '.）', '> ', '。\u3000', "'", '"', ')', ']', '】', '、', '…', '．', '／', '＞'],
];

describe('a page asked for by an address that went through a chat', () => {
  it.each(TAILS)('is found behind %j', async (tail) => {
    expect(await asked(`${TOKEN}${tail}`)).toMatchObject({ statusCode: 200 });
  });

  it.each(TAILS)('is no address for a program: %j', async (tail) => {
    expect(await asked(`${TOKEN}${tail}`, { accept: 'application/json' })).toMatchObject({ statusCode: 404 });
    const method = 'POST';
    expect(await asked(`${TOKEN}${tail}`, { method })).toMatchObject({ statusCode: 404 });
  });

  it('costs no more than it is long, whatever it ends with', async () => {
    const growth = await growthOf(
      (part) => `${'!'.repeat(40_000 * part)}a`,
      (text) => withoutTail(text),
    );
    expect(growth).toBeLessThan(FAR_FROM_LINEAR);
  });

  it('loses nothing that a token ends with, and is not made of another', async () => {
    expect(await asked(TOKEN.slice(0, -1))).toMatchObject({ statusCode: 404 });
    expect(await asked(`${TOKEN}x`)).toMatchObject({ statusCode: 404 });
    expect(await asked(`。${TOKEN}`)).toMatchObject({ statusCode: 404 });
  });

  it.each([
    'from=singlemessage',
    'from=a&from=b',
    'isappinstalled=0&from=timeline',
    'utm_source=x',
    '__proto__=1',
    'lang=big5',
  ])('has parameters that count for nothing: %s', async (query) => {
    expect(await asked(TOKEN, { query })).toMatchObject({ statusCode: 200 });
    expect(await asked(TOKEN, { query, accept: 'application/json' })).toMatchObject({
      statusCode: 400,
    });
  });

  it('has its own parameters still, and those are held to their values', async () => {
    const page = await asked(TOKEN, { query: 'from=x&notice=sent' });
    expect(page.text).toContain('notice');
    for (const query of ['notice=other', 'notice=sent&notice=sent'])
      expect(await asked(TOKEN, { query })).toMatchObject({ statusCode: 400 });
  });
});

describe('an address that no route has', () => {
  const at = (path: string, { method = 'GET', accept = 'text/html', query = '' } = {}) =>
    anEndpointWithout(anHttpEvent({ method, route: '/nowhere', path, query, headers: { accept } }));
  const anEndpointWithout = anEndpoint({}, undefined, { unrouted: async (path) => unrouted(path) });

  it.each([
    [`/decisions/${TOKEN}/`, `/decisions/${TOKEN}`],
    [`/decisions/${TOKEN}/。`, `/decisions/${TOKEN}`],
    ['/projects/2021-7K3M-9QXD/document.', '/projects/2021-7K3M-9QXD/document'],
    ['/projects/2021-7K3M-9QXD/history）', '/projects/2021-7K3M-9QXD/history'],
    ['/history/', '/history'],
    ['//', '/'],
    ['/projects/2021-7K3M-9QXD/history的页面', '/projects/2021-7K3M-9QXD/history'],
    ['/projects/a\r\nb: c/', '/projects/a'],
    ['/projects/a:b/', '/projects/a%3Ab'],
  ])('leads a page to the one that was meant: %j', async (path, location) => {
    expect(await at(path)).toMatchObject({ statusCode: 303, headers: { location } });
    expect(await at(path, { query: 'lang=en' })).toMatchObject({
      statusCode: 303,
      headers: { location: `${location}?lang=en` },
    });
  });

  it.each([
    ['a program', `/decisions/${TOKEN}/`, { accept: 'application/json' }],
    ['what is sent', `/decisions/${TOKEN}/`, { method: 'POST' }],
    ['what no page has', '/nowhere/', {}],
    ['an address that only takes POST', '/sign-out/', {}],
    ['another site', '//other.example/', {}],
  ])('is 404 for %s', async (_, path, asks) => {
    expect(await at(path, asks)).toMatchObject({ statusCode: 404 });
  });
});
