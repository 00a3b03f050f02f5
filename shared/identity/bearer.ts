import type { JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import { Problem } from '../contract/problem.ts';
import { log } from '../runtime/log.ts';
import { type Account, readAccount } from './principal.ts';

export interface BearerSettings {
  readonly issuer: string;
  /** Whom a token may be meant for: its `aud` or, only where it has none (Cognito's access tokens), its `client_id`. */
  readonly audiences: readonly string[];
  readonly rolesClaim: string;
}

/** Signatures by the issuer's private key only: with `none` or HS256 in the list anybody could make a token. */
const ALGORITHMS = ['RS256', 'ES256', 'PS256'];
/** Clocks of two well-kept machines differ by less. */
const CLOCK_TOLERANCE_SECONDS = 10;
/** A third of the function's time: a slow issuer must leave some for the answer that says so. */
const ISSUER_TIMEOUT_MS = 5_000;

const discoveryDocument = z.lazy(() => z.looseObject({ issuer: z.string(), jwks_uri: z.url() }));

const withCode = z.lazy(() => z.object({ code: z.string() }));

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

type Claims = Readonly<Record<string, unknown>>;

/** `client_id` says who asked for a token, not whom it is for: it stands in only where no audience is named. */
const isFor = ({ aud, client_id }: Claims, audiences: readonly string[]): boolean =>
  [aud ?? client_id].flat().some((name) => typeof name === 'string' && audiences.includes(name));

/** What stands in an ID token (`nonce`, the hashes) or in a logout token (`events`) and in no access token. */
const OF_OTHER_TOKENS = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events'];

/** Types by RFC 7519 and RFC 9068, with or without `application/`; most issuers name the plain one, or none. */
const ACCESS_TOKEN = /^(application\/)?at\+jwt$/i;
const ANY_TOKEN = /^(application\/)?jwt$/i;

/**
 * An ID token says to a page who signed in, a logout token that somebody left; whoever got hold of one may not call
 * with it. A token must show that it is for access: by its type, by Cognito's `token_use`, or by the scope that was
 * granted with it, which only access tokens have.
 */
function isForAccess(claims: Claims, typ: unknown): boolean {
  const { token_use, scope, scp } = claims;
  if (OF_OTHER_TOKENS.some((name) => claims[name] !== undefined)) return false;
  if (token_use !== undefined && token_use !== 'access') return false;
  if (typeof typ === 'string' && ACCESS_TOKEN.test(typ)) return true;
  if (typ !== undefined && !(typeof typ === 'string' && ANY_TOKEN.test(typ))) return false;
  return token_use === 'access' || scope !== undefined || scp !== undefined;
}

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
      const { payload, protectedHeader } = await jwtVerify(token, getKey, {
        issuer: settings.issuer,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['sub', 'exp'],
      });
      if (!isFor(payload, settings.audiences) || !isForAccess(payload, protectedHeader.typ)) throw invalid();
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
