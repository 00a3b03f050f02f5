import { type DecisionBody, decisionBody, reassignment } from '../../shared/http/contract.ts';
import { type Answer, type Call, type Route, route } from '../../shared/http/endpoint.ts';
import { Problem } from '../../shared/http/problem.ts';
import { cutsSoFar } from './cuts.ts';
import { decideRequest, demandCuts, renewLink } from './decide-request.ts';
import { bodyOfForm, readCuts, readSupplied, typedSupplied } from './form-body.ts';
import { type OpenedLink, openLink, type Parts } from './open-link.ts';
import { decisionPage } from './page.tsx';
import { reassign } from './reassign.ts';
import { decisionViewOf } from './view.ts';

async function answer(parts: Parts, call: Call, opened: OpenedLink, problem?: Problem): Promise<Answer> {
  const view = await decisionViewOf(parts, opened, call.lang);
  return {
    status: problem?.status ?? 200,
    json: view,
    page: decisionPage(parts, call, opened, view, problem ? { problem } : {}),
  };
}

/**
 * What the typed cuts would leave, without deciding anything: the page again, with what was typed.
 * @throws Problem `content-changed`, `invalid-body`
 */
async function tryCuts(
  parts: Parts,
  call: Call,
  opened: OpenedLink,
  posted: URLSearchParams,
): Promise<Answer> {
  const view = await decisionViewOf(parts, opened, call.lang);
  if (view.status !== 'open') return answer(parts, call, opened);
  // Otherwise trying would take over, unnoticed, what changed since the page was opened.
  if (posted.get('contentHash') !== view.contentHash) throw new Problem('content-changed');
  const { definition } = opened.form;
  const { cuts, unread } = readCuts(posted, definition, view);
  if (unread.length > 0) throw new Problem('invalid-body', { errors: unread });
  demandCuts(opened.form, view.declaration, cutsSoFar(opened.loaded, opened.request.revision), {
    outcome: 'approve',
    cuts,
  });
  const { supplies } = opened.stage;
  if (supplies && Object.values(typedSupplied(posted)).some((text) => text.trim() !== '')) {
    readSupplied(posted, supplies, definition);
  }
  if (cuts.length === 0) return answer(parts, call, opened);
  const left = await decisionViewOf(parts, opened, call.lang, cuts);
  return {
    status: 200,
    json: left,
    page: decisionPage(parts, call, opened, view, { tried: { cuts, view: left } }),
  };
}

/** On a page a refusal shows the request as it stands now, with what was typed; a program gets the problem. */
async function shownOnPage(
  parts: Parts,
  call: Call,
  token: string,
  work: () => Promise<Answer | undefined>,
): Promise<Answer> {
  let problem: Problem | undefined;
  try {
    const shown = await work();
    if (shown) return shown;
  } catch (error) {
    if (!(error instanceof Problem) || !call.form) throw error;
    problem = error;
  }
  // After a decision the address of the page stays the link's own, so that reloading it only shows again.
  if (!problem && call.form) return { status: 303, location: `/decisions/${token}` };
  return answer(parts, call, await openLink(parts, token, call.person), problem);
}

async function decideLink(parts: Parts, call: Call<DecisionBody | undefined>): Promise<Answer> {
  const token = call.path.token ?? '';
  const opened = await openLink(parts, token, call.person);
  return shownOnPage(parts, call, token, async () => {
    if (call.form?.get('outcome') === 'preview') return tryCuts(parts, call, opened, call.form);
    const body = call.form
      ? bodyOfForm(
          call.form,
          opened.stage,
          opened.form.definition,
          await decisionViewOf(parts, opened, call.lang),
        )
      : call.body;
    if (!body) throw new Problem('invalid-body');
    const decided = await decideRequest(parts, opened, token, body, call.requestId);
    return call.form ? undefined : answer(parts, call, decided);
  });
}

async function renew(parts: Parts, call: Call): Promise<Answer> {
  const token = call.path.token ?? '';
  const opened = await openLink(parts, token, call.person);
  return shownOnPage(parts, call, token, async () => {
    await renewLink(parts, opened, call.requestId);
    return undefined;
  });
}

/** This function's part of the contract at the edge. */
export function decisionRoutes(parts: Parts): Readonly<Record<string, Route>> {
  return {
    'GET /decisions/{token}': route({
      policy: 'link',
      handle: async (call) => answer(parts, call, await openLink(parts, call.path.token ?? '', call.person)),
    }),
    'POST /decisions/{token}': route({
      policy: 'link',
      body: decisionBody,
      takesForm: true,
      handle: (call) => decideLink(parts, call),
    }),
    'POST /projects/{id}/reassignment': route({
      policy: { roles: ['administrator'] },
      body: reassignment,
      handle: async (call) => {
        await reassign(parts, call);
        return { status: 200, json: { reassigned: true } };
      },
    }),
    'POST /decisions/{token}/renew': route({
      policy: 'link',
      takesForm: true,
      handle: (call) => renew(parts, call),
    }),
  };
}
