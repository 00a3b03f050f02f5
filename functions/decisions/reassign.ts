import { Problem } from '../../shared/contract/problem.ts';
import { refusalProblem } from '../../shared/contract/refusals.ts';
import type { Reassignment, Transfer } from '../../shared/contract/routes/decisions.ts';
import type { Call } from '../../shared/http/route.ts';
import { actorOf, loadMember } from '../../shared/identity/member.ts';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { type Loaded, loadProject } from '../../shared/project/load.ts';
import { looksLikeProjectId } from '../../shared/values/project-id.ts';
import { actorOf as actorOfRequest } from './decide-request.ts';
import type { Deps } from './deps.ts';
import type { OpenedRequest } from './opened.ts';

/** @throws Problem `not-found` */
export async function demandProject({ database }: Deps, id: string): Promise<Loaded> {
  const loaded = looksLikeProjectId(id) ? await loadProject(database, id) : null;
  if (!loaded) throw new Problem('not-found');
  return loaded;
}

const demandDone = (result: Awaited<ReturnType<typeof changeProject>>): void => {
  if (isRefused(result)) throw refusalProblem(result);
};

/**
 * Gives the request that asks whoever is signed in to somebody else of the post.
 * @throws Problem `unknown-person`, `not-a-holder`, `to-oneself`, `own-project`, `request-closed`, `reassigned`
 */
export async function transferRequest(
  deps: Deps,
  opened: OpenedRequest,
  transfer: Transfer,
  requestId: string,
): Promise<void> {
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
