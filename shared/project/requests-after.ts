import type { EventBody, EventOf, HistoryEvent } from '../history/event.ts';
import type { OfficeMark } from '../history/vocabulary.ts';
import { type Assignee, asCalledNow } from '../workflow/assignee.ts';
import type { Command, Decide, ReportMailFailure, TakeBack } from '../workflow/commands.ts';
import { deadlineOf, recountedDeadline, soonDeadlines, stepAt } from '../workflow/deadlines.ts';
import { detailsOf, opinionOf } from '../workflow/deciding.ts';
import { timesAsked } from '../workflow/project.ts';
import { isSame, mailboxOf } from '../workflow/rerouting.ts';
import { holdersAsked, unitAskedAt } from '../workflow/routing.ts';
import type { Stage } from '../workflow/stages.ts';
import type { World } from '../workflow/world.ts';
import { findRequest, type Loaded } from './load.ts';
import { everDecided } from './made-decisions.ts';
import type { Asked, DecisionRecord, ProjectRecord, RequestRecord, RevisionContent } from './records.ts';
import { isAskedAnew, marked, unmarked } from './undelivered.ts';

/** What becomes of a project's requests for decisions by a command. */

/** What a command is carried out in, beside the project itself. */
export interface Circumstances {
  readonly world: World;
  /** The revision in review, where the command may bring it back as a draft. */
  readonly handedIn?: RevisionContent | undefined;
  /** What happened after the event whose mail did not arrive. */
  readonly later?: readonly HistoryEvent[] | undefined;
  /** What lists show of the project from now on. */
  readonly listing?: ProjectRecord['listing'];
}

/** The request that the flow opens. @throws Error where the project is not in review */
export function openedRequest(
  before: Loaded,
  event: EventOf<'requested'>,
  command: Extract<Command, { type: 'request' }>,
  world: World,
): RequestRecord {
  const stage = world.stages.find(({ id }) => id === command.stage);
  const { record } = before;
  const { flow } = record;
  const last = findRequest(before, command.revision, command.stage);
  if (!stage || flow.state !== 'in-review') throw new Error(`${record.id} asks nobody at ${command.stage}`);
  const requestedAt = event.at;
  const deadline = event.deadline ?? deadlineOf(world.calendar, stage, new Date(requestedAt)).toISOString();
  return {
    projectId: record.id,
    revision: command.revision,
    stage: stage.id,
    assignees: withMailboxes(event.assignees, world),
    status: 'open',
    listed: true,
    requestedAt,
    deadline,
    contentHash: flow.contentHash,
    askedUnit: unitAskedAt(world.directory, stage, record.unit.id),
    holders: holdersAsked(world.directory, stage, record.unit.id),
    title: record.title,
    unitName: record.unit.name,
    requestedFen: flow.requestedFen,
    token: command.token,
    tokenOrder: command.tokenOrder,
    decisions: [],
    ...(last ? { undone: everDecided(last), times: timesAsked(last) + 1 } : {}),
    calendar: event.calendar ?? world.calendar.version,
    steps: 0,
    dueAt: stepAt(world.calendar, stage, { requestedAt, deadline }, 0).toISOString(),
  };
}

/** The decision as its request keeps it. */
function decisionRecord(command: Decide, event: EventBody): DecisionRecord {
  const { outcome, to, actor: by, contentHash, proof } = command;
  const comment = opinionOf(command);
  return {
    outcome,
    ...(to === undefined ? {} : { to }),
    at: event.at,
    by,
    contentHash,
    proof,
    ...(comment === '' ? {} : { comment }),
    ...(event.approvedFen === undefined ? {} : { approvedFen: event.approvedFen }),
    ...detailsOf(command),
  };
}

/** Whether the flow still waits at a stage and revision. */
const isWaitedAt = ({ flow }: Pick<ProjectRecord, 'flow'>, request: RequestRecord): boolean =>
  flow.state === 'in-review' &&
  flow.stage === request.stage &&
  flow.revision === request.revision &&
  flow.asked !== null;

/** @throws Error where the project's form has no such stage any more */
function demandStage({ stages }: World, id: string): Stage {
  const stage = stages.find((one) => one.id === id);
  if (!stage) throw new Error(`There is no stage ${id}`);
  return stage;
}

/** Those who are asked, as they are called, with the mailbox by which they are. */
const withMailboxes = <Person extends Assignee>(
  people: readonly Person[],
  { directory }: World,
): (Person & Pick<Asked, 'mailbox'>)[] =>
  people.map((one) => {
    const mailbox = mailboxOf(directory, one.id);
    return { ...asCalledNow(one, directory), ...(mailbox === undefined ? {} : { mailbox }) };
  });

