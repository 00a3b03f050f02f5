import { digest } from '../history/digest.ts';
import { normalMailbox } from '../values/mailbox.ts';
import { beijingDay } from '../values/working-days.ts';
import { type Assignee, asCalledNow } from './assignee.ts';
import type { ChangeUnit, Reroute } from './commands.ts';
import { leastDeadline } from './deadlines.ts';
import { type Directory, personWith } from './directory.ts';
import { askingKey, type DecisionRequest, type Project } from './project.ts';
import { openRequest } from './requesting.ts';
import { reasonsFor } from './reroute-reasons.ts';
import { type Decision, eventBase, named, refuse, systemActor } from './result.ts';
import { holdersAndDelegates, holdersAsked, isAway, route } from './routing.ts';
import { exclusionOf } from './separation.ts';
import type { Stage } from './stages.ts';
import type { World } from './world.ts';

/** What a change of the office does to an open request: it asks whom it would ask if it were asked now. */

/** A mailbox as requests and links keep it: whether it is another one, not which. */
export const hashedMailbox = (email: string): string => digest(normalMailbox(email)).slice(0, 16);

/** Somebody's present mailbox so; undefined of whoever is not in the directory. */
export function mailboxOf(from: Directory, id: string): string | undefined {
  const email = personWith(from, id)?.email;
  return email === undefined ? undefined : hashedMailbox(email);
}

interface Open {
  readonly request: DecisionRequest;
  readonly stage: Stage;
}

/** Whether whom an administrator chose can still decide: a change of the office takes nothing from them otherwise. */
function isStillGood(project: Project, { request, stage }: Open, world: World): boolean {
  const candidates = holdersAndDelegates(world.directory, stage, project.unit.id);
  return request.assignees.every(({ id }) => {
    const person = personWith(world.directory, id);
    return (
      person !== undefined &&
      !isAway(person, world.at) &&
      candidates.some((one) => one.id === id) &&
      exclusionOf(project, stage, id, world) === null
    );
  });
}

/** Whom an open request is to be asked of: those who have decided stay, and the others are found anew. */
function askedNow(project: Project, open: Open, world: World): readonly Assignee[] {
  const { request, stage } = open;
  if (request.given && request.assignees.length > 0 && isStillGood(project, open, world))
    return request.assignees;
  const decided = request.assignees.filter(({ id }) => request.decisions.some(({ by }) => by.id === id));
  const others = route(project, stage, world).filter(({ id }) => !decided.some((one) => one.id === id));
  return [...decided, ...others];
}

/** Whether it is the same person in the same place. */
export const isSame = (a: Assignee, b: Assignee): boolean =>
  a.id === b.id && (a.onBehalfOfId ?? null) === (b.onBehalfOfId ?? null);

/** Who is asked anew: whoever was not asked, or not by the mailbox that they have now. */
function joined(request: DecisionRequest, asked: readonly Assignee[], { directory }: World): Assignee[] {
  return asked.filter((one) => {
    const before = request.assignees.find((other) => isSame(one, other));
    return !before || (before.mailbox !== undefined && before.mailbox !== mailboxOf(directory, one.id));
  });
}

/**
 * Whether it is found by those who could be asked, and names those who are as they are called; otherwise it is written
 * anew, and nothing has happened.
 */
const isUpToDate = (project: Project, { request, stage }: Open, { directory }: World): boolean =>
  request.listed === true &&
  // No id has a blank.
  request.holders?.join(' ') === holdersAsked(directory, stage, project.unit.id).join(' ') &&
  request.assignees.every((one) => {
    const { name, onBehalfOf } = asCalledNow(one, directory);
    return one.name === name && one.onBehalfOf === onBehalfOf;
  });

/**
 * Asks an open request of whom it is to be asked now; refused where nobody else is to be. What it does follows from the
 * request and the office alone: done again it does nothing.
 */
export function reroute(project: Project, command: Reroute, world: World): Decision {
  const open = openRequest(project, command, world);
  if (!open) return refuse('request-closed');
  const { request } = open;
  const { stage, revision } = command;
  const asked = askedNow(project, open, world);
  const come = joined(request, asked, world);
  const gone = request.assignees.filter((one) => !asked.some((other) => isSame(one, other)));
  if (come.length + gone.length === 0) return isUpToDate(project, open, world) ? refuse('already-asked') : [];
  const day = beijingDay(new Date(world.at));
  const requestId = `${askingKey(project, command)}-office-${world.directoryVersion}-${day}`;
  // With less time left the deadline moves: who is asked now has never seen the project.
  const least = leastDeadline(world.calendar, new Date(world.at)).toISOString();
  const isShort = come.length > 0 && request.deadline < least;
  const because = reasonsFor(project, { ...open, come, gone }, world);
  return [
    {
      ...eventBase(project, { actor: systemActor('sweep'), requestId }, world),
      action: 'rerouted',
      stage,
      revision,
      assignees: named(asked),
      joined: named(come),
      left: named(gone),
      ...(isShort ? { deadline: least, calendar: world.calendar.version } : {}),
      directory: world.directoryVersion,
      day,
      ...(because.length > 0 ? { because } : {}),
    },
  ];
}

/** A project of whatever state goes on under another unit: its people see it, and its next revision is theirs. */
export function changeUnit(project: Project, { unit }: ChangeUnit, world: World): Decision {
  const { id, unit: former } = project;
  if (former.id === unit.id) return refuse('already-its-unit');
  // A unit that went from one to another and back was in each once by one version of the directory.
  const requestId = `${id}-unit-${unit.id}-${world.directoryVersion}`;
  const base = eventBase({ ...project, unit }, { actor: systemActor('sweep'), requestId }, world);
  return [{ ...base, action: 'unit-changed', formerUnit: former.id, directory: world.directoryVersion }];
}
