import type { EventBody } from '../history/event.ts';
import type { Command, Create, Save, Submit } from '../workflow/commands.ts';
import { advance } from '../workflow/evolve.ts';
import { nothingYet } from '../workflow/flow.ts';
import { makersOf } from '../workflow/makers.ts';
import { type FailedMail, failedBy } from './failed-mails.ts';
import { financeAfter } from './listing.ts';
import type { Loaded } from './load.ts';
import type { DraftContent, ProjectRecord, RequestRecord, RevisionContent } from './records.ts';
import { type Circumstances, changedRequests, openedRequest } from './requests-after.ts';

/** What a project is after a command: derived from its events and from what the command brought. */
export interface After {
  /** All but the head, which moves with the chain. */
  readonly record: Omit<ProjectRecord, 'head'>;
  readonly opened?: RequestRecord;
  readonly changed: readonly RequestRecord[];
  /** A mail that did not arrive and still should. */
  readonly failed?: FailedMail | undefined;
  readonly draft?: DraftContent | 'removed';
  readonly revision?: {
    readonly number: number;
    readonly contentHash: string;
    readonly content: RevisionContent;
  };
}

/** Which commands move the version that a page or a program must have seen. */
const MOVES_VERSION: ReadonlySet<Command['type']> = new Set([
  'create',
  'save',
  'submit',
  'recall',
  'withdraw',
  'decide',
  'take-back',
]);

const withAll = (list: readonly string[], items: readonly string[]): string[] => [
  ...new Set([...list, ...items]),
];

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
    editors: [...makersOf(actor)],
    objections: [],
    ...(command.type === 'create' && command.copiedFrom !== undefined
      ? { copiedFrom: command.copiedFrom }
      : {}),
    ...(command.type === 'submit'
      ? { submittedBy: { id: actor.id, name: actor.name }, findings: countsOf(command) }
      : {}),
    attempt: 1,
  };
}

/** The round that a project is in: that of its last submission, which may say none. */
function roundAfter(before: Loaded | null, events: readonly EventBody[]): Pick<ProjectRecord, 'round'> {
  const submitted = events.find(({ action }) => action === 'submitted');
  const round = submitted ? submitted.round : before?.record.round;
  return round === undefined ? {} : { round };
}

const countsOf = ({ findings }: Submit) => ({
  errors: findings.filter(({ severity }) => severity === 'error').length,
  warnings: findings.filter(({ severity }) => severity === 'warning').length,
});

const edited = (record: ProjectRecord, { summary, actor }: Save | Submit, at: string) => ({
  ...summary,
  savedAt: at,
  editors: withAll(record.editors, makersOf(actor)),
});

/** What a command changes in the record beside its flow and version. */
function facts(record: ProjectRecord, command: Command, at: string): Partial<ProjectRecord> {
  switch (command.type) {
    case 'save':
      return edited(record, command, at);
    case 'submit': {
      const { id, name } = command.actor;
      const formVersion = command.form.version;
      return {
        ...edited(record, command, at),
        ...{ formVersion, submittedBy: { id, name }, findings: countsOf(command), attempt: 1 },
        // Under the name that the unit has now, as the declaration that it hands in.
        ...(command.unit.id === record.unit.id ? { unit: command.unit } : {}),
      };
    }
    case 'recall':
      return { savedAt: at };
    case 'object': {
      const { comment, actor: by } = command;
      const { revision, approvedFen } = record.flow;
      return { objections: [...record.objections, { revision, at, by, comment, approvedFen }] };
    }
    case 'change-unit':
      return { unit: command.unit };
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
    return { ...begun(command, at), ...roundAfter(before, events), flow: advance(nothingYet, events) };
  }
  const { round: _, ...record } = before.record;
  const moves =
    MOVES_VERSION.has(command.type) || (command.type === 'lapse' && command.warning === undefined);
  return {
    ...record,
    ...facts(before.record, command, at),
    ...roundAfter(before, events),
    version: record.version + (moves ? 1 : 0),
    flow: advance(record.flow, events),
  };
}

/** The record with what lists show of it; what was never handed in is decided on by nobody. */
function listedAs(
  { finance: _, listing: __, ...record }: Omit<ProjectRecord, 'head'>,
  before: Loaded | null,
  { listing, world }: Circumstances,
): Omit<ProjectRecord, 'head'> {
  if (!listing) return record;
  const finance = financeAfter(before?.record, record, world.directory);
  return { ...record, listing, ...(finance === undefined ? {} : { finance }) };
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
      return command.warning === undefined ? { draft: 'removed' } : {};
    default:
      return handedIn && (flow.state === 'draft' || flow.state === 'returned')
        ? { draft: asDraft(handedIn) }
        : {};
  }
}

/** What a project is after a command that was not refused. */
export function afterCommand(
  before: Loaded | null,
  command: Command,
  events: readonly EventBody[],
  circumstances: Circumstances,
): After {
  const { world, handedIn } = circumstances;
  const record = listedAs(recordAfter(before, command, events, world.at), before, circumstances);
  const [event] = events;
  const changed = before ? changedRequests(before, command, events, record, circumstances) : [];
  return {
    record,
    ...(before && command.type === 'request' && event?.action === 'requested'
      ? { opened: openedRequest(before, event, command, world) }
      : {}),
    changed,
    ...(event && command.type === 'report-mail-failure'
      ? { failed: failedBy(command, record.id, changed, event.at) }
      : {}),
    ...contentsAfter(before, command, record, handedIn),
  };
}
