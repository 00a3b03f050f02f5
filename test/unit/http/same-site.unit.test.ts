import { describe, expect, it } from '@jest/globals';
import { anEndpoint, BASE_URL, route } from '../../builders/endpoint.ts';
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
