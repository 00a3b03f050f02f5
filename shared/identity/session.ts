import { createHash, randomBytes } from 'node:crypto';
import { expiredHostCookie, hostCookie } from './cookies.ts';

export const SESSION_COOKIE = '__Host-session';

/** One working day, from signing in: roles are those of that moment, so a session must not outlive the day. */
export const SESSION_SECONDS = 8 * 60 * 60;

/** 256 bits: not to be guessed, and long enough that its plain hash needs no salt. */
const ID_BYTES = 32;
const ID = /^[\w-]{43}$/;

export const newSessionId = (): string => randomBytes(ID_BYTES).toString('base64url');

/** What is stored in place of the session's id: a copy of the table lets nobody in. */
export const sessionHash = (id: string): string => createHash('sha256').update(id).digest('hex');

/** Whether a cookie can be a session's at all; what cannot costs no read. */
export const isSessionId = (value: string): boolean => ID.test(value);

export const sessionCookie = (id: string): string => hostCookie(SESSION_COOKIE, id, SESSION_SECONDS);
export const endedSessionCookie = (): string => expiredHostCookie(SESSION_COOKIE);
