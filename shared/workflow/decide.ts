import type { EventBody } from '../history/event.ts';
import type { Assignee, Cause, Command, Refusal, RefusalCode, Subject } from './commands.ts';
import type { Flow, ReviewFlow } from './flow.ts';
import type { Stage } from './stages.ts';

/** A return must say what to change: ten characters are a short Chinese sentence (domain.md §8). */
export const SHORTEST_REASON = 10;

type Decision = readonly EventBody[] | Refusal;

const refuse = (refused: RefusalCode): Refusal => ({ refused });

export const isRefusal = (decision: Decision): decision is Refusal => 'refused' in decision;

type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;

/** What an event says of a person; a request's own record may say more. */
const copies = (assignees: readonly Assignee[]) =>
  assignees.map(({ id, name, onBehalfOf, onBehalfOfId }) => ({
    id,
    name,
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    ...(onBehalfOfId === undefined ? {} : { onBehalfOfId }),
  }));

function submit(flow: Flow, command: CommandOf<'submit'>, base: EventBody): Decision {
  if (flow.state !== 'draft' && flow.state !== 'returned') return refuse('not-in-this-state');
  const [first] = command.passes;
  if (first === undefined) return refuse('nobody-decides');
  return [
    {
      ...base,
      action: 'submitted',
      budgetYear: command.budgetYear,
      revision: flow.revision,
      from: flow.state,
      to: 'in-review',
      next: first,
      requestedFen: command.requestedFen,
      contentHash: command.contentHash,
    },
  ];
}

/** The request that a command speaks of is the one that the flow is at, or it is closed. */
const isAt = (flow: Flow, command: { stage: string; revision: number }): flow is ReviewFlow =>
  flow.state === 'in-review' && flow.stage === command.stage && flow.revision === command.revision;

const isOpen = (
  flow: Flow,
  command: { stage: string; revision: number },
): flow is ReviewFlow & { asked: object } => isAt(flow, command) && flow.asked !== null;

function request(flow: Flow, command: CommandOf<'request'>, base: EventBody): Decision {
  if (!isAt(flow, command)) return refuse('request-closed');
  if (flow.asked) return refuse('already-asked');
  const { stage, revision, assignees, deadline, calendar } = command;
  return [
    { ...base, action: 'requested', stage, revision, assignees: copies(assignees), deadline, calendar },
  ];
}

function renewLink(flow: Flow, command: CommandOf<'renew-link'>, base: EventBody): Decision {
  if (!isOpen(flow, command)) return refuse('request-closed');
  const { stage, revision, assignee } = command;
  if (!flow.asked.assignees.includes(assignee.id)) return refuse('other-person');
  return [{ ...base, action: 'link-renewed', stage, revision, assignees: copies([assignee]) }];
}

function remind(flow: Flow, command: CommandOf<'remind'>, base: EventBody): Decision {
  if (!isOpen(flow, command)) return refuse('request-closed');
  const { stage, revision, assignees } = command;
  return [{ ...base, action: command.kind, stage, revision, assignees: copies(assignees) }];
}

function reassign(flow: Flow, command: CommandOf<'reassign'>, base: EventBody): Decision {
  if (!isOpen(flow, command)) return refuse('request-closed');
  if (command.excluded) return refuse(command.excluded);
  const { stage, revision, assignee, comment } = command;
  return [{ ...base, action: 'reassigned', stage, revision, assignees: copies([assignee]), comment }];
}

/** Whether the stage is passed by this approval: at once, or when everybody asked has approved. */
function isPassed(flow: ReviewFlow, by: string, stages: readonly Stage[]): boolean {
  const quorum = stages.find((stage) => stage.id === flow.stage)?.quorum ?? 'any';
  if (quorum === 'any') return true;
  const approvals = new Set([...(flow.asked?.approvals ?? []), by]);
  return flow.asked?.assignees.every((assignee) => approvals.has(assignee)) ?? true;
}

/** The stage that follows one in a workflow, of those that this project passes. */
export function following(
  stages: readonly Stage[],
  passes: readonly string[],
  stage: string,
): string | undefined {
  const order = stages.map(({ id }) => id);
  return order.slice(order.indexOf(stage) + 1).find((id) => passes.includes(id));
}

function approve(
  flow: ReviewFlow,
  command: CommandOf<'decide'>,
  decided: EventBody,
  base: EventBody,
  stages: readonly Stage[],
): EventBody[] {
  const { revision, stage, requestedFen } = flow;
  const approvedFen = command.approvedFen ?? flow.approvedFen ?? requestedFen;
  const amounts = approvedFen === null ? {} : { approvedFen };
  if (!isPassed(flow, base.actor.id, stages)) return [{ ...decided, ...amounts }];
  const next = following(stages, command.passes, stage);
  if (next !== undefined) return [{ ...decided, ...amounts, next }];
  const requested = requestedFen === null ? {} : { requestedFen };
  return [
    { ...decided, ...amounts },
    {
      ...base,
      action: 'approved',
      stage,
      revision,
      from: 'in-review',
      to: 'approved',
      ...requested,
      ...amounts,
    },
  ];
}

