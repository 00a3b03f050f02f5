import type { EventBody } from '../history/event.ts';
import type { Cause, Command, Refusal, RefusalCode, Subject } from './commands.ts';
import type { Flow, ReviewFlow } from './flow.ts';
import type { Stage } from './stages.ts';

/** A return must say what to change: ten characters are a short Chinese sentence (domain.md §8). */
export const SHORTEST_REASON = 10;

type Decision = readonly EventBody[] | Refusal;

const refuse = (refused: RefusalCode): Refusal => ({ refused });

export const isRefusal = (decision: Decision): decision is Refusal => 'refused' in decision;

type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;

function submit(flow: Flow, command: CommandOf<'submit'>, base: EventBody): Decision {
  if (flow.state !== 'draft' && flow.state !== 'returned') return refuse('not-in-this-state');
  return [
    {
      ...base,
      action: 'submitted',
      budgetYear: command.budgetYear,
      revision: flow.revision,
      from: flow.state,
      to: 'in-review',
      requestedFen: command.requestedFen,
      contentHash: command.contentHash,
    },
  ];
}

/** The request that a command speaks of is the open one of the flow, or it is closed. */
const isOpen = (flow: ReviewFlow, command: { stage: string; revision: number }): boolean =>
  flow.stage === command.stage && flow.revision === command.revision;

function request(flow: Flow, command: CommandOf<'request'>, base: EventBody): Decision {
  if (flow.state !== 'in-review' || !isOpen(flow, command)) return refuse('request-closed');
  if (flow.asked) return refuse('already-asked');
  return [
    {
      ...base,
      action: 'requested',
      stage: command.stage,
      revision: command.revision,
      assignees: command.assignees.map((assignee) => ({ ...assignee })),
    },
  ];
}

function renewLink(flow: Flow, command: CommandOf<'renew-link'>, base: EventBody): Decision {
  if (flow.state !== 'in-review' || !isOpen(flow, command) || !flow.asked) return refuse('request-closed');
  if (!flow.asked.assignees.includes(command.assignee.id)) return refuse('other-person');
  const { stage, revision, assignee } = command;
  return [{ ...base, action: 'link-renewed', stage, revision, assignees: [{ ...assignee }] }];
}

function conclude(
  flow: ReviewFlow,
  command: CommandOf<'decide'>,
  base: EventBody,
  stages: readonly Stage[],
): EventBody[] {
  const { revision, stage } = flow;
  const common = { ...base, stage, revision };
  if (command.outcome === 'return')
    return [{ ...common, action: 'returned', from: 'in-review', to: 'returned' }];
  if (command.outcome === 'reject')
    return [{ ...common, action: 'rejected', from: 'in-review', to: 'rejected' }];
  if (nextStage(stages, stage)) return [];
  return [
    {
      ...common,
      action: 'approved',
      from: 'in-review',
      to: 'approved',
      ...(flow.requestedFen === null
        ? {}
        : { requestedFen: flow.requestedFen, approvedFen: flow.requestedFen }),
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
  const decided = flow.deciders.some(
    (one) => one.stage === command.stage && one.revision === command.revision,
  );
  if (decided) return refuse('already-decided');
  if (flow.state !== 'in-review' || !isOpen(flow, command) || !flow.asked) return refuse('request-closed');
  if (!flow.asked.assignees.includes(base.actor.id)) return refuse('other-person');
  if (command.excluded) return refuse(command.excluded);
  if (command.contentHash !== flow.contentHash) return refuse('content-changed');
  const comment = command.comment?.trim() ?? '';
  if (command.outcome === 'return' && comment.length < SHORTEST_REASON) return refuse('comment-required');
  if (command.outcome === 'reject' && comment === '') return refuse('comment-required');
  const event: EventBody = {
    ...base,
    action: 'decided',
    stage: flow.stage,
    revision: flow.revision,
    outcome: command.outcome,
    contentHash: command.contentHash,
    ...(flow.requestedFen === null ? {} : { requestedFen: flow.requestedFen }),
    ...(comment === '' ? {} : { comment }),
    ...(command.detailsHash === undefined ? {} : { detailsHash: command.detailsHash }),
  };
  return [event, ...conclude(flow, command, base, stages)];
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

/** The stage after one, in the workflow's order. */
export function nextStage(stages: readonly Stage[], stage: string): Stage | undefined {
  return stages[stages.findIndex((candidate) => candidate.id === stage) + 1];
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
      return [
        {
          ...base,
          to: 'draft',
          revision: 1,
          ...(command.budgetYear === null ? {} : { budgetYear: command.budgetYear }),
        },
      ];
    case 'submit':
      return submit(flow, command, base);
    case 'request':
      return request(flow, command, base);
    case 'renew-link':
      return renewLink(flow, command, base);
    case 'decide':
      return decideRequest(flow, command, base, stages);
    case 'recall':
      return recall(flow, base);
    case 'withdraw':
      return withdraw(flow, base);
  }
}
