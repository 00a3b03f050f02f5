import {
  type DecisionBody,
  decisionBody,
  type Reassignment,
  reassignment,
} from '../../shared/contract/bodies.ts';
import { Problem } from '../../shared/contract/problem.ts';
import type { DecisionView } from '../../shared/contract/views.ts';
import { type Answer, type Call, type Route, route } from '../../shared/http/endpoint.ts';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import { cutsSoFar } from '../../shared/project/cuts-so-far.ts';
import { changedSince } from './changed.ts';
import { demandCuts } from './cuts.ts';
import { decideRequest } from './decide-request.ts';
import type { Deps } from './deps.ts';
import { bodyOfForm, readCuts, readSupplied, typedSupplied } from './form-body.ts';
import { type OpenedLink, openLink } from './open-link.ts';
import { decisionPage } from './page.tsx';
import { reassign } from './reassign.ts';
import { renewLink } from './renew-link.ts';
import { decisionViewOf } from './view.ts';

/** What is still to be proved is on the cuts that were typed: the page goes on showing what they would leave. */
const keepsTrying = (problem: Problem): boolean =>
  problem.code === 'code-required' || problem.code === 'wrong-code';

/** A page that was posted must not take over, unnoticed, what changed since it was opened. */
const isStale = (call: Call, view: DecisionView): boolean => {
  const hash = call.form?.get('contentHash') ?? view.contentHash;
  return view.status === 'open' && hash !== view.contentHash;
};

/** The page after a POST that recorded nothing, with what was typed. */
async function refusal(deps: Deps, call: Call, opened: OpenedLink, problem: Problem): Promise<Answer> {
  const view = await decisionViewOf(deps, opened, call.lang);
  const told = isStale(call, view) ? new Problem('content-changed') : problem;
  const tried = call.form && keepsTrying(told) ? await tryCuts(deps, call, opened, view, call.form) : null;
  return {
    status: told.status,
    json: view,
    page: decisionPage(deps, call, opened, view, { problem: told, ...(tried ? { tried } : {}) }),
  };
}

async function answer(deps: Deps, call: Call, opened: OpenedLink): Promise<Answer> {
  const view = await decisionViewOf(deps, opened, call.lang);
  return { status: 200, json: view, page: decisionPage(deps, call, opened, view) };
}

/**
 * The typed cuts and what they would leave; null where nothing is cut.
 * @throws Problem `invalid-body`
 */
async function tryCuts(
  deps: Deps,
  call: Call,
  opened: OpenedLink,
  view: DecisionView,
  posted: URLSearchParams,
) {
  const { cuts, unread } = readCuts(posted, opened.form.definition, view);
  if (unread.length > 0) throw new Problem('invalid-body', { errors: unread });
  const made = cutsSoFar(opened.loaded, opened.request.revision);
  demandCuts(opened.form, view.declaration, made, cuts);
  return cuts.length === 0 ? null : { cuts, view: await decisionViewOf(deps, opened, call.lang, cuts) };
}

/**
 * The page again, with what the typed cuts would leave. It decides nothing.
 * @throws Problem `content-changed`, `invalid-body`
 */
async function preview(deps: Deps, call: Call, opened: OpenedLink, posted: URLSearchParams): Promise<Answer> {
  const view = await decisionViewOf(deps, opened, call.lang);
  if (view.status !== 'open') return answer(deps, call, opened);
  if (isStale(call, view)) throw new Problem('content-changed');
  const tried = await tryCuts(deps, call, opened, view, posted);
  const { supplies } = opened.stage;
  if (supplies && Object.values(typedSupplied(posted)).some((text) => text.trim() !== '')) {
    readSupplied(posted, supplies, opened.form.definition);
  }
  return {
    status: 200,
    json: tried?.view ?? view,
    page: decisionPage(deps, call, opened, view, tried ? { tried } : {}),
  };
}

/**
 * A page's decision. Its cuts are held against the rules here as well: before a code is mailed for them.
 * @throws Problem `invalid-body`
 */
