import type { EventBody, HistoryEvent } from '../history/event.ts';
import type { Command, Decide } from '../workflow/commands.ts';
import { deadlineOf, stepAt } from '../workflow/deadlines.ts';
import { detailsOf } from '../workflow/deciding.ts';
import { unitAskedAt } from '../workflow/routing.ts';
import type { World } from '../workflow/world.ts';
import type { Loaded } from './load.ts';
import type { DecisionRecord, ProjectRecord, RequestRecord, RevisionContent } from './records.ts';
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
  return {
    projectId: record.id,
    revision: command.revision,
    stage: stage.id,
    assignees: [...(event.assignees ?? [])],
    status: 'open',
    requestedAt: event.at,
    deadline: deadlineOf(stage, new Date(event.at)).toISOString(),
    contentHash: flow.contentHash,
    askedUnit: unitAskedAt(world.directory, stage, record.unit.id),
    title: record.title,
    unitName: record.unit.name,
    requestedFen: flow.requestedFen,
    token: command.token,
    tokenOrder: command.tokenOrder,
    decisions: [],
    calendar: world.calendar,
    steps: 0,
    dueAt: stepAt(stage, new Date(event.at), 0).toISOString(),
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
      const stage = world.stages.find(({ id }) => id === request.stage);
      if (!stage) throw new Error(`There is no stage ${request.stage}`);
      const dueAt = stepAt(stage, new Date(request.requestedAt), steps).toISOString();
      // A reminder is a new mail: what is known of an older one says nothing of it.
      const assignees = event.action === 'reminded' ? unmarked(request.assignees, people) : request.assignees;
      return { ...request, steps, dueAt, assignees };
    }
    case 'reassign': {
      const asked = new Set(people.map(({ id }) => id));
      const former = [...(request.former ?? []), ...request.assignees].filter(({ id }) => !asked.has(id));
      return { ...request, assignees: [...people], former };
    }
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

/** The requests that a command changes. Nothing stays open that nobody shall decide any more. */
export function changedRequests(
  before: Loaded,
  command: Command,
  events: readonly EventBody[],
  after: Pick<ProjectRecord, 'flow'>,
  circumstances: Circumstances,
): RequestRecord[] {
  const open = before.requests.filter(({ status }) => status === 'open');
  if (command.type === 'recall' || command.type === 'withdraw')
    return open.map((request) => ({ ...request, status: 'closed' }));
  if (command.type === 'postpone')
    return open
      .filter(({ stage, revision }) => stage === command.stage && revision === command.revision)
      .map((request) => ({ ...request, dueAt: command.until }));
  const [event] = events;
  return open.flatMap((request) => {
    if (event?.stage !== request.stage || event.revision !== request.revision) return [];
    const changed = requestAfter(request, command, event, after, circumstances);
    return changed === request ? [] : [changed];
  });
}
