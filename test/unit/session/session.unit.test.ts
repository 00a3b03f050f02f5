import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { oidcIssuer } from '../../../functions/session/issuer.ts';
import { sessionHandlers } from '../../../functions/session/session.ts';
import { sessionRows } from '../../../shared/contract/routes/session.ts';
import type { Account } from '../../../shared/identity/principal.ts';
import { findSession } from '../../../shared/identity/session-store.ts';
import { anEndpointOf } from '../../builders/endpoint.ts';
import { aSessionsTable } from '../../builders/sessions-table.ts';
import { aFormPost, anHttpEvent } from '../../fixtures/http-event.ts';
import { logOf } from '../../support/captured-log.ts';
import { CLIENT_ID, startTestIssuer, type TestIssuer } from '../../support/test-issuer.ts';

const BASE_URL = 'http://localhost:3000';
const NOW = new Date('2026-11-23T08:00:00Z');
const html = { accept: 'text/html' };

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

let issuer: TestIssuer;
let table: ReturnType<typeof aSessionsTable>;
let send: ReturnType<typeof anEndpointOf>;
/** What the token endpoint was sent, and the claims that it puts into the ID token. */
let redeemed: URLSearchParams[];
let idClaims: Record<string, unknown>;
/** The roles that a sign-in was recorded with. */
let seenRoles: (readonly [string, readonly string[]])[];

const open = (url: string) => {
  table = aSessionsTable();
  const deps = {
    database: table,
    issuer: oidcIssuer(url, CLIENT_ID),
    baseUrl: BASE_URL,
    rolesClaim: 'cognito:groups',
    sessionSeconds: 8 * 60 * 60,
    recognise: async () => undefined,
    recordRoles: async ({ id, roles }: Account) => {
      seenRoles.push([id, roles]);
    },
  };
  send = anEndpointOf(sessionRows, sessionHandlers({ ...deps, now: () => NOW }));
};

