import * as z from 'zod';
import {
  expiredHostCookie,
  type HostCookieName,
  hostCookie,
  hostCookieName,
} from '../../shared/identity/cookies.ts';

/**
 * What must be remembered between leaving for the issuer and coming back. It travels in a cookie, for three reasons:
 * strangers can start sign-ins, and nothing a stranger does should write to the table; whoever holds the cookie is
 * the browser that started, which is exactly what PKCE and state are to prove; and its owner gains nothing by reading
 * it. HttpOnly keeps it from scripts, `__Host-` keeps other hosts from planting their own.
 */
const transaction = z.object({
  state: z.string().min(1),
  nonce: z.string().min(1),
  verifier: z.string().min(1),
  returnTo: z.string(),
});
export type Transaction = z.infer<typeof transaction>;

export const transactionCookieName = (baseUrl: string): HostCookieName => hostCookieName('sign-in', baseUrl);
/** Time to find the mail with the issuer's one-time code. */
const TRANSACTION_SECONDS = 15 * 60;

export const transactionCookie = (started: Transaction, baseUrl: string): string =>
  hostCookie(
    transactionCookieName(baseUrl),
    Buffer.from(JSON.stringify(started)).toString('base64url'),
    TRANSACTION_SECONDS,
  );

export const endedTransactionCookie = (baseUrl: string): string =>
  expiredHostCookie(transactionCookieName(baseUrl));

/** The sign-in that this browser started, or undefined where there is none that could be read. */
export function readTransaction(cookie: string | undefined): Transaction | undefined {
  if (cookie === undefined) return undefined;
  try {
    return transaction.safeParse(JSON.parse(Buffer.from(cookie, 'base64url').toString('utf8'))).data;
  } catch {
    // Not JSON: somebody else's cookie, which is the same as none.
    return undefined;
  }
}
