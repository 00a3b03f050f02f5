import type { DecisionView } from '../../shared/contract/views.ts';
import type { Deps } from './deps.ts';
import { isExpired, type OpenedLink } from './open-link.ts';

/** Where a link stands, for its own holder: what became of the request in other hands is not theirs to know. */
export function statusOf(deps: Deps, opened: OpenedLink): DecisionView['status'] {
  const { request, link } = opened;
  if (request.decisions.some(({ by }) => by.id === link.assignee.id)) return 'decided';
  if (!request.assignees.some((assignee) => assignee.id === link.assignee.id)) return 'reassigned';
  if (request.status !== 'open') return request.status;
  return isExpired(deps, opened) ? 'expired' : 'open';
}
