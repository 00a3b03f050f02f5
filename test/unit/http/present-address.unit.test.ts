import { describe, expect, it } from '@jest/globals';
import { anEndpoint, route } from '../../builders/endpoint.ts';
import { anHttpEvent } from '../../fixtures/http-event.ts';

let answered = 0;
const handle = async () => {
  answered += 1;
  return { status: 200, json: { is: 'here' } };
};
const send = anEndpoint(
  {
    'GET /decisions/{token}': route({ who: 'link', handle }),
    'POST /decisions/{token}': route({ who: 'link', handle }),
    'GET /projects': route({ who: 'signed-in', handle }),
  },
  'https://new.office.example:8443',
  { formerHosts: ['old.office.example', 'New.office.example'] },
);

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const at = (host: string, request: Parameters<typeof anHttpEvent>[0]) => {
  const event = anHttpEvent({ ...request, headers: { host, ...request?.headers } });
  const domainName = host.replace(/:\d+$/, '');
  return { ...event, requestContext: { ...event.requestContext, domainName } };
};
const page = { route: '/decisions/{token}', headers: browser };

describe('a page that is opened at a host name of before', () => {
  it.each([
    ['/decisions/abc', '', 'https://new.office.example:8443/decisions/abc'],
    ['/decisions/abc', 'lang=en&a=%20b', 'https://new.office.example:8443/decisions/abc?lang=en&a=%20b'],
    ['/decisions/项目 a?b#c', '', 'https://new.office.example:8443/decisions/%E9%A1%B9%E7%9B%AE%20a%3Fb%23c'],
    // Whatever is in the path, the host is ours.
    ['//evil.example/x', '', 'https://new.office.example:8443//evil.example/x'],
    ['/\\evil.example', '', 'https://new.office.example:8443//evil.example'],
    ['@evil.example', '', 'https://new.office.example:8443/@evil.example'],
  ])('%s leads to the same page at the present one', async (path, query, location) => {
    answered = 0;
    const answer = await send(at('old.office.example:8443', { ...page, path, query }));
    expect(answer).toMatchObject({ statusCode: 307, headers: { location, 'cache-control': 'no-store' } });
    expect(answered).toBe(0);
  });

  it('leads there before anybody is asked who they are, also where the page is not known any more', async () => {
    const asked = await send(at('OLD.office.example', { route: '/projects', headers: browser }));
    expect(asked.headers?.location).toBe('https://new.office.example:8443/projects');
    const unknown = await send(at('old.office.example', { route: '/gone', headers: browser }));
    expect(unknown.headers?.location).toBe('https://new.office.example:8443/gone');
    const head = await send(at('old.office.example', { ...page, path: '/decisions/a', method: 'HEAD' }));
    expect(head).toMatchObject({ statusCode: 307, text: '' });
  });

  it('is answered where it is, if a program asks, or something is posted', async () => {
    const json = { ...page, headers: { accept: 'application/json' } };
    expect(await send(at('old.office.example', json))).toMatchObject({ statusCode: 200 });
    const posted = { ...page, method: 'POST', headers: { ...browser, 'sec-fetch-site': 'same-origin' } };
    expect(await send(at('old.office.example', posted))).toMatchObject({ statusCode: 200 });
  });
});

it.each([
  'new.office.example:8443',
  'a1b2.execute-api.eu-central-1.amazonaws.com',
  '127.0.0.1:3000',
  'localhost',
])('a page at %s, which is no name of before, is answered there', async (host) => {
  expect(await send(at(host, page))).toMatchObject({ statusCode: 200 });
});
