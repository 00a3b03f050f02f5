import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { CLIENT_ID, startTestIssuer, type TestIssuer } from './test-issuer.ts';

/** Claims of an ID token; what is set to undefined is left out. */
export type Claims = Readonly<Record<string, unknown>>;

interface Begun {
  readonly nonce: string;
  readonly challenge: string;
  readonly redirect: string;
  readonly claims: Claims;
}

/** An issuer of an office's own, over TLS: whoever is at it is signed in at once, by code flow with PKCE and nothing else. */
export interface SignInIssuer extends TestIssuer {
  /** Who sits at the browser, as the ID token has it. */
  person: Claims;
}

const params = ({ url = '' }: IncomingMessage) => new URL(url, 'http://x').searchParams;

export async function startSignInIssuer(place: {
  readonly port: number;
  readonly tls: { readonly certificate: string; readonly key: string };
}): Promise<SignInIssuer> {
  const codes = new Map<string, Begun>();
  const issuer: SignInIssuer = { ...(await startTestIssuer({}, place)), person: {} };

  issuer.on('/authorize', (request, response) => {
    const asked = params(request);
    const named = (name: string): string => asked.get(name) ?? '';
    const isOurs =
      named('response_type') === 'code' &&
      named('code_challenge_method') === 'S256' &&
      named('client_id') === CLIENT_ID;
    if (!isOurs) {
      response.writeHead(400).end('No code flow with PKCE');
      return;
    }
    const code = randomBytes(16).toString('base64url');
    const redirect = named('redirect_uri');
    const begun = { nonce: named('nonce'), challenge: named('code_challenge'), redirect };
    codes.set(code, { ...begun, claims: issuer.person });
    const back = new URL(redirect);
    back.search = new URLSearchParams({ code, state: named('state') }).toString();
    response.writeHead(302, { location: back.href }).end();
  });

  const redeem = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const sent = new URLSearchParams(await text(request));
    const begun = codes.get(sent.get('code') ?? '');
    codes.delete(sent.get('code') ?? '');
    const verifier = createHash('sha256').update(sent.get('code_verifier') ?? '');
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const holds =
      begun !== undefined &&
      verifier.digest('base64url') === begun.challenge &&
      sent.get('redirect_uri') === begun.redirect;
    if (!holds) {
      json(400, { error: 'invalid_grant' });
      return;
    }
    const claims = { nonce: begun.nonce, ...begun.claims };
    json(200, {
      access_token: await issuer.sign({ ...claims, scope: 'openid' }),
      id_token: await issuer.sign(claims, { typ: 'JWT' }),
      ...{ token_type: 'Bearer', expires_in: 60 },
    });
  };
  issuer.on('/token', (request, response) => void redeem(request, response));
  return issuer;
}
