import { type Problem, problemView } from '../contract/problem.ts';
import { ProblemPage } from '../pages/problem-page.tsx';
import { writtenIn } from '../pages/written.tsx';
import type { Exchange } from './exchange.ts';
import { postedFields } from './read-body.ts';
import type { Answer } from './route.ts';
import { signInFor } from './sign-in-address.ts';

/** Somebody's session ended while they typed: they must know that what they sent went nowhere. */
const NOT_STORED = {
  zh: '您没有登录或登录已过期，刚才提交的内容没有被保存。',
  en: 'You are not signed in, or no longer. What you sent was not stored.',
};

/** The page that a form was posted from; the same site's, or the middleware has refused it. */
function cameFrom({ headers }: Pick<Exchange, 'headers'>): string | undefined {
  const page = URL.parse(headers.referer ?? '');
  return page ? `${page.pathname}${page.search}` : undefined;
}

/** What a page posted, to be sent once more. */
async function heldOf(exchange: Exchange) {
  const fields = exchange.isRead ? undefined : await postedFields(exchange);
  return fields ? { again: { action: exchange.address, fields: [...fields] } } : {};
}

/** For whoever is not signed in: the way to, and back, and what they posted. */
const signingIn = async (exchange: Exchange) => ({
  signInHref: signInFor(exchange.isRead ? exchange.address : cameFrom(exchange)),
  ...(await heldOf(exchange)),
});

/** Whether the same call may come to something else in a while. */
const passes = ({ status, code }: Problem): boolean => status >= 500 || status === 429 || code === 'conflict';

/** What the state of things, or of what was sent, stands against: a second time as well. */
const REFUSALS = new Set([403, 404, 409, 410, 412, 422]);

/** What another site had a browser send is nobody's text, and no page of ours shows it. */
const isRefused = ({ status, code }: Problem): boolean => REFUSALS.has(status) && code !== 'cross-site';

/** What a page goes on with whose post came to nothing. */
async function nextAfter(problem: Problem, exchange: Exchange) {
  // Told before signing in again, so that nobody wonders where they were; then back to the same page.
  if (problem.status === 401) return signingIn(exchange);
  if (exchange.isRead) return {};
  if (passes(problem)) return heldOf(exchange);
  return isRefused(problem) ? { written: writtenIn(await postedFields(exchange)) } : {};
}

/** What people read of a problem: what, why, and what to do next. */
export async function problemContent(
  problem: Problem,
  exchange: Exchange,
): Promise<NonNullable<Answer['page']>> {
  const { lang, isRead, address } = exchange;
  const { code } = problem;
  const isSignedOut = code === 'unauthenticated' || code === 'session-idle';
  const detail = isSignedOut && !isRead ? { detail: NOT_STORED[lang] } : {};
  const view = { ...problemView(problem, lang), ...detail };
  const next = await nextAfter(problem, exchange);
  // The same address, asked for from a page of ours.
  const goesOn = code === 'cross-site-reading' ? { goOn: address } : {};
  return {
    // The title says itself what could not be done.
    frame: { title: view.title, isFailure: false },
    content: (
      <ProblemPage
        lang={lang}
        {...view}
        {...goesOn}
        {...next}
        isPosted={!isRead}
        signOutTo={problem.signedOut}
      />
    ),
  };
}
