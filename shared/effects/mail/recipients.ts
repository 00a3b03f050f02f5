import type { HistoryEvent } from '../../history/event.ts';
import type { Loaded } from '../../project/load.ts';
import { everDecided } from '../../project/made-decisions.ts';
import type { Asked } from '../../project/records.ts';
import type { Assignee } from '../../workflow/assignee.ts';
import { administratorsOf, type Directory, unitOf } from '../../workflow/directory.ts';
import type { Recipients } from '../effects.ts';
import { mailboxOfUnit } from './addressees.ts';
import { requestOf } from './owed.ts';

/** Whether they are the project's parties, who see what it holds: its unit, and those asked about it. */
export const areParties = (recipients: Recipients): boolean =>
  recipients === 'submitter' ||
  recipients === 'asked' ||
  recipients === 'closed-requests' ||
  recipients === 'earlier-deciders';

const isIn = (people: readonly Assignee[]) => {
  const ids = new Set(people.map(({ id }) => id));
  return ({ id }: Assignee): boolean => ids.has(id);
};

/**
 * Whom the unit is told by: whoever handed the project in, its own mailbox, and those of its people who follow all its
 * projects. Where none of them is there any more it is told by whoever else of it worked on the project, else by all of
 * its people: somebody has to go on. Of a unit that nobody is left of the administrators hear that it has no mailbox.
 * @param members ids of those who work for the unit
 */
function ofUnit({ record }: Loaded, directory: Directory, members: ReadonlySet<string>): Assignee[] {
  const { unit, submittedBy, editors } = record;
  const { contact, name = unit.name } = unitOf(directory, unit.id) ?? {};
  const own = directory.people.filter(({ id }) => members.has(id));
  const mailbox = { id: mailboxOfUnit(unit.id), name };
  const told = [
    ...own.filter(({ id }) => id === submittedBy?.id),
    ...(contact === undefined ? [] : [mailbox]),
    ...own.filter((one) => one.followsUnit && one.id !== submittedBy?.id),
  ];
  const worked = own.filter(({ id }) => editors.includes(id));
  const found = [told, worked, own].find((some) => some.length > 0) ?? [mailbox];
  return found.map(({ id, name }) => ({ id, name }));
}

/** Whose requests at a revision were closed undecided. */
const closedAt = ({ requests }: Loaded, at: number | undefined): Assignee[] =>
  requests
    .filter(({ revision, status }) => revision === at && status === 'closed')
    .flatMap(({ assignees }) => assignees);

/**
 * Who decided on the revision that was handed in last, at this event. A draft that is withdrawn or lapses was never
 * decided on: then it is the one before. Whose own request is closed is told so, and nothing beside.
 */
function earlierDeciders(
  loaded: Loaded,
  { action, actor, revision = 0 }: HistoryEvent,
  { people }: Directory,
) {
  const handedIn = loaded.requests.filter((one) => one.revision <= revision);
  // What is recalled was handed in itself, also where nobody had been asked about it yet.
  const last = action === 'recalled' ? revision : Math.max(...handedIn.map((one) => one.revision));
  const told = isIn([actor, ...closedAt(loaded, revision)]);
  const deciders = new Map(
    handedIn
      .filter((one) => one.revision === last)
      .flatMap((request) => everDecided(request).map(({ by }) => [by.id, { id: by.id, name: by.name }])),
  );
  return [...deciders.values()].filter((one) => !told(one) && isIn(people)(one));
}

/** Whether somebody was asked anew at an event since they have another mailbox; earlier releases do not say at which. */
const isMovedAt = ({ marks, movedAt }: Asked, { action, at }: HistoryEvent): boolean =>
  movedAt === undefined
    ? action === 'rerouted' && marks?.includes('mailbox-changed') === true
    : movedAt === at;

/**
 * Who the recipients of a mail are, by name: whether they have a mailbox is not known yet.
 * @param members ids of those who work for the project's unit, where it is told anything
 */
export function recipientsOf(
  recipients: Recipients,
  loaded: Loaded,
  event: HistoryEvent,
  directory: Directory,
  members: ReadonlySet<string>,
): readonly Assignee[] {
  const { assignees = [], joined = assignees, left } = event;
  const request = requestOf(loaded, event);
  const asked = request?.assignees ?? [];
  switch (recipients) {
    case 'asked':
      // Whoever is not asked any more (given to somebody else, or decided meanwhile) gets no link.
      return joined.filter(isIn(asked));
    case 'former-holders':
      // Of a change of the office those whom it took the request from, but not who is asked in another place now;
      // whoever has left the directory is told nothing.
      return left
        ? left.filter((one) => isIn(directory.people)(one) && !isIn([...assignees, ...asked])(one))
        : (request?.former ?? []);
    case 'former-mailboxes':
      return joined.filter(isIn(asked.filter((one) => isMovedAt(one, event))));
    case 'superiors':
      return assignees;
    case 'submitter':
      return ofUnit(loaded, directory, members);
    case 'administrators':
      return administratorsOf(directory);
    case 'closed-requests':
      return closedAt(loaded, event.revision);
    case 'earlier-deciders':
      return earlierDeciders(loaded, event, directory);
  }
}
