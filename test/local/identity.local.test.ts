import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import * as client from 'openid-client';
import type { Clock } from '../../infra/local/clock.ts';
import { accounts } from '../../infra/local/services/identity/accounts.ts';
import { type Identity, openIdentity } from '../../infra/local/services/identity/identity.ts';
import { createChooser } from '../../infra/local/services/identity/interaction.ts';
import { PlainBrowser } from '../support/plain-browser.ts';

const callback = 'http://localhost:3000/sign-in/callback';
const home = 'http://localhost:3000/';

let folder: string;
let server: Server;
let identity: Identity;
let issuer: string;
let offset: number;
let configuration: client.Configuration;
const clock: Clock = { now: () => Date.now() + offset, advance: () => {}, onAdvance: () => {} };
// Whatever the issuer prints is noise for the person who starts the platform.
const printed = [jest.spyOn(console, 'info'), jest.spyOn(console, 'warn'), jest.spyOn(console, 'error')];

const open = () =>
  openIdentity({
    issuer,
    clientId: 'countersign',
    redirectUris: [callback],
    postLogoutRedirectUris: [home],
    accounts: async (id) => accounts.find((account) => account.id === id),
    interaction: createChooser(accounts),
    database: join(folder, 'identity.sqlite'),
    clock,
  });

beforeEach(async () => {
  offset = 0;
  folder = mkdtempSync(join(tmpdir(), 'identity-'));
  server = createServer((request, response) => identity.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  issuer = `http://localhost:${(server.address() as AddressInfo).port}/issuer`;
  identity = await open();
  configuration = await client.discovery(new URL(issuer), 'countersign', undefined, client.None(), {
    execute: [client.allowInsecureRequests],
  });
});

afterEach(async () => {
  for (const spy of printed) {
    expect(spy).not.toHaveBeenCalled();
    spy.mockClear();
  }
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  identity.close();
  rmSync(folder, { recursive: true });
});

const aBrowser = () => new PlainBrowser(({ href }) => href.startsWith(issuer));

async function authorization(more: Record<string, string> = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: callback,
    scope: 'openid profile email',
    state: 'the-state',
    nonce: 'the-nonce',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...more,
  });
  return { url, verifier };
}

async function signIn(browser: PlainBrowser, account: string, more: Record<string, string> = {}) {
  const { url, verifier } = await authorization(more);
  const chooser = await browser.open(url);
  const done = await browser.open(chooser.url, { account });
  return client.authorizationCodeGrant(configuration, done.url, {
    pkceCodeVerifier: verifier,
    expectedState: 'the-state',
    expectedNonce: 'the-nonce',
  });
}

const verify = (token: string) =>
  jwtVerify(token, createRemoteJWKSet(new URL(String(configuration.serverMetadata().jwks_uri))), {
    issuer,
    algorithms: ['RS256'],
  });

const reviewerClaims = {
  sub: 'reviewer',
  name: '审核人丙（示例）',
  email: 'reviewer@countersign.example',
  email_verified: true,
  'cognito:groups': ['reviewer'],
};

describe('the discovery document', () => {
  it('has every address under the issuer’s path', () => {
    const metadata = configuration.serverMetadata();
    expect(metadata.issuer).toBe(issuer);
    const addresses = Object.entries(metadata).filter(([name]) => /_(endpoint|uri)$/.test(name));
    expect(addresses.map(([name]) => name).sort()).toEqual(
      expect.arrayContaining([
        'authorization_endpoint',
        'end_session_endpoint',
        'jwks_uri',
        'token_endpoint',
      ]),
    );
    for (const [, address] of addresses) expect(address).toMatch(new RegExp(`^${issuer}/`));
    expect(metadata.code_challenge_methods_supported).toEqual(['S256']);
    expect(metadata.scopes_supported).toEqual(expect.arrayContaining(['openid', 'profile', 'email']));
  });
});

