import { Problem } from '../../shared/contract/problem.ts';
import { refusalProblem } from '../../shared/contract/refusals.ts';
import type { Reassignment } from '../../shared/contract/routes/decisions.ts';
import type { Call } from '../../shared/http/route.ts';
import { actorOf, loadMember } from '../../shared/identity/member.ts';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { looksLikeProjectId } from '../../shared/values/project-id.ts';
import type { Deps } from './deps.ts';

/**
 * Gives an open request to another holder of the stage's post or a delegate. An administrator has no way around the
 * separation of duties: whoever may not decide may not be given it either.
 * @throws Problem `not-found`, `unknown-person`, `not-a-holder`, `to-oneself`, `own-project`, `request-closed`
 */
export async function reassign(deps: Deps, call: Call, reassignment: Reassignment): Promise<void> {
  const id = call.path.id ?? '';
  if (!looksLikeProjectId(id)) throw new Problem('not-found');
  const member = await loadMember(deps.database, call.person);
  const actor = actorOf(member, 'administrator');
  const command = { type: 'reassign', actor, requestId: call.requestId, ...reassignment } as const;
  const result = await changeProject(deps, id, command, { directory: member.stored });
  if (isRefused(result)) throw refusalProblem(result);
}
