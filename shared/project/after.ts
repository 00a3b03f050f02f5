import type { EventBody, HistoryEvent } from '../history/event.ts';
import type { Command, Create, Decide, Save, Submit } from '../workflow/commands.ts';
import { deadlineOf, stepAt } from '../workflow/deadlines.ts';
import { detailsOf } from '../workflow/deciding.ts';
import { advance } from '../workflow/evolve.ts';
import { nothingYet } from '../workflow/flow.ts';
import { unitAskedAt } from '../workflow/routing.ts';
import type { World } from '../workflow/world.ts';
import type { Loaded } from './load.ts';
import type {
  DecisionRecord,
  DraftContent,
  ProjectRecord,
  RequestRecord,
  RevisionContent,
} from './records.ts';
import { isAskedAnew, marked, unmarked } from './undelivered.ts';

/** What a project is after a command: derived from its events and from what the command brought. */
export interface After {
  /** All but the head, which moves with the chain. */
  readonly record: Omit<ProjectRecord, 'head'>;
  readonly opened?: RequestRecord;
  readonly changed: readonly RequestRecord[];
  readonly draft?: DraftContent | 'removed';
  readonly revision?: {
    readonly number: number;
    readonly contentHash: string;
    readonly content: RevisionContent;
  };
}

/** What a command is carried out in, beside the project itself. */
export interface Circumstances {
  readonly world: World;
  /** The revision in review, where the command may bring it back as a draft. */
  readonly handedIn?: RevisionContent | undefined;
  /** What happened after the event whose mail did not arrive. */
  readonly later?: readonly HistoryEvent[] | undefined;
}

/** Whose commands move the version that a page or a program must have seen. */
const MOVES_VERSION: ReadonlySet<Command['type']> = new Set([
  'create',
  'save',
  'submit',
  'recall',
  'withdraw',
  'decide',
]);

const withOne = (list: readonly string[], item: string): string[] => [...new Set([...list, item])];

/** The record of a project that begins with this command. */
function begun(command: Create | Submit, at: string): Omit<ProjectRecord, 'head' | 'flow'> {
  const { id, unit, form, summary, actor } = command;
  return {
    id,
    form: form.id,
    formVersion: form.version,
    version: 1,
    unit: { id: unit.id, name: unit.name },
    ...summary,
    createdAt: at,
    savedAt: at,
    editors: [actor.id],
    objections: [],
    ...(command.type === 'create' && command.copiedFrom !== undefined
      ? { copiedFrom: command.copiedFrom }
      : {}),
    ...(command.type === 'submit' ? { submittedBy: { id: actor.id, name: actor.name } } : {}),
    attempt: 1,
  };
}

const edited = (record: ProjectRecord, { summary, actor }: Save | Submit, at: string) => ({
  ...summary,
  savedAt: at,
  editors: withOne(record.editors, actor.id),
});

/** What a command changes in the record beside its flow and version. */
function facts(record: ProjectRecord, command: Command, at: string): Partial<ProjectRecord> {
  switch (command.type) {
    case 'save':
      return edited(record, command, at);
    case 'submit': {
      const { id, name } = command.actor;
      const formVersion = command.form.version;
      return { ...edited(record, command, at), formVersion, submittedBy: { id, name }, attempt: 1 };
    }
    case 'recall':
      return { savedAt: at };
    case 'object': {
      const { comment, actor: by } = command;
      return { objections: [...record.objections, { revision: record.flow.revision, at, by, comment }] };
    }
    case 'restart-flow':
      return { attempt: record.attempt + 1 };
    default:
      return {};
  }
}

function recordAfter(
  before: Loaded | null,
  command: Command,
  events: readonly EventBody[],
  at: string,
): Omit<ProjectRecord, 'head'> {
  if (!before) {
    if (command.type !== 'create' && command.type !== 'submit')
      throw new Error(`No project begins with ${command.type}`);
    return { ...begun(command, at), flow: advance(nothingYet, events) };
  }
  const { record } = before;
  const moves = MOVES_VERSION.has(command.type) || (command.type === 'lapse' && !command.warning);
  return {
    ...record,
    ...facts(record, command, at),
    version: record.version + (moves ? 1 : 0),
    flow: advance(record.flow, events),
  };
}

/** The request that the flow opens. @throws Error where the project is not in review */
function openedRequest(
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
function changedRequests(
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

const asDraft = ({ declaration }: RevisionContent): DraftContent => ({ declaration, unread: {} });

/** What becomes of the contents: a revision is written once; what comes back begins the next draft. */
function contentsAfter(
  before: Loaded | null,
  command: Command,
  { flow }: Pick<ProjectRecord, 'flow'>,
  handedIn: RevisionContent | undefined,
): Pick<After, 'draft' | 'revision'> {
  switch (command.type) {
    case 'create':
    case 'save':
      return { draft: command.content };
    case 'submit': {
      const { declaration, findings, contentHash, form } = command;
      const content = { declaration, findings: [...findings], formVersion: form.version };
      return {
        revision: { number: flow.revision, contentHash, content },
        ...(before ? { draft: 'removed' } : {}),
      };
    }
    case 'lapse':
      return command.warning ? {} : { draft: 'removed' };
    default:
      return handedIn && (flow.state === 'draft' || flow.state === 'returned')
        ? { draft: asDraft(handedIn) }
        : {};
  }
}

/**
 * What a project is after a command that was not refused.
 */
export function afterCommand(
  before: Loaded | null,
  command: Command,
  events: readonly EventBody[],
  circumstances: Circumstances,
): After {
  const { world, handedIn } = circumstances;
  const record = recordAfter(before, command, events, world.at);
  const [event] = events;
  return {
    record,
    ...(before && command.type === 'request' && event
      ? { opened: openedRequest(before, event, command, world) }
      : {}),
    changed: before ? changedRequests(before, command, events, record, circumstances) : [],
    ...contentsAfter(before, command, record, handedIn),
  };
}
