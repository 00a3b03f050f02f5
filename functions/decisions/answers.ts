import { Problem } from '../../shared/contract/problem.ts';
import type { DecisionView } from '../../shared/contract/views.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { markOpened } from '../../shared/project/opened-mark.ts';
import { deadLinkOf } from './dead-link.ts';
import type { Deps } from './deps.ts';
import { readCuts } from './form-body.ts';
import { nextAsked } from './next-asked.ts';
import { addressOf, isSignedIn, type OpenedRequest } from './opened.ts';
import { deadLinkPage, decisionPage } from './page.tsx';
import { decisionViewOf, planOf, withTried } from './view.ts';

/** The request as it stands, as a page or as JSON. */
export async function showRequest(deps: Deps, call: Call, opened: OpenedRequest): Promise<Answer> {
  const dead = await deadLinkOf(deps, opened, call.lang);
  const isPage = call.accepts === 'html';
  if (dead) {
    if (!isPage) return { status: 200, json: dead };
    return { status: 200, page: await deadLinkPage(call, opened, dead, await onwards(deps, opened)) };
  }
  const view = openedView(deps, call, opened);
  return isPage
    ? { status: 200, page: await decisionPage(deps, call, opened, view) }
    : { status: 200, json: await view };
}

/** Where whoever is signed in goes on. */
const onwards = async (deps: Deps, opened: OpenedRequest) =>
  isSignedIn(opened) ? { next: await nextAsked(deps, opened) } : {};

/** What is shown of an open request, and that it was. */
async function openedView(deps: Deps, call: Call, opened: OpenedRequest): Promise<DecisionView> {
  const [view] = await Promise.all([
    decisionViewOf(deps, opened, call.lang),
    // Mail scanners ask whether a link is there; nobody has looked at it by that.
    call.isUnseen ? undefined : markOpened(deps.database, opened.request, opened.assignee.id, deps.now()),
  ]);
  return view;
}

type PostedCall = Call & { readonly form: URLSearchParams };

/** What is still to be proved is on the cuts that were typed: the page goes on showing what they would leave. */
const keepsTrying = ({ code }: Problem): boolean =>
  code === 'code-required' || code === 'wrong-code' || code === 'too-many-requests';

/**
 * The page after a POST that recorded nothing: the request as it stands now, with what was typed. A page that was
 * posted must not take over, unnoticed, what changed since it was opened.
 */
async function refusedPage(
  deps: Deps,
  call: PostedCall,
  posted: OpenedRequest,
  problem: Problem,
): Promise<Answer> {
  const opened = await posted.reopen();
  const dead = await deadLinkOf(deps, opened, call.lang);
  if (dead) {
    const shown = { problem, ...(await onwards(deps, opened)) };
    return { status: problem.status, page: await deadLinkPage(call, opened, dead, shown) };
  }
  const { form } = call;
  const view = await decisionViewOf(deps, opened, call.lang);
  const isStale = (form.get('contentHash') ?? view.contentHash) !== view.contentHash;
  const told = isStale ? new Problem('content-changed') : problem;
  const { cuts } = readCuts(form, planOf(opened, view));
  const tried =
    keepsTrying(told) && cuts.length > 0
      ? { tried: { cuts, view: await withTried(deps, opened, view, cuts, call.lang) } }
      : {};
  const { status, headers } = told;
  return { status, headers, page: await decisionPage(deps, call, opened, view, { problem: told, ...tried }) };
}

/** A program gets a refusal as a problem; a page shows it beside what was typed. */
export async function onPage(
  deps: Deps,
  call: Call,
  opened: OpenedRequest,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem) || !call.form || call.accepts !== 'html') throw error;
    return refusedPage(deps, { ...call, form: call.form }, opened, error);
  }
}

/** After a POST. */
export const backToRequest = (opened: OpenedRequest): Answer => ({
  status: 303,
  location: addressOf(opened),
});