beforeEach(async () => {
  issuer = await startTestIssuer();
  redeemed = [];
  idClaims = {};
  seenRoles = [];
  issuer.on('/token', async (request, response) => {
    redeemed.push(new URLSearchParams(await textOf(request)));
    const body = { access_token: 'opaque', token_type: 'Bearer', id_token: await issuer.sign(idClaims) };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  open(issuer.url);
});
afterEach(() => issuer.close());

const valueIn = (cookie: string | undefined): string => cookie?.split(';')[0]?.replace(/^[^=]+=/, '') ?? '';

/** Starts a sign-in; gives what the issuer was asked and what the browser remembers. */
async function begin(query = '') {
  const answer = await send(anHttpEvent({ route: '/sign-in', query, headers: html }));
  const authorize = new URL(String(answer.headers?.location));
  return { answer, authorize, cookie: answer.cookies?.[0]?.split(';')[0] ?? '' };
}

const callback = (query: string, cookies: readonly string[], more: Partial<APIGatewayProxyEventV2> = {}) =>
  send({ ...anHttpEvent({ route: '/sign-in/callback', query, headers: html, cookies }), ...more });

async function signIn(returnTo = '/', cookies: readonly string[] = []) {
  const { authorize, cookie } = await begin(`returnTo=${encodeURIComponent(returnTo)}`);
  idClaims = {
    nonce: authorize.searchParams.get('nonce'),
    name: '经办人甲（示例）',
    'cognito:groups': ['submitter'],
    ...idClaims,
  };
  const query = new URLSearchParams({ code: 'the-code', state: authorize.searchParams.get('state') ?? '' });
  return callback(query.toString(), [cookie, ...cookies]);
}

describe('signing in', () => {
  it('sends the browser to the issuer by code flow with PKCE, state and nonce', async () => {
    const { answer, authorize, cookie } = await begin('prompt=login&login_hint=submitter');
    expect(answer.statusCode).toBe(303);
    expect(`${authorize.origin}${authorize.pathname}`).toBe(`${issuer.url}/authorize`);
    expect(Object.fromEntries(authorize.searchParams)).toEqual({
      client_id: CLIENT_ID,
      response_type: 'code',
      redirect_uri: `${BASE_URL}/sign-in/callback`,
      scope: 'openid profile email',
      prompt: 'login',
      login_hint: 'submitter',
      ui_locales: 'zh-CN',
      lang: 'zh-CN',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.any(String),
      code_challenge_method: 'S256',
    });
    const { verifier } = JSON.parse(Buffer.from(valueIn(cookie), 'base64url').toString());
    expect(createHash('sha256').update(verifier).digest('base64url')).toBe(
      authorize.searchParams.get('code_challenge'),
    );
    expect(answer.cookies?.[0]).toMatch(
      /^__Host-sign-in-3000=[\w-]+; Path=\/; Max-Age=900; Secure; HttpOnly; SameSite=Lax$/,
    );
  });

  it('comes back with a new session of one working day, and to the page that was asked for', async () => {
    const answer = await signIn('/projects/2021-7K3M-9QXD?lang=en');
    expect(answer).toMatchObject({
      statusCode: 303,
      headers: { location: `${BASE_URL}/projects/2021-7K3M-9QXD?lang=en` },
      cookies: [
        expect.stringMatching(/^__Host-session-3000=[\w-]{43}; /),
        expect.stringMatching(/^__Host-sign-in-3000=; Path=\/; Max-Age=0;/),
      ],
    });
    expect(Object.fromEntries(redeemed[0] ?? [])).toMatchObject({
      grant_type: 'authorization_code',
      code: 'the-code',
      client_id: CLIENT_ID,
      redirect_uri: `${BASE_URL}/sign-in/callback`,
      code_verifier: expect.any(String),
    });
    const hash = createHash('sha256').update(valueIn(answer.cookies?.[0])).digest('hex');
    const account = { id: 'submitter', name: '经办人甲（示例）', roles: ['submitter'] };
    const inHours = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);
    expect(seenRoles).toEqual([['submitter', ['submitter']]]);
    expect(await findSession(table, hash, inHours(7.99), 1_800)).toEqual(account);
    expect(await findSession(table, hash, inHours(8), 1_800)).toBeUndefined();
  });

  it('gives another id each time, and ends the session that was there', async () => {
    const first = (await signIn()).cookies?.[0] ?? '';
    idClaims = {};
    const second = (await signIn('/', [first.split(';')[0] ?? ''])).cookies?.[0];
    expect(valueIn(second)).not.toBe(valueIn(first));
    // One session, and where it is found by its person.
    expect(table.items.size).toBe(2);
  });

  it.each([
    ['//elsewhere.example/', '/'],
    ['/\\elsewhere.example', '/'],
    ['/.//elsewhere.example', '/'],
    ['/\t/elsewhere.example', '/'],
    ['https://elsewhere.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['/a/../b?c=%2F%2F', '/b?c=%2F%2F'],
  ])('to return to %s goes to our own %s', async (returnTo, path) => {
    expect((await signIn(returnTo)).headers?.location).toBe(`${BASE_URL}${path}`);
  });

  it('to return to an address that no page of ours has goes to the desk', async () => {
    expect((await signIn(`/${'x'.repeat(2_000)}`)).headers?.location).toBe(`${BASE_URL}/`);
  });

  it('asks for the issuer’s page in the language of the product’s', async () => {
    const { authorize } = await begin('lang=en');
    expect([authorize.searchParams.get('ui_locales'), authorize.searchParams.get('lang')]).toEqual([
      'en',
      'en',
    ]);
  });

  it.each([
    ['prompt=none', 'invalid-parameter'],
    ['next=/', 'unknown-parameter'],
  ])('with ?%s is 400 %s', async (query, code) => {
    expect(await send(anHttpEvent({ route: '/sign-in', query }))).toMatchObject({
      statusCode: 400,
      json: { code },
    });
  });
});

describe('a callback is refused, without a session,', () => {
  const refused = async (answer: Promise<Awaited<ReturnType<typeof send>>>) => {
    const { statusCode, text, cookies = [] } = await answer;
    expect(statusCode).toBe(400);
    expect(text).toContain('sign-in-failed');
    expect(cookies.join()).not.toContain('__Host-session-3000=');
    expect(table.items.size).toBe(0);
  };

  it('from a browser that began nothing, or whose cookie is nonsense', async () => {
    const { authorize } = await begin();
    const query = `code=the-code&state=${authorize.searchParams.get('state')}`;
    await refused(callback(query, []));
    for (const cookie of ['x', 'bm9uc2Vuc2U', Buffer.from('{"state":"s"}').toString('base64url')]) {
      await refused(callback(query, [`__Host-sign-in-3000=${cookie}`]));
    }
    expect(redeemed).toEqual([]);
  });

  it('with the state of another browser, whose code somebody wants it to redeem', async () => {
    const mine = await begin();
    const theirs = await begin();
    await refused(callback(`code=x&state=${theirs.authorize.searchParams.get('state')}`, [mine.cookie]));
    await refused(callback('code=x', [mine.cookie]));
    expect(redeemed).toEqual([]);
  });

  it('that says that the person gave up', async () => {
    const { authorize, cookie } = await begin();
    await refused(callback(`error=access_denied&state=${authorize.searchParams.get('state')}`, [cookie]));
  });

  it.each([
    ['of another sign-in', { nonce: 'another' }],
    ['for another program', { aud: 'elsewhere' }],
    ['of another issuer', { iss: 'https://elsewhere.example' }],
    ['that ran out', { exp: 1 }],
  ])('with an ID token %s', async (_name, claims) => {
    idClaims = claims;
    await refused(signIn());
  });

  it('when the issuer refuses the code', async () => {
    issuer.on('/token', (_request, response) =>
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}'),
    );
    await refused(signIn());
  });
});

describe('an issuer that is away', () => {
  it('is 503 when signing in, and is asked again', async () => {
    const discovery = '/.well-known/openid-configuration';
    issuer.on(discovery, (_request, response) => response.destroy());
    await logOf(async () => {
      const answer = await send(anHttpEvent({ route: '/sign-in' }));
      expect(answer).toMatchObject({ statusCode: 503, json: { code: 'issuer-unavailable' } });
    });
    const back = { issuer: issuer.url, authorization_endpoint: `${issuer.url}/authorize` };
    issuer.on(discovery, (_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(back)),
    );
    expect((await begin()).answer.statusCode).toBe(303);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['hangs up', (response) => response.destroy()],
    ['answers with a gateway that is in trouble', (response) => response.writeHead(502).end('<html>')],
  ])('is 503 when it %s in between', async (_name, fail) => {
    issuer.on('/token', (_request, response) => fail(response));
    await logOf(async () => {
      expect((await signIn()).statusCode).toBe(503);
    });
  });

  it('does not keep anybody from signing out', async () => {
    await issuer.close();
    await logOf(async () => {
      const answer = await send(aFormPost('/sign-out', {}));
      expect(answer).toMatchObject({ statusCode: 200, cookies: [expect.stringContaining('Max-Age=0')] });
      expect(answer.headers).not.toHaveProperty('refresh');
    });
    issuer = await startTestIssuer();
  });

  it('over plain http is not even asked unless it is named as this very machine', async () => {
    // The same issuer, at an address that only resolves here to what it listens on.
    open(issuer.url.replace('127.0.0.1', '[::ffff:127.0.0.1]'));
    await logOf(async () => {
      expect((await send(anHttpEvent({ route: '/sign-in' }))).statusCode).toBe(503);
    });
    expect(issuer.asked.size).toBe(0);
  });
});

describe('signing out', () => {
  it('ends the session at once and clears its cookie', async () => {
    const session = (await signIn()).cookies?.[0]?.split(';')[0] ?? '';
    expect(table.items.size).toBe(2);
    const answer = await send(aFormPost('/sign-out', {}, { cookies: [session] }));
    expect(answer).toMatchObject({
      statusCode: 200,
      cookies: [expect.stringMatching(/^__Host-session-3000=; .*Max-Age=0/)],
      // Nothing of unsaved work stays for whoever comes after.
      headers: { 'clear-site-data': '"storage"' },
    });
    expect(answer.text).toContain('已退出');
    expect(table.items.size).toBe(0);
  });

  it('on all devices ends every session of the person, and says so', async () => {
    const signedIn = async () => {
      idClaims = {};
      return (await signIn()).cookies?.[0]?.split(';')[0] ?? '';
    };
    const [here, there] = [await signedIn(), await signedIn()];
    expect(table.items.size).toBe(4);
    const one = await send(aFormPost('/sign-out', {}, { cookies: [here] }));
    expect(one.text).not.toContain('所有设备');
    expect(one.text).toContain('<a href="/about">');
    expect(table.items.size).toBe(2);
    await signedIn();
    const all = await send(aFormPost('/sign-out', { everywhere: 'yes' }, { cookies: [there] }));
    expect(all.text).toContain('所有设备');
    expect(table.items.size).toBe(0);
  });

  it('goes on to the issuer where it has an end to its own session', async () => {
    await issuer.close();
    issuer = await startTestIssuer({ end_session_endpoint: 'https://issuer.example/logout' });
    open(issuer.url);
    const url = new URL(
      String((await send(aFormPost('/sign-out', {}))).headers?.refresh).replace(/^0; url=/, ''),
    );
    expect(`${url.origin}${url.pathname}`).toBe('https://issuer.example/logout');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: CLIENT_ID,
      post_logout_redirect_uri: `${BASE_URL}/`,
      logout_uri: `${BASE_URL}/`,
    });
    const program = await send(anHttpEvent({ method: 'POST', route: '/sign-out' }));
    expect(program.json).toEqual({ signedOut: true, endSession: url.href });
    expect(program.headers).not.toHaveProperty('refresh');
  });

  it('is not done for another site', async () => {
    const answer = await send(aFormPost('/sign-out', {}, { headers: { 'sec-fetch-site': 'cross-site' } }));
    expect(answer.statusCode).toBe(403);
  });
});
