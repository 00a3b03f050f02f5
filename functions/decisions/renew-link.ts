import { Problem } from '../../shared/contract/problem.ts';
import { changeProject, findRequest, isRefused, requestChange } from '../../shared/project/change.ts';
import { aboutOf } from '../../shared/project/records.ts';
import { unmarked } from '../../shared/project/undelivered.ts';
import { decide, isRefusal } from '../../shared/workflow/decide.ts';
import { holderOf, problemOf } from './decide-request.ts';
import type { Deps } from './deps.ts';
import type { OpenedLink } from './open-link.ts';

/** Fresh links that one person is mailed for one request: two a month for a year of waiting is far more than anyone needs. */
const MOST_RENEWALS = 24;

/**
 * Has a fresh link mailed to the link's person, while the request is open.
 * @throws Problem `already-decided`, `request-closed`, `reassigned`, `too-many-requests`
 */
export async function renewLink(deps: Deps, opened: OpenedLink, requestId: string): Promise<void> {
  const { link, form } = opened;
  if (opened.request.status === 'decided') throw new Problem('already-decided');
  const cause = { actor: holderOf(opened), at: deps.now().toISOString(), requestId };
  const result = await changeProject(deps.database, link.projectId, requestId, (loaded) => {
    const request = loaded && findRequest(loaded, link.revision, link.stage);
    if (!loaded || !request) return { refused: 'request-closed' };
    const { record } = loaded;
    const { stage, revision, assignee } = link;
    const command = { type: 'renew-link', stage, revision, assignee } as const;
    const events = decide(record.flow, command, cause, aboutOf(record), form.stages);
    if (isRefusal(events)) return events;
    const assignees = unmarked(request.assignees, [assignee]).map((one) =>
      one.id === assignee.id ? { ...one, renewals: (one.renewals ?? 0) + 1 } : one,
    );
    if (assignees.some(({ renewals = 0 }) => renewals > MOST_RENEWALS))
      throw new Problem('too-many-requests');
    return { record, events, writes: [requestChange(deps.database, { ...request, assignees })] };
  });
  if (isRefused(result)) throw problemOf(result);
}