function decideRequest(
  flow: Flow,
  command: CommandOf<'decide'>,
  base: EventBody,
  stages: readonly Stage[],
): Decision {
  if (flow.state === 'none') return refuse('not-in-this-state');
  const here = flow.deciders.filter(
    (one) => one.stage === command.stage && one.revision === command.revision,
  );
  if (here.some((one) => one.person === base.actor.id)) return refuse('already-decided');
  if (!isOpen(flow, command)) return refuse(here.length > 0 ? 'already-decided' : 'request-closed');
  if (!flow.asked.assignees.includes(base.actor.id)) return refuse('other-person');
  if (command.excluded) return refuse(command.excluded);
  if (command.contentHash !== flow.shownHash) return refuse('content-changed');
  const comment = command.comment?.trim() ?? '';
  if (command.outcome === 'return' && comment.length < SHORTEST_REASON) return refuse('comment-required');
  if (command.outcome === 'reject' && comment === '') return refuse('comment-required');
  const { stage, revision } = flow;
  const decided: EventBody = {
    ...base,
    action: 'decided',
    stage,
    revision,
    outcome: command.outcome,
    contentHash: command.contentHash,
    requestedAt: command.requestedAt,
    deadline: command.deadline,
    ...(flow.requestedFen === null ? {} : { requestedFen: flow.requestedFen }),
    ...(comment === '' ? {} : { comment }),
    ...(command.detailsHash === undefined ? {} : { detailsHash: command.detailsHash }),
    ...(command.proof === undefined ? {} : { proof: command.proof }),
  };
  const end = { ...base, stage, revision, from: 'in-review' } as const;
  if (command.outcome === 'return') return [decided, { ...end, action: 'returned', to: 'returned' }];
  if (command.outcome === 'reject') return [decided, { ...end, action: 'rejected', to: 'rejected' }];
  return approve(flow, command, decided, base, stages);
}

function object(flow: Flow, command: CommandOf<'object'>, base: EventBody): Decision {
  if (flow.state !== 'in-review') return refuse('not-in-this-state');
  if (flow.approvedFen === null || flow.approvedFen === flow.requestedFen) return refuse('nothing-cut');
  return [{ ...base, action: 'objected', revision: flow.revision, comment: command.comment }];
}

function recall(flow: Flow, base: EventBody): Decision {
  if (flow.state !== 'in-review') return refuse('not-in-this-state');
  if (flow.deciders.some((one) => one.revision === flow.revision)) return refuse('already-decided');
  return [{ ...base, action: 'recalled', revision: flow.revision, from: 'in-review', to: 'draft' }];
}

function withdraw(flow: Flow, base: EventBody): Decision {
  if (flow.state !== 'draft' && flow.state !== 'returned' && flow.state !== 'in-review') {
    return refuse('not-in-this-state');
  }
  return [{ ...base, action: 'withdrawn', revision: flow.revision, from: flow.state, to: 'withdrawn' }];
}

function reportMailFailure(
  flow: Flow,
  { recipient, stage, revision }: CommandOf<'report-mail-failure'>,
  base: EventBody,
): Decision {
  if (flow.state === 'none') return refuse('not-in-this-state');
  const about = {
    ...(stage === undefined ? {} : { stage }),
    ...(revision === undefined ? {} : { revision }),
  };
  return [{ ...base, action: 'mail-failed', ...about, assignees: copies([recipient]) }];
}

function lapse(flow: Flow, command: CommandOf<'lapse'>, base: EventBody): Decision {
  if (flow.state !== 'returned' || flow.revision !== command.revision) return refuse('not-in-this-state');
  if (command.warning) return [{ ...base, action: 'reminded', revision: flow.revision }];
  return [{ ...base, action: 'lapsed', revision: flow.revision, from: 'returned', to: 'lapsed' }];
}

/**
 * What follows from a command in the record: events, or the reason why not. Pure; the store runs it again on fresh
 * state whenever another writer was first.
 */
export function decide(
  flow: Flow,
  command: Command,
  cause: Cause,
  subject: Subject,
  stages: readonly Stage[],
): Decision {
  const base: EventBody = { ...cause, ...subject, action: 'created' };
  switch (command.type) {
    case 'create':
      if (flow.state !== 'none') return refuse('not-in-this-state');
      return [{ ...base, to: 'draft', revision: 1 }];
    case 'submit':
      return submit(flow, command, base);
    case 'request':
      return request(flow, command, base);
    case 'renew-link':
      return renewLink(flow, command, base);
    case 'remind':
      return remind(flow, command, base);
    case 'reassign':
      return reassign(flow, command, base);
    case 'decide':
      return decideRequest(flow, command, base, stages);
    case 'object':
      return object(flow, command, base);
    case 'recall':
      return recall(flow, base);
    case 'withdraw':
      return withdraw(flow, base);
    case 'lapse':
      return lapse(flow, command, base);
    case 'report-mail-failure':
      return reportMailFailure(flow, command, base);
  }
}
