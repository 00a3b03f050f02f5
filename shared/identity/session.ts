import { createHash, randomBytes } from 'node:crypto';
import { expiredHostCookie, type HostCookieName, hostCookie, hostCookieName } from './cookies.ts';
import type { Account } from './principal.ts';

export const sessionCookieName = (baseUrl: string): HostCookieName => hostCookieName('session', baseUrl);

/** A session is written again at most once in two minutes: so much earlier than said can idleness end it. */
export const SEEN_SECONDS = 2 * 60;

/**
 * Whoever decides, administers or audits acts with the weight of an office. Who only submits may type for hours and
 * must lose nothing: what they can do is to a draft, which their unit sees and reviewers decide on.
 */
export const isIdleLimited = ({ roles }: Pick<Account, 'roles'>): boolean =>
  roles.some((role) => role !== 'submitter');

/** 256 bits: not to be guessed, and long enough that its plain hash needs no salt. */
const ID_BYTES = 32;
const ID = /^[\w-]{43}$/;

export const newSessionId = (): string => randomBytes(ID_BYTES).toString('base64url');

/** What is stored in place of the session's id: a copy of the table lets nobody in. */
export const sessionHash = (id: string): string => createHash('sha256').update(id).digest('hex');

/** Whether a cookie can be a session's at all; what cannot costs no read. */
export const isSessionId = (value: string): boolean => ID.test(value);

export const sessionCookie = (id: string, baseUrl: string, seconds: number): string =>
  hostCookie(sessionCookieName(baseUrl), id, seconds);
export const endedSessionCookie = (baseUrl: string): string => expiredHostCookie(sessionCookieName(baseUrl));
