import { Problem, problemView } from '../contract/problem.ts';
import { ProblemPage } from '../pages/problem-page.tsx';
import { errorFields, log } from '../runtime/log.ts';
import { Busy, ContentTooLarge, StorageSilent, StorageUnavailable } from '../store/errors.ts';
import { LANG_TAG } from '../values/language.ts';
import type { Exchange } from './exchange.ts';
import { fieldsOf } from './read-body.ts';
import type { Answer } from './route.ts';

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Busy) return new Problem('conflict', { cause: error });
  if (error instanceof StorageUnavailable)
    return new Problem('storage-unavailable', { headers: { 'retry-after': '60' }, cause: error });
  if (error instanceof StorageSilent) return new Problem('storage-silent', { cause: error });
  if (error instanceof ContentTooLarge) return new Problem('too-large', { cause: error });
  return new Problem('internal', { cause: error });
}

/** Whatever was thrown, as a problem. What nobody foresaw is logged whole, and answered with nothing of it. */
export function asProblem(error: unknown): Problem {
  const problem = problemOf(error);
  if (problem.code === 'storage-silent') log.warn('STORAGE_SILENT', errorFields(problem.cause));
  if (problem.code === 'internal') log.error('UNEXPECTED', errorFields(problem.cause ?? problem));
  return problem;
}

/** Somebody's session ended while they typed: they must know that what they sent went nowhere. */
const NOT_STORED = {
  zh: '您没有登录或登录已过期，刚才提交的内容没有被保存。',
  en: 'You are not signed in, or no longer. What you sent was not stored.',
};

const signInFor = (address: string | undefined): string =>
  address === undefined ? '/sign-in' : `/sign-in?returnTo=${encodeURIComponent(address)}`;

/** The page that a form was posted from; the same site's, or the middleware has refused it. */
function cameFrom({ headers }: Pick<Exchange, 'headers'>): string | undefined {
  const page = URL.parse(headers.referer ?? '');
  return page ? `${page.pathname}${page.search}` : undefined;
}

/** What a page posted, to be sent once more; files aside. */
function heldOf(exchange: Exchange) {
  const fields = exchange.isRead ? undefined : fieldsOf(exchange);
  return fields ? { again: { action: exchange.address, fields: [...fields] } } : {};
}

/** For whoever is not signed in: the way to, and back, and what they posted. */
const signingIn = (exchange: Exchange) => ({
  signInHref: signInFor(exchange.isRead ? exchange.address : cameFrom(exchange)),
  ...heldOf(exchange),
});

/** Whether the same call may come to something else in a while. */
const passes = ({ status, code }: Problem): boolean => status >= 500 || status === 429 || code === 'conflict';

/** What the state of things, or of what was sent, stands against: a second time as well. */
const REFUSALS = new Set([409, 410, 412, 422]);
/** Words of somebody: neither a key nor a number. */
const WRITTEN = /[\p{Script=Han}\s]/u;
const SHORTEST_WRITTEN = 10;

/** Texts that a page posted for nothing: it shows them, so that nobody has to write them anew. */
const writtenIn = (exchange: Exchange): readonly string[] =>
  [...(fieldsOf(exchange)?.values() ?? [])].filter(
    (text) => text.trim().length >= SHORTEST_WRITTEN && WRITTEN.test(text.trim()),
  );

/** What a page goes on with whose post came to nothing. */
function nextAfter(problem: Problem, exchange: Exchange) {
  // Told before signing in again, so that nobody wonders where they were; then back to the same page.
  if (problem.status === 401) return signingIn(exchange);
  if (exchange.isRead) return {};
  if (passes(problem)) return heldOf(exchange);
  return REFUSALS.has(problem.status) ? { written: writtenIn(exchange) } : {};
}

/** A problem in the form that its reader understands: RFC 9457 for programs, a page or the way to sign in for people. */
export function problemAnswer(problem: Problem, exchange: Exchange): Answer {
  const { accepts, lang, isRead, address, params } = exchange;
  if (accepts !== 'html') {
    return {
      status: problem.status,
      headers: { 'content-language': LANG_TAG[lang], ...problem.headers },
      text: { type: 'application/problem+json', body: JSON.stringify(problemView(problem, lang)) },
    };
  }
  const isStranger = problem.code === 'unauthenticated';
  if (isStranger && isRead) return { status: 303, location: signInFor(address) };
  if (problem.elsewhere !== undefined && isRead)
    return { status: 303, location: `${problem.elsewhere}${params.size > 0 ? `?${params}` : ''}` };
  const isIdle = problem.code === 'session-idle';
  const detail = (isStranger || isIdle) && !isRead ? { detail: NOT_STORED[lang] } : {};
  const view = { ...problemView(problem, lang), ...detail };
  // The same address, asked for from a page of ours.
  const goesOn = problem.code === 'cross-site-reading' ? { goOn: address } : {};
  return {
    status: problem.status,
    headers: problem.headers,
    page: {
      frame: { title: view.title },
      content: (
        <ProblemPage
          lang={lang}
          {...view}
          {...goesOn}
          {...nextAfter(problem, exchange)}
          isPosted={!isRead}
          signOutTo={problem.signedOut}
        />
      ),
    },
  };
}
