import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

type Claims = Readonly<Record<string, unknown>>;
type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

export interface TestIssuer {
  readonly url: string;
  /** How often each path was asked for. */
  readonly asked: Map<string, number>;
  /** An access token signed by the issuer's key; what is set to undefined is left out. */
  sign(
    claims: Claims,
    header?: { alg?: string; kid?: string; typ?: string | undefined },
    keys?: Keys,
  ): Promise<string>;
  /** Answers one path; without it the issuer only has its discovery and its keys. */
  on(path: string, answer: (request: IncomingMessage, response: ServerResponse) => void): void;
  close(): Promise<void>;
}

export const CLIENT_ID = 'countersign';

/**
 * An OIDC issuer on loopback with a real key: what a token's check and a sign-in talk to.
 * @param place with a certificate for `localhost` it is an https address of that name
 */
export async function startTestIssuer(
  metadata: Readonly<Record<string, unknown>> = {},
  place: {
    readonly port?: number;
    readonly tls?: { readonly certificate: string; readonly key: string };
  } = {},
): Promise<TestIssuer> {
  const own = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const asked = new Map<string, number>();
  const answers = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    asked.set(path, (asked.get(path) ?? 0) + 1);
    const answer = answers.get(path);
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  };
  const { port = 0, tls } = place;
  const server = tls
    ? createTlsServer({ cert: tls.certificate, key: tls.key }, listener)
    : createServer(listener);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const listening = (server.address() as AddressInfo).port;
  const url = tls ? `https://localhost:${listening}/issuer` : `http://127.0.0.1:${listening}/issuer`;
  const json = (value: unknown) => (_request: IncomingMessage, response: ServerResponse) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  answers.set(
    '/issuer/.well-known/openid-configuration',
    json({
      issuer: url,
      jwks_uri: `${url}/keys`,
      authorization_endpoint: `${url}/authorize`,
      token_endpoint: `${url}/token`,
      id_token_signing_alg_values_supported: ['RS256'],
      ...metadata,
    }),
  );
  answers.set('/issuer/keys', json({ keys: [jwk] }));
  return {
    url,
    asked,
    on: (path, answer) => answers.set(`/issuer${path}`, answer),
    sign(claims, header = {}, keys = own) {
      const now = Math.floor(Date.now() / 1_000);
      const payload = { iss: url, aud: CLIENT_ID, sub: 'submitter', iat: now, exp: now + 60, ...claims };
      const present = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
      const { typ, ...others } = { alg: 'RS256', kid: 'one', typ: 'at+jwt', ...header };
      return new SignJWT(present)
        .setProtectedHeader({ ...others, ...(typ === undefined ? {} : { typ }) })
        .sign(keys.privateKey);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
