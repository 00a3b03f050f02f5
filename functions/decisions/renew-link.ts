import { refusalProblem } from '../../shared/contract/refusals.ts';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { actorOf } from './decide-request.ts';
import type { Deps } from './deps.ts';
import { afterChange, type OpenedRequest, requestOf } from './opened.ts';

/**
 * Has a fresh link mailed to whoever is asked, while the request is open.
 * @throws Problem `already-decided`, `request-closed`, `reassigned`, `too-many-links`, `too-many-requests`
 */
export async function renewLink(
  deps: Deps,
  opened: OpenedRequest,
  requestId: string,
): Promise<OpenedRequest> {
  const { assignee, request, loaded: known, snapshot: directory } = opened;
  const { stage, revision } = request;
  const command = {
    type: 'renew-link',
    actor: actorOf(opened),
    requestId,
    stage,
    revision,
    assignee,
  } as const;
  const uses = [
    { limit: 'renewalsOfRequest', by: requestOf(opened) },
    { limit: 'renewals', by: assignee.id },
  ] as const;
  return deps.limits.within(uses, async () => {
    const result = await changeProject(deps, known.record.id, command, { known, directory });
    if (isRefused(result)) throw refusalProblem(result);
    return afterChange(opened, result);
  });
}