/** Everybody who was asked and is not any more, each once, as they were asked last. */
function formerOf(request: RequestRecord, people: readonly Assignee[]): RequestRecord['former'] {
  const asked = new Set(people.map(({ id }) => id));
  const known = new Map([...(request.former ?? []), ...request.assignees].map((one) => [one.id, one]));
  return [...known.values()]
    .filter(({ id }) => !asked.has(id))
    .map(({ id, name, onBehalfOf, onBehalfOfId, mailbox, marks, movedAt }) => ({
      ...{ id, name, onBehalfOf, onBehalfOfId },
      ...(mailbox === undefined ? {} : { mailbox }),
      ...(marks === undefined ? {} : { marks }),
      ...(movedAt === undefined ? {} : { movedAt }),
    }));
}

/**
 * Somebody who is asked anew by an open request, with what is remembered of them and of the office's changes: neither
 * giving it to somebody nor taking it from them makes that forgotten.
 */
function askedAnew(request: RequestRecord, one: Asked, at: string, { officeChanges }: World): Asked {
  const before = request.assignees.find(({ id }) => id === one.id);
  const known = before ?? request.former?.find(({ id }) => id === one.id);
  const isMoved = known?.mailbox !== undefined && known.mailbox !== one.mailbox;
  const hasOtherPlace = !before || !isSame(before, one);
  const isGiven =
    hasOtherPlace &&
    officeChanges.some((change) => change.of === request.askedUnit && change.at >= request.requestedAt);
  const marks = new Set<OfficeMark>([
    ...(known?.marks ?? []),
    ...(isMoved ? (['mailbox-changed'] as const) : []),
    ...(isGiven ? (['post-given'] as const) : []),
  ]);
  const movedAt = isMoved ? at : known?.movedAt;
  return {
    ...one,
    ...(before?.renewals === undefined ? {} : { renewals: before.renewals }),
    ...(marks.size > 0 ? { marks: [...marks] } : {}),
    ...(movedAt === undefined ? {} : { movedAt }),
  };
}

/** A request that asks others now, or the same people by other mailboxes. */
function reroutedRequest(request: RequestRecord, event: EventOf<'rerouted'>, world: World): RequestRecord {
  const stage = demandStage(world, request.stage);
  const { given: _, ...rest } = request;
  // The same people by another mailbox: whom an administrator chose stays chosen.
  const isKept =
    request.given && event.left.length === 0 && event.assignees.length === request.assignees.length;
  const assignees = withMailboxes(event.assignees, world).map((one): Asked => {
    const before = request.assignees.find(({ id }) => id === one.id);
    const isAnew = !before || event.joined.some(({ id }) => id === one.id);
    return isAnew ? askedAnew(request, one, event.at, world) : asCalledNow(before, world.directory);
  });
  return {
    ...rest,
    ...(isKept ? { given: true } : {}),
    assignees,
    askedUnit: unitAskedAt(world.directory, stage, event.unit),
    holders: holdersAsked(world.directory, stage, event.unit),
    former: formerOf(request, event.assignees),
    ...(event.deadline === undefined
      ? {}
      : {
          deadline: event.deadline,
          calendar: event.calendar ?? request.calendar,
          // Reminded as whoever is asked anew, and never after the deadline's own step.
          steps: 1,
          dueAt: stepAt(
            world.calendar,
            { ...stage, deadlines: soonDeadlines },
            { requestedAt: event.at, deadline: event.deadline },
            1,
          ).toISOString(),
        }),
  };
}

/** An open request counted by the present calendar; where that changed the deadline, those who are asked are mailed. */
function recounted(request: RequestRecord, event: EventBody | undefined, world: World): RequestRecord {
  const { calendar, at } = world;
  const stage = demandStage(world, request.stage);
  const deadline = event?.deadline ?? recountedDeadline(calendar, stage, request, at);
  return {
    ...request,
    deadline,
    calendar: event?.calendar ?? calendar.version,
    // Where the deadline stays the steps stay: they may be those of people who were asked later.
    ...(deadline === request.deadline
      ? {}
      : { dueAt: stepAt(calendar, stage, { ...request, deadline }, request.steps).toISOString() }),
    assignees: unmarked(request.assignees, event?.assignees ?? []),
  };
}

/** Whether the mail went where they are asked now: not to a mailbox that they had before, which is told of the change. */
const isTheirMailbox = ({ assignees }: RequestRecord, { recipient, mailbox }: ReportMailFailure): boolean =>
  mailbox === undefined ||
  assignees.every((one) => one.id !== recipient.id || one.mailbox === undefined || one.mailbox === mailbox);