describe('signing in', () => {
  it('gives an ID token with the account’s claims, and an access token that names nobody', async () => {
    const tokens = await signIn(aBrowser(), 'reviewer');
    expect(tokens.claims()).toMatchObject({
      ...reviewerClaims,
      iss: issuer,
      aud: 'countersign',
      nonce: 'the-nonce',
    });
    const { payload, protectedHeader } = await verify(tokens.access_token);
    expect(payload).toMatchObject({
      sub: 'reviewer',
      username: 'reviewer',
      token_use: 'access',
      'cognito:groups': ['reviewer'],
      client_id: 'countersign',
      scope: 'openid profile email',
    });
    for (const name of ['aud', 'name', 'email']) expect(payload).not.toHaveProperty(name);
    expect(protectedHeader).toEqual({ alg: 'RS256', kid: expect.any(String) });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(3600);
    expect(tokens.expires_in).toBe(3600);
    expect(tokens.refresh_token).toBeUndefined();
  });

  it('asks for an account each time, also while somebody is signed in', async () => {
    const browser = aBrowser();
    const first = await signIn(browser, 'submitter');
    const second = await signIn(browser, 'approver');
    const third = await signIn(browser, 'approver', { prompt: 'login' });
    expect([first, second, third].map((tokens) => tokens.claims()?.sub)).toEqual([
      'submitter',
      'approver',
      'approver',
    ]);
    expect(second.claims()).toMatchObject({ 'cognito:groups': ['approver'], name: '审批人戊（示例）' });
  });

  it('shows all sample accounts, in Chinese first, without scripts, and says what it is', async () => {
    const { status, html } = await aBrowser().open((await authorization()).url);
    expect(status).toBe(200);
    expect([...html.matchAll(/name="account" value="(\w+)"/g)].map((match) => match[1])).toEqual(
      accounts.map(({ id }) => id),
    );
    expect(html).toContain('<html lang="zh-CN">');
    expect(html).toContain('仅供开发：这些是示例账号，没有密码');
    expect(html).toContain('<span lang="en">Development only: sample accounts');
    expect(html).toContain('width=device-width');
    expect(html).not.toContain('<script');
    expect(html).not.toContain('autofocus');
  });

  it('tells a stranger where it says what this is', async () => {
    const { html } = await aBrowser().open((await authorization()).url);
    expect(html).toContain('<a href="http://localhost:3000/about">会签是什么、怎么用');
  });

  it('puts the account that the product hints at first, and still asks', async () => {
    const { url } = await authorization({ login_hint: 'auditor@countersign.example' });
    const { html } = await aBrowser().open(url);
    expect(html.match(/<button name="account"[^>]*>/)?.[0]).toBe(
      '<button name="account" value="auditor" class="hinted" autofocus>',
    );
  });

  it('lets the answer of the form redirect to the product', async () => {
    const browser = aBrowser();
    const { url } = await browser.open((await authorization()).url);
    const page = await fetch(url, {
      headers: { cookie: Reflect.get(browser, 'cookieHeader').call(browser, url) },
    });
    expect(page.headers.get('content-security-policy')).toContain(
      "form-action 'self' http://localhost:3000;",
    );
  });

  it('keeps its cookies from the product’s paths', async () => {
    const browser = aBrowser();
    await signIn(browser, 'reviewer');
    expect(browser.paths.length).toBeGreaterThan(0);
    for (const path of browser.paths) expect(path).toMatch(/^\/issuer/);
  });

  it('can be cancelled', async () => {
    const browser = aBrowser();
    const { url } = await browser.open((await authorization()).url);
    const back = await browser.open(url, { cancel: 'yes' });
    expect(back.url.origin + back.url.pathname).toBe(callback);
    expect(Object.fromEntries(back.url.searchParams)).toMatchObject({
      error: 'access_denied',
      state: 'the-state',
    });
  });

  it('does not happen silently', async () => {
    const browser = aBrowser();
    await signIn(browser, 'reviewer');
    const { url } = await browser.open((await authorization({ prompt: 'none' })).url);
    expect(url.searchParams.get('error')).toBe('login_required');
  });

  it('refuses a code without its verifier, and a code that was used', async () => {
    const browser = aBrowser();
    const { url, verifier } = await authorization();
    const { url: chooser } = await browser.open(url);
    const done = await browser.open(chooser, { account: 'reviewer' });
    const exchange = (pkceCodeVerifier: string) =>
      client.authorizationCodeGrant(configuration, done.url, {
        pkceCodeVerifier,
        expectedState: 'the-state',
        expectedNonce: 'the-nonce',
      });
    await expect(exchange(client.randomPKCECodeVerifier())).rejects.toMatchObject({ error: 'invalid_grant' });
    await exchange(verifier);
    await expect(exchange(verifier)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('refuses a request without PKCE', async () => {
    const { url } = await authorization();
    url.searchParams.delete('code_challenge');
    url.searchParams.delete('code_challenge_method');
    const answer = await aBrowser().open(url);
    expect(answer.url.searchParams.get('error')).toBe('invalid_request');
  });

  it('refuses to return to an address that is not registered, on a page of its own', async () => {
    const { url } = await authorization({ redirect_uri: 'http://localhost:3000/elsewhere' });
    const { status, html } = await aBrowser().open(url);
    expect(status).toBe(400);
    expect(html).toContain('无法完成登录');
    expect(html).toContain('invalid_redirect_uri');
  });

  it('refuses an unknown account and a sign-in that is not of this browser', async () => {
    const browser = aBrowser();
    const { url } = await browser.open((await authorization()).url);
    expect((await browser.open(url, { account: '<nobody>' })).status).toBe(400);
    const foreign = await aBrowser().open(url);
    expect(foreign.status).toBe(400);
    expect(foreign.html).toContain('无法完成登录');
  });
});

describe('signing out', () => {
  it('returns to the product', async () => {
    const browser = aBrowser();
    const tokens = await signIn(browser, 'reviewer');
    const page = await browser.open(
      client.buildEndSessionUrl(configuration, {
        id_token_hint: String(tokens.id_token),
        post_logout_redirect_uri: home,
        state: 'bye',
      }),
    );
    expect(page.html).toContain('退出登录');
    const action = /action="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    expect(action).toMatch(new RegExp(`^${issuer}/`));
    const back = await browser.open(action, { xsrf, logout: 'yes' });
    expect(back.url.href).toBe(`${home}?state=bye`);
  });
});

describe('a token for a program', () => {
  it.each(accounts.map(({ id }) => id))(
    'can be had for %s, with the claims of Cognito’s: it names nobody and has no audience',
    async (id) => {
      const { payload } = await verify(await identity.token(id));
      const account = accounts.find((candidate) => candidate.id === id);
      expect(payload).toMatchObject({
        sub: id,
        username: id,
        token_use: 'access',
        'cognito:groups': account?.groups,
        client_id: 'countersign',
        scope: 'openid profile email',
      });
      for (const name of ['aud', 'name', 'email', 'email_verified']) expect(payload).not.toHaveProperty(name);
      expect(Number(payload.exp) - Number(payload.iat)).toBe(3600);
    },
  );

  it('looks like one from signing in', async () => {
    const { access_token } = await signIn(aBrowser(), 'reviewer');
    const minted = await identity.token('reviewer');
    expect(decodeProtectedHeader(minted)).toEqual(decodeProtectedHeader(access_token));
    const names = async (token: string) => Object.keys((await verify(token)).payload).sort();
    expect(await names(minted)).toEqual(await names(access_token));
  });

  it('follows the clock', async () => {
    offset = 3_601_000;
    const { payload } = await verify(await identity.token('reviewer'));
    expect(Number(payload.iat)).toBeGreaterThan(Date.now() / 1000 + 3590);
  });

  it('is refused for an unknown account', async () => {
    await expect(identity.token('nobody')).rejects.toThrow('There is no account "nobody"');
  });
});

describe('after a restart', () => {
  const restart = async () => {
    identity.close();
    identity = await open();
  };

  it('tokens still verify by the same key', async () => {
    const token = await identity.token('reviewer');
    const before = await (await fetch(`${issuer}/jwks`)).json();
    await restart();
    expect(await (await fetch(`${issuer}/jwks`)).json()).toEqual(before);
    expect((await verify(token)).payload.sub).toBe('reviewer');
  });

  it('a sign-in that was under way goes on', async () => {
    const browser = aBrowser();
    const { url, verifier } = await authorization();
    const { url: chooser } = await browser.open(url);
    await restart();
    const done = await browser.open(chooser, { account: 'reviewer' });
    await restart();
    const tokens = await client.authorizationCodeGrant(configuration, done.url, {
      pkceCodeVerifier: verifier,
      expectedState: 'the-state',
      expectedNonce: 'the-nonce',
    });
    expect(tokens.claims()?.sub).toBe('reviewer');
  });

  it('what has expired is gone', async () => {
    const browser = aBrowser();
    const { url } = await browser.open((await authorization()).url);
    offset = 2 * 60 * 60 * 1000;
    expect((await browser.open(url, { account: 'reviewer' })).status).toBe(400);
  });
});
