import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits: nothing to guess, and nothing to sign with a secret that the system would have to keep. */
const TOKEN_BYTES = 32;

/** A decision link's token as it stands in the address: 43 characters of base64url. */
export const mintToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/** What is stored of a token. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

export const looksLikeToken = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

/** A link lives seven days or to the end of its request, whichever is first. */
const LINK_LIFE_MS = 7 * 24 * 60 * 60_000;
export const linkExpiry = (mintedAt: Date): Date => new Date(mintedAt.getTime() + LINK_LIFE_MS);
