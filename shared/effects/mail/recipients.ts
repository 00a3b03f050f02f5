import type { HistoryEvent } from '../../history/event.ts';
import type { Loaded } from '../../project/load.ts';
import type { Assignee } from '../../workflow/assignee.ts';
import { administratorsOf, type Directory, personWith, unitOf } from '../../workflow/directory.ts';
import type { Recipients } from '../effects.ts';
import { requestOf } from './owed.ts';

/** Whether they are the project's parties, who see what it holds: its unit, and those asked about it. */
export const areParties = (recipients: Recipients): boolean =>
  recipients === 'submitter' || recipients === 'asked' || recipients === 'closed-requests';

const isIn = (people: readonly Assignee[]) => {
  const ids = new Set(people.map(({ id }) => id));
  return ({ id }: Assignee): boolean => ids.has(id);
};

/** The id of a unit's own mailbox among those of people: no person's id has a colon. */
export const mailboxOfUnit = (uscc: string): string => `unit:${uscc}`;

/**
 * Whom the unit is told by: whoever handed the project in, its own mailbox, and those of its people who follow all its
 * projects. That the first has left is nobody's fault where somebody else is told.
 */
function ofUnit({ record: { unit, submittedBy } }: Loaded, directory: Directory): Assignee[] {
  const { contact, name } = unitOf(directory, unit.id) ?? {};
  const followers = directory.people.filter(
    (one) => one.unit === unit.id && one.followsUnit && one.id !== submittedBy?.id,
  );
  const others: Assignee[] = [
    ...(contact !== undefined && name !== undefined ? [{ id: mailboxOfUnit(unit.id), name }] : []),
    ...followers.map((one) => ({ id: one.id, name: one.name })),
  ];
  const isThere = submittedBy !== undefined && personWith(directory, submittedBy.id) !== undefined;
  return submittedBy && (isThere || others.length === 0) ? [submittedBy, ...others] : others;
}

/** Who the recipients of a mail are, by name: whether they have a mailbox is not known yet. */
export function recipientsOf(
  recipients: Recipients,
  loaded: Loaded,
  event: HistoryEvent,
  directory: Directory,
): readonly Assignee[] {
  const { assignees = [], joined = assignees, left } = event;
  const request = requestOf(loaded, event);
  const asked = request?.assignees ?? [];
  switch (recipients) {
    case 'asked':
      // Whoever is not asked any more (given to somebody else, or decided meanwhile) gets no link.
      return joined.filter(isIn(asked));
    case 'former-holders':
      // Of a change of the office those whom it took the request from; whoever has left the directory is told nothing.
      return left ? left.filter(isIn(directory.people)) : (request?.former ?? []);
    case 'former-mailboxes':
      return joined.filter(isIn(asked.filter(({ marks }) => marks?.includes('mailbox-changed'))));
    case 'superiors':
      return assignees;
    case 'submitter':
      return ofUnit(loaded, directory);
    case 'administrators':
      return administratorsOf(directory);
    case 'closed-requests':
      return loaded.requests
        .filter(({ revision, status }) => revision === event.revision && status === 'closed')
        .flatMap((closed) => closed.assignees);
  }
}
