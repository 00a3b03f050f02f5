import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../clock.ts';
import { tryWrite } from '../../disk.ts';
import type { FindAccount } from './accounts.ts';
import { adapterOn } from './adapter.ts';
import { accessClaimsOf } from './claims.ts';
import { loadSecrets, openDatabase, probe } from './database.ts';
import type { CreateInteraction } from './interaction.ts';
import { diskPage, errorPage } from './pages.ts';
import { makeProvider, scopes, tokenSeconds } from './provider.ts';
import { renderingFor } from './rendering.ts';

export interface Identity {
  /** Answers every request under the issuer's path. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** An access token as signing in would give, for programs and tests. */
  token(account: string): Promise<string>;
  close(): void;
}

/**
 * Opens the issuer: OpenID Connect with the authorization code flow and PKCE. Its keys and sessions are kept in
 * `database`.
 *
 * @param options.interaction how somebody shows who they are: sample accounts to choose from, or codes by mail
 */
export async function openIdentity(options: {
  issuer: string;
  clientId: string;
  redirectUris: readonly string[];
  postLogoutRedirectUris: readonly string[];
  accounts: FindAccount;
  interaction: CreateInteraction;
  database: string;
  clock: Clock;
}): Promise<Identity> {
  const { issuer, clientId, accounts, clock } = options;
  const path = new URL(issuer).pathname;
  const database = openDatabase(options.database);
  const secrets = await loadSecrets(database);
  const rendering = renderingFor([...options.redirectUris, ...options.postLogoutRedirectUris]);

  async function start() {
    const provider = await makeProvider({
      ...options,
      secrets,
      adapter: adapterOn(database, clock),
      rendering,
    });
    return {
      callback: provider.callback(),
      interact: options.interaction({ provider, rendering, database, clock }),
    };
  }

  // On the first request, not before: most of what a host does needs no issuer at all.
  let started: ReturnType<typeof start> | undefined;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    started ??= start();
    const { callback, interact } = await started;
    countCookiesFrom(clock, response);
    reachBy(issuer, request);
    const url = request.url ?? '/';
    if (!isReading(url.slice(path.length)) && !tryWrite(() => probe(database)))
      return rendering.send(response, 503, diskPage());
    if (url.startsWith(`${path}/interaction/`)) return interact(request, response);
    // The issuer's routes begin at its own root; it finds the prefix for its links by comparing the two.
    Object.assign(request, { originalUrl: url, url: url.slice(path.length) || '/' });
    return callback(request, response);
  }

  return {
    handle(request, response): void {
      answer(request, response).catch((error: unknown) => {
        // Expected is only what oidc-provider itself answers by an error: an expired or foreign sign-in.
        const [status, code, description] = refusalOf(error);
        if (status === 500) console.error('identity:', error);
        if (response.headersSent) response.destroy();
        else rendering.send(response, status, errorPage(code, description));
      });
    },

    async token(id): Promise<string> {
      const account = await accounts(id);
      if (account === undefined) throw new Error(`There is no account "${id}"`);
      const { importJWK, SignJWT } = await import('jose');
      const now = Math.floor(clock.now() / 1000);
      return new SignJWT({ ...accessClaimsOf(account), client_id: clientId, scope: scopes })
        .setProtectedHeader({ alg: 'RS256', kid: secrets.key.kid })
        .setIssuer(issuer)
        .setSubject(account.id)
        .setIssuedAt(now)
        .setExpirationTime(now + tokenSeconds)
        .setJti(randomUUID())
        .sign(await importJWK(secrets.key, 'RS256'));
    },

    close(): void {
      database.close();
    },
  };
}

/**
 * The issuer has one address, and names it in all its answers, whichever way a request came: a proxy and the functions
 * reach it by others.
 */
function reachBy(issuer: string, { headers }: IncomingMessage): void {
  const { host, protocol } = new URL(issuer);
  headers.host = host;
  headers['x-forwarded-host'] = host;
  headers['x-forwarded-proto'] = protocol.slice(0, -1);
}

/** What the issuer answers without storing anything: who it is, and its keys. */
const isReading = (path: string): boolean => path === '/.well-known/openid-configuration' || path === '/jwks';

/**
 * Cookies say how long they last, not until when: the browser's clock is not the host's, which may stand months before
 * or after it, and a cookie that ends in the browser's past is never kept.
 */
function countCookiesFrom(clock: Clock, response: ServerResponse): void {
  const relative = (cookie: string): string =>
    cookie.replace(/expires=([^;]+)/i, (_, end: string) => {
      const seconds = Math.round((Date.parse(end) - clock.now()) / 1000);
      return `Max-Age=${Math.max(0, seconds)}`;
    });
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) =>
    name.toLowerCase() === 'set-cookie'
      ? setHeader(
          name,
          [value].flat().map((one) => relative(String(one))),
        )
      : setHeader(name, value);
}

function refusalOf(error: unknown): [status: number, code: string, description: string] {
  if (error instanceof Error && 'statusCode' in error && 'error' in error && Number(error.statusCode) < 500) {
    return [
      Number(error.statusCode),
      String(error.error),
      'error_description' in error ? String(error.error_description) : '',
    ];
  }
  return [500, 'server_error', ''];
}
