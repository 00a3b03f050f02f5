import type { Configuration } from 'openid-client';
import * as z from 'zod';
import { Problem } from '../../shared/contract/problem.ts';
import { log } from '../../shared/runtime/log.ts';
import type { Transaction } from './transaction.ts';

/** What the sign-in needs of the OIDC issuer. */
export interface Issuer {
  /** Starts a code flow with PKCE: where to send the browser, and what to remember. */
  begin(
    redirectUri: string,
    extra: Readonly<Record<string, string>>,
  ): Promise<{ url: URL } & Omit<Transaction, 'returnTo'>>;
  /**
   * Redeems the code that came back.
   * @returns the verified claims of the ID token
   * @throws Problem `sign-in-failed`, `issuer-unavailable`
   */
  complete(callback: URL, started: Transaction): Promise<Readonly<Record<string, unknown>>>;
  /** Where the issuer's own session is ended; undefined where it offers no such address, or cannot be asked. */
  endSessionUrl(returnTo: string): Promise<URL | undefined>;
}

/** Discovery and the exchange of the code both fit twice into the function's time. */
const TIMEOUT_SECONDS = 5;
const SCOPE = 'openid profile email';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

// Loaded when somebody signs in or out: the client costs tens of milliseconds that a cold start can do without.
const client = () => import('openid-client');

function unavailable(cause: unknown): Problem {
  log.error('ISSUER_UNAVAILABLE', { reason: cause instanceof Error ? cause.message : typeof cause });
  return new Problem('issuer-unavailable', { cause });
}

const failure = z.object({
  name: z.string(),
  code: z.string().optional(),
  // An error, or the response that was not what it should be.
  cause: z.object({ name: z.string().optional(), status: z.number().optional() }).optional().catch(undefined),
});

/**
 * Whether nobody answered, which is not the fault of the person who signs in: fetch says TypeError, with or without
 * the client's own error around it, and a gateway that is in trouble says 5xx.
 */
function isOutage(error: unknown): boolean {
  const { data } = failure.safeParse(error);
  if (!data) return false;
  const { name, code, cause } = data;
  return (
    name === 'TypeError' ||
    cause?.name === 'TypeError' ||
    code === 'OAUTH_TIMEOUT' ||
    (cause?.status ?? 0) >= 500
  );
}

/** A public client, without a secret: PKCE binds the code to the browser that asked for it. */
export function oidcIssuer(issuer: string, clientId: string): Issuer {
  const address = new URL(issuer);
  // Plain http is for the issuer on this very machine; everywhere else the client refuses it.
  const isLocal = address.protocol === 'http:' && LOOPBACK.has(address.hostname);
  let discovered: Promise<Configuration> | undefined;

  const configuration = async (): Promise<Configuration> => {
    const { allowInsecureRequests, discovery, None } = await client();
    discovered ??= discovery(address, clientId, undefined, None(), {
      timeout: TIMEOUT_SECONDS,
      execute: isLocal ? [allowInsecureRequests] : [],
    });
    try {
      return await discovered;
    } catch (error) {
      // Not kept: the issuer may be back at the next call.
      discovered = undefined;
      throw unavailable(error);
    }
  };

  return {
    async begin(redirectUri, extra) {
      const oidc = await client();
      const config = await configuration();
      const state = oidc.randomState();
      const nonce = oidc.randomNonce();
      const verifier = oidc.randomPKCECodeVerifier();
      const url = oidc.buildAuthorizationUrl(config, {
        ...extra,
        redirect_uri: redirectUri,
        scope: SCOPE,
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return { url, state, nonce, verifier };
    },

    async complete(callback, { state, nonce, verifier }) {
      const { authorizationCodeGrant } = await client();
      const config = await configuration();
      try {
        const tokens = await authorizationCodeGrant(config, callback, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        return tokens.claims() ?? {};
      } catch (error) {
        if (isOutage(error)) throw unavailable(error);
        log.info('SIGN_IN_FAILED', { reason: failure.safeParse(error).data?.code ?? 'refused' });
        throw new Problem('sign-in-failed', { cause: error });
      }
    },

    async endSessionUrl(returnTo) {
      const { buildEndSessionUrl } = await client();
      try {
        const config = await configuration();
        if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
        // Cognito knows the second name only.
        return buildEndSessionUrl(config, { post_logout_redirect_uri: returnTo, logout_uri: returnTo });
      } catch (error) {
        // Signing out here must not depend on the issuer; its absence is in the log already.
        if (error instanceof Problem && error.code === 'issuer-unavailable') return undefined;
        throw error;
      }
    },
  };
}