/** An open request as an event that speaks of it leaves it. */
function requestAfter(
  request: RequestRecord,
  command: Command,
  event: EventBody,
  after: Pick<ProjectRecord, 'flow'>,
  { world, later = [] }: Circumstances,
): RequestRecord {
  const people = event.assignees ?? [];
  switch (command.type) {
    case 'renew-link':
      return {
        ...request,
        assignees: unmarked(request.assignees, people).map((one) =>
          one.id === command.assignee.id ? { ...one, renewals: (one.renewals ?? 0) + 1 } : one,
        ),
      };
    case 'remind': {
      const steps = request.steps + 1;
      const stage = demandStage(world, request.stage);
      // From when this step is really taken: it may have been held up.
      const dueAt = stepAt(world.calendar, stage, request, steps, new Date(event.at)).toISOString();
      // A reminder is a new mail: what is known of an older one says nothing of it.
      const assignees = event.action === 'reminded' ? unmarked(request.assignees, people) : request.assignees;
      return { ...request, steps, dueAt, assignees };
    }
    case 'urge':
      return { ...request, urgedAt: event.at };
    case 'reassign':
      return {
        ...request,
        // All of them are mailed now: what is known of older mails says nothing of that.
        assignees: withMailboxes(people, world).map((one) => askedAnew(request, one, event.at, world)),
        former: formerOf(request, people),
        given: true,
      };
    case 'reroute':
      return event.action === 'rerouted' ? reroutedRequest(request, event, world) : request;
    case 'decide':
      return {
        ...request,
        decisions: [...request.decisions, decisionRecord(command, event)],
        status: isWaitedAt(after, request) ? 'open' : 'decided',
      };
    case 'report-mail-failure':
      return command.asked &&
        isTheirMailbox(request, command) &&
        !isAskedAnew(later, request, command.recipient)
        ? { ...request, assignees: marked(request.assignees, command.recipient, event.at) }
        : request;
    default:
      return request;
  }
}

/**
 * The requests that a command changes, each listed from now on by whom it waits for. Nothing stays open that nobody
 * shall decide any more.
 */
export const changedRequests = (...change: Parameters<typeof changedBy>): RequestRecord[] =>
  changedBy(...change).map((request) => ({ ...request, listed: true }));

function changedBy(
  before: Loaded,
  command: Command,
  events: readonly EventBody[],
  after: Pick<ProjectRecord, 'flow'>,
  circumstances: Circumstances,
): RequestRecord[] {
  const open = before.requests.filter(({ status }) => status === 'open');
  if (command.type === 'change-unit')
    return open.map((request) => ({ ...request, unitName: command.unit.name }));
  const [event] = events;
  if (command.type === 'take-back') return takenBack(before, command, circumstances.world);
  if (command.type === 'recall' || command.type === 'withdraw')
    return open.map((request) => ({ ...request, status: 'closed' }));
  if (command.type === 'postpone' || command.type === 'recount-deadline')
    return open
      .filter(({ stage, revision }) => stage === command.stage && revision === command.revision)
      .map((request) =>
        command.type === 'postpone'
          ? { ...request, dueAt: command.until }
          : recounted(request, event, circumstances.world),
      );
  if (command.type === 'reroute' && !event) {
    const { world } = circumstances;
    const holders = holdersAsked(world.directory, demandStage(world, command.stage), before.record.unit.id);
    return open
      .filter(({ stage, revision }) => stage === command.stage && revision === command.revision)
      .map((request) => ({ ...request, holders, assignees: withMailboxes(request.assignees, world) }));
  }
  const changed = open.flatMap((request) => {
    if (event?.stage !== request.stage || event.revision !== request.revision) return [];
    const changed = requestAfter(request, command, event, after, circumstances);
    return changed === request ? [] : [changed];
  });
  return event?.reopens ? reopened(before.requests, changed, event, circumstances.world) : changed;
}

/** The request of whoever takes a decision back is open again, and what was asked after it is closed. */
function takenBack(
  { record, requests }: Loaded,
  { stage: id, revision, actor }: TakeBack,
  world: World,
): RequestRecord[] {
  const stage = demandStage(world, id);
  return requests.flatMap((request): RequestRecord[] => {
    if (request.revision !== revision) return [];
    if (request.stage !== id) return request.status === 'open' ? [{ ...request, status: 'closed' }] : [];
    const { undone = [], decisions } = request;
    const isOwn = ({ by }: DecisionRecord): boolean => by.id === actor.id;
    return [
      {
        ...request,
        status: 'open',
        askedUnit: unitAskedAt(world.directory, stage, record.unit.id),
        decisions: decisions.filter((one) => !isOwn(one)),
        undone: [...undone, ...decisions.filter(isOwn)],
      },
    ];
  });
}

/** A stage is asked again: what was decided there and since counts no more. */
function reopened(
  requests: readonly RequestRecord[],
  changed: readonly RequestRecord[],
  { revision, next = '' }: EventBody,
  { stages }: World,
): RequestRecord[] {
  const order = stages.map(({ id }) => id);
  const isSince = (one: RequestRecord): boolean =>
    one.revision === revision && order.indexOf(one.stage) >= order.indexOf(next);
  return requests
    .map((request) => changed.find(({ stage }) => isSince(request) && stage === request.stage) ?? request)
    .filter(isSince)
    .map((request) => ({ ...request, decisions: [], undone: everDecided(request) }));
}

/** A project's requests as a change leaves them. */
export const requestsAfter = (
  requests: readonly RequestRecord[],
  { opened, changed }: { readonly opened?: RequestRecord; readonly changed: readonly RequestRecord[] },
): RequestRecord[] => [
  ...new Map(
    [...requests, ...changed, ...(opened ? [opened] : [])].map((one) => [
      `${one.revision} ${one.stage}`,
      one,
    ]),
  ).values(),
];
