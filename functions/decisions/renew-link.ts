import { refusalProblem } from '../../shared/contract/refusals.ts';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { linkActor } from './decide-request.ts';
import type { Deps } from './deps.ts';
import { type OpenedLink, requestOf } from './open-link.ts';

/**
 * Has a fresh link mailed to the link's person, while the request is open.
 * @throws Problem `already-decided`, `request-closed`, `reassigned`, `too-many-links`, `too-many-requests`
 */
export async function renewLink(deps: Deps, opened: OpenedLink, requestId: string): Promise<void> {
  const { link, loaded: known, snapshot: directory } = opened;
  const { stage, revision, assignee, projectId } = link;
  const command = {
    type: 'renew-link',
    actor: linkActor(opened),
    requestId,
    stage,
    revision,
    assignee,
  } as const;
  const uses = [
    { limit: 'renewalsOfRequest', by: requestOf(link) },
    { limit: 'renewals', by: assignee.id },
  ] as const;
  await deps.limits.within(uses, async () => {
    const result = await changeProject(deps, projectId, command, { known, directory });
    if (isRefused(result)) throw refusalProblem(result);
  });
}
