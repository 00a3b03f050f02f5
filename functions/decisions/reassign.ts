import { Problem } from '../../shared/contract/problem.ts';
import { refusalProblem } from '../../shared/contract/refusals.ts';
import type { Reassignment, Transfer } from '../../shared/contract/routes/decisions.ts';
import type { Call } from '../../shared/http/route.ts';
import { actorOf, loadMember } from '../../shared/identity/member.ts';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { type Loaded, loadProject } from '../../shared/project/load.ts';
import { looksLikeProjectId } from '../../shared/values/project-id.ts';
import { actorOf as actorOfRequest, demandAlive } from './decide-request.ts';
import type { Deps } from './deps.ts';
import type { OpenedRequest } from './opened.ts';
import { needsCode } from './prove.ts';

/** @throws Problem `not-found` */
export async function demandProject({ database }: Deps, id: string): Promise<Loaded> {
  const loaded = looksLikeProjectId(id) ? await loadProject(database, id) : null;
  if (!loaded) throw new Problem('not-found');
  return loaded;
}

const demandDone = (result: Awaited<ReturnType<typeof changeProject>>): void => {
  if (isRefused(result)) throw refusalProblem(result);
};

const signedIn = {
  zh: '金额达到须用验证码确认的限额，请登录后转办',
  en: 'The amount asks for a code to be decided: sign in to hand it over',
};

/** What a link alone does not decide, it does not give to others either. */
export const mayBeTransferred = (opened: OpenedRequest): boolean =>
  opened.way.by !== 'link' || !needsCode(opened);

/**
 * Gives the request that asks whoever it was opened for to somebody else of the post.
 * @throws Problem `unknown-person`, `not-a-holder`, `to-oneself`, `own-project`, `request-closed`, `reassigned`,
 *   `link-expired`, `forbidden` behind a link where the amount asks for a code
 */
export async function transferRequest(
  deps: Deps,
  opened: OpenedRequest,
  transfer: Transfer,
  requestId: string,
): Promise<void> {
  demandAlive(deps, opened);
  if (!mayBeTransferred(opened)) throw new Problem('forbidden', { detail: signedIn });
  const { loaded: known, request, snapshot: directory } = opened;
  const actor = actorOfRequest(opened);
  const command = {
    type: 'reassign',
    actor,
    requestId,
    stage: request.stage,
    from: actor.id,
    ...transfer,
  } as const;
  demandDone(await changeProject(deps, known.record.id, command, { known, directory }));
}

/**
 * Gives an open request to another holder of the stage's post or a delegate. An administrator has no way around the
 * separation of duties: whoever may not decide may not be given it either.
 * @throws Problem `unknown-person`, `not-a-holder`, `to-oneself`, `own-project`, `request-closed`
 */
export async function reassign(
  deps: Deps,
  call: Call,
  known: Loaded,
  reassignment: Reassignment,
): Promise<void> {
  const member = await loadMember(deps.database, call.person);
  const actor = actorOf(member, 'administrator');
  const command = { type: 'reassign', actor, requestId: call.requestId, ...reassignment } as const;
  demandDone(await changeProject(deps, known.record.id, command, { known, directory: member.directory }));
}
