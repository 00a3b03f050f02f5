import { now } from '../runtime/clock.ts';
import type { Database } from '../store/database.ts';
import { bearerCheck } from './bearer.ts';
import type { Principal } from './principal.ts';
import { isProgramKey } from './program.ts';
import { recogniseProgram } from './recognise-program.ts';
import { isSessionId, sessionHash } from './session.ts';
import { findSession } from './session-store.ts';

/** The ways in which somebody is known. */
export interface Identity {
  /**
   * Undefined for a session that is over or never was: the caller is a stranger, not an offender. `idle` where it is
   * over because nothing was asked for too long, which is told.
   */
  fromSession(cookie: string): Promise<Principal | 'idle' | undefined>;
  /** An access token of the issuer, or a program's key. @throws Problem `invalid-token`, `issuer-unavailable` */
  fromBearer(token: string): Promise<Principal>;
}

/** The part of a function's environment that says whom to trust. */
export interface IdentitySettings {
  readonly ISSUER: string;
  /** Separated by commas. */
  readonly AUDIENCES: string;
  readonly ROLES_CLAIM: string;
  readonly SESSION_IDLE_MINUTES: number;
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** Sessions and programs from the table, tokens from the issuer. */
export function openIdentity(database: Database, settings: IdentitySettings): Identity {
  const idleSeconds = settings.SESSION_IDLE_MINUTES * 60;
  const checkBearer = bearerCheck({
    issuer: settings.ISSUER,
    audiences: listOf(settings.AUDIENCES),
    rolesClaim: settings.ROLES_CLAIM,
  });
  return {
    async fromSession(cookie) {
      if (!isSessionId(cookie)) return undefined;
      const account = await findSession(database, sessionHash(cookie), now(), idleSeconds);
      return account === undefined || account === 'idle' ? account : { ...account, via: 'session' };
    },
    fromBearer: async (token) =>
      isProgramKey(token)
        ? recogniseProgram(database, token, now())
        : { ...(await checkBearer(token)), via: 'bearer' },
  };
}
