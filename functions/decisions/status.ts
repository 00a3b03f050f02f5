import type { DecisionView } from '../../shared/contract/views.ts';
import { mailboxOf } from '../../shared/workflow/rerouting.ts';
import type { Deps } from './deps.ts';
import { isExpired, type OpenedLink } from './open-link.ts';

/** Whether its person has another mailbox since it was sent: whoever has the old one decides nothing any more. */
export function isOfFormerMailbox({ link, part }: OpenedLink): boolean {
  const present = mailboxOf(part.directory, link.assignee.id);
  return link.mailbox !== undefined && present !== undefined && link.mailbox !== present;
}

/** Where a link stands, for its own holder: what became of the request in other hands is not theirs to know. */
export function statusOf(deps: Deps, opened: OpenedLink): DecisionView['status'] {
  const { request, link } = opened;
  if (request.decisions.some(({ by }) => by.id === link.assignee.id)) return 'decided';
  if (!request.assignees.some((assignee) => assignee.id === link.assignee.id)) return 'reassigned';
  if (request.status !== 'open') return request.status;
  if (isOfFormerMailbox(opened)) return 'expired';
  return isExpired(deps, opened) ? 'expired' : 'open';
}
