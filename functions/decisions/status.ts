import type { DecisionView } from '../../shared/contract/views.ts';
import { mailboxOf } from '../../shared/workflow/rerouting.ts';
import type { Deps } from './deps.ts';
import { isExpired, type OpenedRequest } from './opened.ts';

/** Whether its person has another mailbox since it was sent: whoever has the old one decides nothing any more. */
export function isOfFormerMailbox({ way, assignee, part }: OpenedRequest): boolean {
  if (way.by !== 'link') return false;
  const present = mailboxOf(part.directory, assignee.id);
  return way.mailbox !== undefined && present !== undefined && way.mailbox !== present;
}

/** Where a request stands, for whoever was asked: what became of the request in other hands is not theirs to know. */
export function statusOf(deps: Deps, opened: OpenedRequest): DecisionView['status'] {
  const { request, assignee: own } = opened;
  if (request.decisions.some(({ by }) => by.id === own.id)) return 'decided';
  if (!request.assignees.some((assignee) => assignee.id === own.id)) return 'reassigned';
  if (request.status !== 'open') return request.status;
  if (isOfFormerMailbox(opened)) return 'expired';
  return isExpired(deps, opened) ? 'expired' : 'open';
}
