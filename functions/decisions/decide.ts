import { Problem } from '../../shared/contract/problem.ts';
import { refusalProblem } from '../../shared/contract/refusals.ts';
import type { DecisionBody } from '../../shared/contract/routes/decisions.ts';
import type { DecisionView } from '../../shared/contract/views.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { refusalOf } from '../../shared/project/change.ts';
import { backToRequest, onPage, showRequest } from './answers.ts';
import { keepOpinion } from './canned.ts';
import { changedSince } from './changed.ts';
import { decideCommand, decideRequest } from './decide-request.ts';
import type { Deps } from './deps.ts';
import { bodyOfForm, readPreview } from './form-body.ts';
import type { OpenedRequest } from './opened.ts';
import { postedMinutes } from './own-files.ts';
import { decisionPage } from './page.tsx';
import { decisionViewOf, planOf, withTried } from './view.ts';

/** A program is told what changed, where what it decided on is not what stands now. */
async function decideByProgram(
  deps: Deps,
  call: Call<DecisionBody | undefined>,
  opened: OpenedRequest,
): Promise<Answer> {
  const { body, requestId } = call;
  if (!body) throw new Problem('invalid-body');
  try {
    return await showRequest(deps, call, await decideRequest(deps, opened, body, requestId));
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'content-changed') throw error;
    const fresh = await opened.reopen();
    const changed = await changedSince(deps, fresh, body.contentHash, call.lang);
    throw new Problem(error.code, { changed });
  }
}

/** The page again, with what the typed cuts would leave. It decides nothing. @throws Problem as deciding would */
async function preview(
  deps: Deps,
  call: Call,
  opened: OpenedRequest,
  view: DecisionView,
  form: URLSearchParams,
): Promise<Answer> {
  const asked = { ...opened, files: await postedMinutes(deps, opened, form) };
  const { cuts, contentHash } = readPreview(form, asked, planOf(opened, view));
  const command = decideCommand(opened, { outcome: 'approve', cuts, contentHash }, call.requestId);
  const { loaded, snapshot } = opened;
  const refused = await refusalOf(deps, command, { known: loaded, directory: snapshot });
  if (refused) throw refusalProblem(refused);
  const tried =
    cuts.length > 0 ? { tried: { cuts, view: await withTried(deps, opened, view, cuts, call.lang) } } : {};
  return call.accepts === 'html'
    ? { status: 200, page: await decisionPage(deps, call, opened, view, tried) }
    : { status: 200, json: tried.tried?.view ?? view };
}

/** A decision, or from a page the question what its cuts would leave. */
export async function decide(
  deps: Deps,
  call: Call<DecisionBody | undefined>,
  opened: OpenedRequest,
): Promise<Answer> {
  const { form } = call;
  if (!form) return decideByProgram(deps, call, opened);
  return onPage(deps, call, opened, async () => {
    const view = await decisionViewOf(deps, opened, call.lang);
    if (form.get('outcome') === 'preview') return preview(deps, call, opened, view, form);
    const asked = { ...opened, files: await postedMinutes(deps, opened, form) };
    const body = bodyOfForm(form, asked, planOf(opened, view));
    // Before the decision, which is over once it is recorded: nothing may fail after it.
    if (form.has('keep')) await keepOpinion(deps, opened.assignee.id, body.comment ?? '');
    await decideRequest(deps, opened, body, call.requestId);
    return backToRequest(opened);
  });
}
