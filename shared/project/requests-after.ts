import type { EventBody, EventOf, HistoryEvent } from '../history/event.ts';
import type { OfficeMark } from '../history/vocabulary.ts';
import type { Assignee } from '../workflow/assignee.ts';
import type { Command, Decide } from '../workflow/commands.ts';
import { deadlineOf, recountedDeadline, stepAt } from '../workflow/deadlines.ts';
import { detailsOf } from '../workflow/deciding.ts';
import { mailboxOf } from '../workflow/rerouting.ts';
import { holdersAsked, unitAskedAt } from '../workflow/routing.ts';
import type { Stage } from '../workflow/stages.ts';
import type { World } from '../workflow/world.ts';
import type { Loaded } from './load.ts';
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
}

/** The request that the flow opens. @throws Error where the project is not in review */
export function openedRequest(
  { record }: Loaded,
  event: EventBody,
  command: Extract<Command, { type: 'request' }>,
  world: World,
): RequestRecord {
  const stage = world.stages.find(({ id }) => id === command.stage);
  const { flow } = record;
  if (!stage || flow.state !== 'in-review') throw new Error(`${record.id} asks nobody at ${command.stage}`);
  const requestedAt = event.at;
  const deadline = deadlineOf(world.calendar, stage, new Date(requestedAt)).toISOString();
  return {
    projectId: record.id,
    revision: command.revision,
    stage: stage.id,
    assignees: withMailboxes(event.assignees ?? [], world),
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
    calendar: world.calendar.version,
    steps: 0,
    dueAt: stepAt(world.calendar, stage, { requestedAt, deadline }, 0).toISOString(),
  };
}

/** The decision as its request keeps it. */
function decisionRecord(command: Decide, event: EventBody): DecisionRecord {
  const { outcome, actor: by, contentHash, proof } = command;
  return {
    outcome,
    at: event.at,
    by,
    contentHash,
    proof,
    ...(event.comment === undefined ? {} : { comment: event.comment }),
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

/** Those who are asked, with the mailbox by which they are. */
const withMailboxes = <Person extends Assignee>(
  people: readonly Person[],
  { directory }: World,
): (Person & Pick<Asked, 'mailbox'>)[] =>
  people.map((one) => {
    const mailbox = mailboxOf(directory, one.id);
    return { ...one, ...(mailbox === undefined ? {} : { mailbox }) };
  });

/** Everybody who was asked and is not any more. */
function formerOf(request: RequestRecord, people: readonly Assignee[]): RequestRecord['former'] {
  const asked = new Set(people.map(({ id }) => id));
  return [...(request.former ?? []), ...request.assignees]
    .filter(({ id }) => !asked.has(id))
    .map(({ id, name, onBehalfOf, onBehalfOfId }) => ({ id, name, onBehalfOf, onBehalfOfId }));
}

/** What is remembered of the office's change for somebody who is asked anew by it. */
function marksOf(
  request: RequestRecord,
  one: Assignee,
  askedUnit: string,
  { officeChanges }: World,
): OfficeMark[] {
  const before = request.assignees.find(({ id }) => id === one.id);
  if (before) return ['mailbox-changed'];
  const isGiven = officeChanges.some(({ of, at }) => of === askedUnit && at >= request.requestedAt);
  return isGiven ? ['post-given'] : [];
}

/** A request that asks others now, or the same people by other mailboxes. */
function reroutedRequest(request: RequestRecord, event: EventOf<'rerouted'>, world: World): RequestRecord {
  const stage = demandStage(world, request.stage);
  const { given: _, ...rest } = request;
  // The same people by another mailbox: whom an administrator chose stays chosen.
  const isKept =
    request.given && event.left.length === 0 && event.assignees.length === request.assignees.length;
  const unit = request.askedUnit ?? '';
  const assignees = withMailboxes(event.assignees, world).map((one): Asked => {
    const before = request.assignees.find(({ id }) => id === one.id);
    if (!event.joined.some(({ id }) => id === one.id)) return before ?? one;
    const marks = [...new Set([...(before?.marks ?? []), ...marksOf(request, one, unit, world)])];
    return { ...one, ...(marks.length > 0 ? { marks } : {}) };
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
            { ...stage, deadlines: [1, 1, 2] },
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
  const deadline = recountedDeadline(calendar, stage, request, at);
  return {
    ...request,
    deadline,
    calendar: calendar.version,
    // Where the deadline stays the steps stay: they may be those of people who were asked later.
    ...(deadline === request.deadline
      ? {}
      : { dueAt: stepAt(calendar, stage, { ...request, deadline }, request.steps).toISOString() }),
    assignees: unmarked(request.assignees, event?.assignees ?? []),
  };
}

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
    case 'reassign':
      return {
        ...request,
        assignees: withMailboxes(people, world),
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
      return command.asked && !isAskedAnew(later, request, command.recipient)
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
  return open.flatMap((request) => {
    if (event?.stage !== request.stage || event.revision !== request.revision) return [];
    const changed = requestAfter(request, command, event, after, circumstances);
    return changed === request ? [] : [changed];
  });
}
