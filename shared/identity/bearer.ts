import type { JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import { Problem } from '../contract/problem.ts';
import { log } from '../runtime/log.ts';
import { type Account, readAccount } from './principal.ts';

export interface BearerSettings {
  readonly issuer: string;
  /** Whom a token may be meant for: its `aud` or, as Cognito's access tokens have none, its `client_id`. */
  readonly audiences: readonly string[];
  readonly rolesClaim: string;
}

/** Signatures by the issuer's private key only: with `none` or HS256 in the list anybody could make a token. */
const ALGORITHMS = ['RS256', 'ES256', 'PS256'];
/** Clocks of two well-kept machines differ by less. */
const CLOCK_TOLERANCE_SECONDS = 10;
/** A third of the function's time: a slow issuer must leave some for the answer that says so. */
const ISSUER_TIMEOUT_MS = 5_000;

const discoveryDocument = z.looseObject({ issuer: z.string(), jwks_uri: z.url() });

const withCode = z.object({ code: z.string() });

const invalid = (cause?: unknown): Problem => {
  // jose's codes are stable; the names of its classes do not survive minification.
  const { data } = withCode.safeParse(cause);
  log.info('TOKEN_REFUSED', { reason: data?.code ?? 'claims' });
  return new Problem('invalid-token', {
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    cause,
  });
};

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  // jose costs 42 ms of cold start, and most calls come with a session or a link: it is loaded when a token comes.
  const { createRemoteJWKSet } = await import('jose');
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(ISSUER_TIMEOUT_MS) });
  if (!response.ok) throw new Error(`The issuer answered its discovery with ${response.status}`);
  const document = discoveryDocument.parse(await response.json());
  if (document.issuer !== issuer) throw new Error('The issuer calls itself by another name');
  return createRemoteJWKSet(new URL(document.jwks_uri), { timeoutDuration: ISSUER_TIMEOUT_MS });
}

const isFor = (claims: Readonly<Record<string, unknown>>, audiences: readonly string[]): boolean =>
  [claims.aud, claims.client_id].flat().some((name) => typeof name === 'string' && audiences.includes(name));

/** An ID token says who signed in to a page; whoever got hold of one may not call with it. */
const isIdToken = (claims: Readonly<Record<string, unknown>>): boolean =>
  claims.nonce !== undefined || (claims.token_use !== undefined && claims.token_use !== 'access');

/** Makes the check of access tokens of one issuer. Its keys are found when first needed, and kept. */
export function bearerCheck(settings: BearerSettings): (token: string) => Promise<Account> {
  let keys: Promise<JWTVerifyGetKey> | undefined;

  const keysOfIssuer = async (): Promise<JWTVerifyGetKey> => {
    keys ??= discoverKeys(settings.issuer);
    try {
      return await keys;
    } catch (cause) {
      // Not kept: the issuer may be back at the next call.
      keys = undefined;
      log.error('ISSUER_UNAVAILABLE', { reason: cause instanceof Error ? cause.message : typeof cause });
      throw new Problem('issuer-unavailable', { cause });
    }
  };

  return async (token) => {
    const getKey = await keysOfIssuer();
    const { errors, jwtVerify } = await import('jose');
    try {
      const { payload } = await jwtVerify(token, getKey, {
        issuer: settings.issuer,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['sub', 'exp'],
      });
      if (!isFor(payload, settings.audiences) || isIdToken(payload)) throw invalid();
      return readAccount(payload, settings.rolesClaim);
    } catch (error) {
      if (error instanceof Problem) throw error;
      const isOfToken = error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout);
      if (isOfToken || error instanceof z.ZodError) throw invalid(error);
      log.error('ISSUER_UNAVAILABLE', { reason: error instanceof Error ? error.message : typeof error });
      throw new Problem('issuer-unavailable', { cause: error });
    }
  };
}