async function decisionOfForm(
  deps: Deps,
  call: Call,
  opened: OpenedLink,
  posted: URLSearchParams,
): Promise<DecisionBody> {
  const view = await decisionViewOf(deps, opened, call.lang);
  const body = bodyOfForm(posted, opened.stage, opened.form.definition, view);
  if (view.status === 'open' && body.cuts) await tryCuts(deps, call, opened, view, posted);
  return body;
}

/** On a page a refusal shows the request as it stands now, with what was typed; a program gets the problem. */
async function shownOnPage(
  deps: Deps,
  call: Call,
  token: string,
  work: () => Promise<Answer | undefined>,
): Promise<Answer> {
  try {
    const shown = await work();
    if (shown) return shown;
  } catch (error) {
    if (!(error instanceof Problem) || !call.form) throw error;
    return refusal(deps, call, await openLink(deps, token, call.person), error);
  }
  // After a decision the address of the page stays the link's own, so that reloading it only shows again.
  if (call.form) return { status: 303, location: `/decisions/${token}` };
  return answer(deps, call, await openLink(deps, token, call.person));
}

/** A program is told what changed; a page shows it by showing the request as it stands now. */
async function decideOn(deps: Deps, call: Call, opened: OpenedLink, body: DecisionBody): Promise<OpenedLink> {
  const token = call.path.token ?? '';
  try {
    return await decideRequest(deps, opened, token, body, call.requestId);
  } catch (error) {
    if (call.form || !(error instanceof Problem) || error.code !== 'content-changed') throw error;
    const fresh = await openLink(deps, token, call.person);
    throw new Problem(error.code, {
      changed: await changedSince(deps, fresh, body.contentHash, call.lang),
    });
  }
}

async function decideLink(deps: Deps, call: Call<DecisionBody | undefined>): Promise<Answer> {
  const token = call.path.token ?? '';
  const opened = await openLink(deps, token, call.person);
  return shownOnPage(deps, call, token, async () => {
    if (call.form?.get('outcome') === 'preview') return preview(deps, call, opened, call.form);
    const body = call.form ? await decisionOfForm(deps, call, opened, call.form) : call.body;
    if (!body) throw new Problem('invalid-body');
    const decided = await decideOn(deps, call, opened, body);
    return call.form ? undefined : answer(deps, call, decided);
  });
}

async function renew(deps: Deps, call: Call): Promise<Answer> {
  const token = call.path.token ?? '';
  const opened = await openLink(deps, token, call.person);
  return shownOnPage(deps, call, token, async () => {
    await renewLink(deps, opened, call.requestId);
    return undefined;
  });
}

/** @throws Problem `invalid-body` */
function reassignmentOf(call: Call<Reassignment | undefined>): Reassignment {
  const sent = call.form
    ? Object.fromEntries(['stage', 'to', 'comment'].map((name) => [name, call.form?.get(name)?.trim() ?? '']))
    : call.body;
  const parsed = reassignment.safeParse(sent);
  if (parsed.success) return parsed.data;
  throw new Problem('invalid-body', { errors: shapeFindings(parsed.error) });
}

/** This function's part of the contract at the edge. */
export function decisionRoutes(deps: Deps): Readonly<Record<string, Route>> {
  return {
    'GET /decisions/{token}': route({
      policy: 'link',
      handle: async (call) => answer(deps, call, await openLink(deps, call.path.token ?? '', call.person)),
    }),
    'POST /decisions/{token}': route({
      policy: 'link',
      body: decisionBody,
      takesForm: true,
      handle: (call) => decideLink(deps, call),
    }),
    'POST /projects/{id}/reassignment': route({
      policy: { roles: ['administrator'] },
      body: reassignment,
      takesForm: true,
      handle: async (call) => {
        await reassign(deps, call, reassignmentOf(call));
        return call.form
          ? { status: 303, location: '/requests?notice=reassigned' }
          : { status: 200, json: { reassigned: true } };
      },
    }),
    'POST /decisions/{token}/renew': route({
      policy: 'link',
      takesForm: true,
      handle: (call) => renew(deps, call),
    }),
  };
}
