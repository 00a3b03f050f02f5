import type * as z from 'zod';
import { Problem } from '../../shared/contract/problem.ts';
import type { sessionRows, signInQuery } from '../../shared/contract/routes/session.ts';
import type { Answer, Call, CallOf, Handlers } from '../../shared/http/endpoint.ts';
import { langCookie, rememberedLang } from '../../shared/http/middleware/negotiate.ts';
import { type Account, readAccount } from '../../shared/identity/principal.ts';
import {
  endedSessionCookie,
  isSessionId,
  newSessionId,
  sessionCookie,
  sessionCookieName,
  sessionHash,
} from '../../shared/identity/session.ts';
import { endSession, endSessionsEverywhere, saveSession } from '../../shared/identity/session-store.ts';
import { log } from '../../shared/runtime/log.ts';
import type { Database } from '../../shared/store/database.ts';
import { LANG_TAG } from '../../shared/values/language.ts';
import type { Person } from '../../shared/workflow/directory.ts';
import type { Issuer } from './issuer.ts';
import { safeReturn } from './return-to.ts';
import { signedOutPage } from './signed-out-page.tsx';
import {
  endedTransactionCookie,
  readTransaction,
  transactionCookie,
  transactionCookieName,
} from './transaction.ts';

export interface SessionDeps {
  readonly database: Database;
  readonly issuer: Issuer;
  readonly baseUrl: string;
  readonly rolesClaim: string;
  /** After how long a session ends, however much is done. */
  readonly sessionSeconds: number;
  readonly now: () => Date;
  /** The directory's person whose account it is, which is remembered: an access token names nobody. */
  readonly recognise: (account: Account) => Promise<Pick<Person, 'lang'> | undefined>;
  /** Sees to it that roles which are others than the last time stand in the history. */
  readonly recordRoles: (account: Account, cause: { at: string; requestId: string }) => Promise<void>;
}

type SignInQuery = z.infer<typeof signInQuery>;

async function signIn(deps: SessionDeps, { query, lang }: Call<unknown, SignInQuery>): Promise<Answer> {
  const { returnTo, prompt, login_hint } = query;
  const { url, ...started } = await deps.issuer.begin(`${deps.baseUrl}/sign-in/callback`, {
    ...(prompt === undefined ? {} : { prompt }),
    ...(login_hint === undefined ? {} : { login_hint }),
    // The issuer's page in the language of ours: by OpenID Connect's name for it, and by Cognito's.
    ui_locales: LANG_TAG[lang],
    lang: LANG_TAG[lang],
  });
  const cookie = transactionCookie(
    { ...started, returnTo: safeReturn(returnTo, deps.baseUrl) },
    deps.baseUrl,
  );
  return { status: 303, location: url.href, cookies: [cookie] };
}

async function comeBack(
  deps: SessionDeps,
  { address, cookies, requestId }: Call<unknown, unknown>,
): Promise<Answer> {
  const started = readTransaction(cookies.get(transactionCookieName(deps.baseUrl)));
  // Too late, another tab began anew, or it was begun under another name of this host.
  if (!started) throw new Problem('sign-in-failed');
  const claims = await deps.issuer.complete(new URL(address, deps.baseUrl), started);
  await forgetSession(deps, cookies.get(sessionCookieName(deps.baseUrl)));
  // Always a new id: one that was known before the sign-in could be known to somebody else.
  const id = newSessionId();
  const now = deps.now();
  const expiresAt = new Date(now.getTime() + deps.sessionSeconds * 1_000);
  const account = readAccount(claims, deps.rolesClaim);
  await deps.recordRoles(account, { at: now.toISOString(), requestId });
  await saveSession(deps.database, sessionHash(id), account, now, expiresAt);
  const person = await deps.recognise(account);
  // What this browser was told goes before what is stored of the person.
  const language = rememberedLang(cookies) ? undefined : person?.lang;
  log.info('SIGNED_IN');
  return {
    status: 303,
    // Once more, because the cookie was out of our hands.
    location: safeReturn(pathOf(started.returnTo), deps.baseUrl),
    cookies: [
      sessionCookie(id, deps.baseUrl, deps.sessionSeconds),
      endedTransactionCookie(deps.baseUrl),
      ...(language ? [langCookie(language)] : []),
    ],
  };
}

async function signOut(
  deps: SessionDeps,
  { cookies, accepts, lang, form }: CallOf<(typeof sessionRows)['POST /sign-out']>,
): Promise<Answer> {
  const isEverywhere = form?.has('everywhere') ?? false;
  await forgetSession(deps, cookies.get(sessionCookieName(deps.baseUrl)), isEverywhere);
  const returnTo = form?.get('returnTo');
  if (typeof returnTo === 'string') {
    log.info('SIGNED_OUT');
    return {
      status: 303,
      location: safeReturn(returnTo, deps.baseUrl),
      cookies: [endedSessionCookie(deps.baseUrl)],
    };
  }
  const endSession = await deps.issuer.endSessionUrl(`${deps.baseUrl}/`);
  log.info('SIGNED_OUT');
  return {
    status: 200,
    cookies: [endedSessionCookie(deps.baseUrl)],
    json: { signedOut: true, ...(endSession ? { endSession: endSession.href } : {}) },
    page: signedOutPage(lang, endSession?.href, isEverywhere),
    // Not a redirect: `form-action 'self'` holds for where a form's answer redirects to, and the issuer's address for
    // this is known to nobody who writes that policy. A page that moves on by itself is a navigation of its own.
    headers: {
      // What pages keep in the browser of unsaved work is for nobody who comes after.
      'clear-site-data': '"storage"',
      ...(endSession && accepts === 'html' ? { refresh: `0; url=${endSession.href}` } : {}),
    },
  };
}

async function forgetSession(
  { database, now }: SessionDeps,
  cookie: string | undefined,
  isEverywhere = false,
): Promise<void> {
  if (cookie === undefined || !isSessionId(cookie)) return;
  const hash = sessionHash(cookie);
  await (isEverywhere ? endSessionsEverywhere(database, hash, now()) : endSession(database, hash));
}

function pathOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { pathname, search, hash } = new URL(address);
  return `${pathname}${search}${hash}`;
}

/** Signing in by the issuer's code flow, and out again. */
export const sessionHandlers = (deps: SessionDeps): Handlers<typeof sessionRows> => ({
  'GET /sign-in': (call) => signIn(deps, call),
  'GET /sign-in/callback': (call) => comeBack(deps, call),
  'POST /sign-out': (call) => signOut(deps, call),
});
