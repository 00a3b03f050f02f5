import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { routes } from '../../../shared/contract/routes.ts';
import { anEndpoint, anEndpointOf, BASE_URL, route } from '../../builders/endpoint.ts';
import { anHttpEvent } from '../../fixtures/http-event.ts';

let stored = 0;
const handle = async () => {
  stored += 1;
  return { status: 200, json: {} };
};
const send = anEndpoint({
  'POST /things': route({ who: 'public', handle }),
  'GET /things': route({ who: 'public', handle }),
});

const cookies = ['__Host-session=submitter'];
const bearer = { authorization: 'Bearer submitter' };

describe('an unsafe request', () => {
  it.each([
    ['a page of ours', { 'sec-fetch-site': 'same-origin', origin: BASE_URL }, cookies],
    ['a page of ours with no-referrer', { 'sec-fetch-site': 'same-origin', origin: 'null' }, cookies],
    ['the address bar', { 'sec-fetch-site': 'none' }, cookies],
    ['an older browser on a page of ours', { origin: BASE_URL }, cookies],
    ['a program without a browser', {}, []],
    [
      "a program's token, whatever page it runs in",
      { ...bearer, 'sec-fetch-site': 'cross-site', origin: 'https://x.example' },
      [],
    ],
  ])('of %s passes', async (_name, headers, cookies) => {
    const answer = await send(anHttpEvent({ method: 'POST', route: '/things', headers, cookies }));
    expect(answer.statusCode).toBe(200);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://x.example' }, cookies],
    ['another site that claims our origin', { 'sec-fetch-site': 'cross-site', origin: BASE_URL }, cookies],
    [
      'a sister host',
      { 'sec-fetch-site': 'same-site', origin: 'https://other.countersign.example' },
      cookies,
    ],
    ['another site in an older browser', { origin: 'https://x.example' }, cookies],
    ['a sandboxed page in an older browser', { origin: 'null' }, cookies],
    ['our host on another port', { origin: `${BASE_URL}:8443` }, cookies],
    ['another site, with a token beside the cookie', { ...bearer, 'sec-fetch-site': 'cross-site' }, cookies],
    ['another site without any cookie', { 'sec-fetch-site': 'cross-site' }, []],
  ])('of %s is 403 cross-site and does nothing', async (_name, headers, cookies) => {
    stored = 0;
    const answer = await send(anHttpEvent({ method: 'POST', route: '/things', headers, cookies }));
    expect(answer).toMatchObject({ statusCode: 403, json: { code: 'cross-site' } });
    expect(stored).toBe(0);
  });
});

it('a link from another site may be followed', async () => {
  const headers = { 'sec-fetch-site': 'cross-site' };
  expect(await send(anHttpEvent({ route: '/things', headers, cookies }))).toMatchObject({ statusCode: 200 });
});

describe('a GET that is recorded', () => {
  const row = {
    fn: 'history',
    useCase: 'try-out',
    summary: 'A route of a test',
    who: 'signed-in',
    answers: {},
    records: ['exported'],
  } as const;
  let read = 0;
  const answer = async () => {
    read += 1;
    return { status: 200, json: {} };
  };
  const ask = anEndpointOf(
    {
      'GET /evidence': { ...row, query: z.lazy(() => z.strictObject({ contents: z.string().optional() })) },
      'GET /list': {
        ...row,
        recordsOnly: 'file',
        query: z.lazy(() => z.strictObject({ format: z.string().optional() })),
      },
      'GET /callback': { ...row, fromOtherSites: true },
    },
    { 'GET /evidence': answer, 'GET /list': answer, 'GET /callback': answer },
  );
  const session = ['__Host-session=auditor'];
  const page = { accept: 'text/html' };
  const asked = (headers: Record<string, string>, cookies = session, path = '/evidence', query = '') =>
    ask(anHttpEvent({ route: path, query, headers, cookies }));

  it.each([
    ['a page of ours', { 'sec-fetch-site': 'same-origin' }, session],
    ['the address bar', { 'sec-fetch-site': 'none' }, session],
    ['an older browser on a page of ours', { referer: `${BASE_URL}/history?unit=1` }, session],
    ['a program', bearer, []],
    ["a program's token, whatever page it runs in", { ...bearer, 'sec-fetch-site': 'cross-site' }, []],
  ])('of %s passes', async (_name, headers, cookies) => {
    expect(await asked(headers, cookies)).toMatchObject({ statusCode: 200 });
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sister host', { 'sec-fetch-site': 'same-site' }],
    ['another site that claims to be ours', { 'sec-fetch-site': 'cross-site', referer: `${BASE_URL}/` }],
    ['another site in an older browser', { referer: 'https://x.example/' }],
    ['a host that begins as ours', { referer: `${BASE_URL}.x.example/` }],
    ['another site that hides itself in an older browser', {}],
    ['a page without an origin', { origin: 'null' }],
    ['a referrer that is none', { referer: 'about:blank' }],
    ['another site, with a token beside the cookie', { ...bearer, 'sec-fetch-site': 'cross-site' }],
  ])('of %s is 403 and records nothing', async (_name, headers) => {
    read = 0;
    const answered = await asked(headers);
    expect(answered).toMatchObject({ statusCode: 403, json: { code: 'cross-site-reading' } });
    expect(await asked({ ...headers, ...page })).toMatchObject({ statusCode: 403 });
    expect(
      await ask(anHttpEvent({ method: 'HEAD', route: '/evidence', headers, cookies: session })),
    ).toMatchObject({
      statusCode: 403,
    });
    expect(read).toBe(0);
  });

  it('is told on a page that has the way on', async () => {
    const { text } = await asked(
      { ...page, 'sec-fetch-site': 'cross-site' },
      session,
      '/evidence',
      'contents=no',
    );
    expect(text).toContain('href="/evidence?contents=no"');
    expect(text).toContain('继续');
  });

  it('is only the file where the page and the JSON of its address record nothing', async () => {
    const other = { 'sec-fetch-site': 'cross-site' };
    for (const accept of ['text/html', 'application/json', '*/*'])
      expect(await asked({ ...other, accept }, session, '/list')).toMatchObject({ statusCode: 200 });
    for (const accept of ['text/csv', 'application/x-ndjson'])
      expect(await asked({ ...other, accept }, session, '/list')).toMatchObject({ statusCode: 403 });
    expect(await asked({ ...other, ...page }, session, '/list', 'format=csv')).toMatchObject({
      statusCode: 403,
    });
  });

  it('of what another site leads to on purpose passes', async () => {
    expect(await asked({ 'sec-fetch-site': 'cross-site' }, session, '/callback')).toMatchObject({
      statusCode: 200,
    });
  });
});

it('every GET of the product that records is guarded, but for the way back from the issuer', () => {
  const open = routes.filter(
    ({ method, records, fromOtherSites }) => method === 'GET' && records && fromOtherSites,
  );
  expect(open.map(({ key }) => key)).toEqual(['GET /sign-in/callback']);
  const files = routes.filter(({ recordsOnly }) => recordsOnly).map(({ key }) => key);
  expect(files).toEqual([
    'GET /projects',
    'GET /history',
    'GET /projects/{id}/history',
    'GET /directory/units',
    'GET /directory/people',
  ]);
});
