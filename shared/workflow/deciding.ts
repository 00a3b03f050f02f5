import { digest } from '../history/digest.ts';
import type { Actor, EventBody, EventOf } from '../history/event.ts';
import { withOpinion } from '../history/opinion.ts';
import type { OfficeMark } from '../history/vocabulary.ts';
import type { Decide, ObjectToCut } from './commands.ts';
import { cutsHold } from './cuts.ts';
import { personWith } from './directory.ts';
import type { ReviewFlow } from './flow.ts';
import { hasObjected } from './objection.ts';
import { type DecisionRequest, madeOn, type Project, requestAt } from './project.ts';
import { outcomeFindings, reasonFindings } from './reason.ts';
import { openRequest } from './requesting.ts';
import { type Decision, eventBase, refuse } from './result.ts';
import { stageAfter, stageBefore } from './routing.ts';
import { exclusionOf, hasDecided } from './separation.ts';
import type { Stage } from './stages.ts';
import type { World } from './world.ts';

/** What stands in the decision's own record, bound to its event by a hash. */
export const detailsOf = ({
  fields,
  cuts = [],
  supplied = {},
}: Partial<Pick<Decide, 'fields' | 'cuts' | 'supplied'>>) => ({
  ...(fields ? { fields: [...fields] } : {}),
  ...(cuts.length > 0 ? { cuts: [...cuts] } : {}),
  ...(Object.keys(supplied).length > 0 ? { supplied: { ...supplied } } : {}),
});

/** The opinion that goes with a decision; empty for none. */
export const opinionOf = ({ comment = '' }: Decide): string => comment.trim();

/** What the earlier decisions on this revision have left of the amount, in fen. */
const amountBefore = ({ approvedFen, requestedFen }: ReviewFlow): number => approvedFen ?? requestedFen;

/** What the cuts leave of it: other money may pay for a part of the lines, but for no cut. */
const amountLeft = ({ plan = [] }: Project, { cuts = [] }: Decide, beforeFen: number): number =>
  cuts.reduce(
    (left, { line, amountFen }) => left - ((plan[line]?.amountFen ?? amountFen) - amountFen),
    beforeFen,
  );

/** Whether the stage is passed by this approval: by the first, by everybody's, or by the last of as many as it needs. */
function isPassed({ asked }: ReviewFlow, by: Actor, { quorum = 'any' }: Stage): boolean {
  const approvals = new Set([...(asked?.approvals ?? []), by.id]);
  if (quorum === 'any') return true;
  if (quorum === 'all') return asked?.assignees.every((assignee) => approvals.has(assignee)) ?? true;
  return approvals.size >= quorum;
}

/** Why this person may not take this decision, in the order in which it helps to hear of it. */
function refusalOf(project: Project, command: Decide, world: World) {
  const { actor, proof, outcome, to, comment, cuts = [] } = command;
  if (hasDecided(project, command, actor.id, world)) return refuse('already-decided');
  const open = openRequest(project, command, world);
  const isDecided = requestAt(project, command)?.status === 'decided';
  if (!open) return refuse(isDecided ? 'already-decided' : 'request-closed');
  if (!open.flow.asked.assignees.includes(actor.id)) return refuse('not-asked');
  if (!personWith(world.directory, actor.id)) return refuse('no-longer-listed');
  const excluded = exclusionOf(project, open.stage, actor.id, world);
  if (excluded) return refuse(excluded);
  if (command.contentHash !== open.flow.shownHash) return refuse('content-changed');
  const reason = outcomeFindings(outcome, comment);
  if (reason.length > 0) return refuse('reason-required', reason);
  if (outcome === 'return' && to && !stageSentTo(project, open, command, world))
    return refuse('no-previous-stage');
  const found = cutsHold(project.plan ?? [], cuts, outcome, amountBefore(open.flow));
  if (found.length > 0) return refuse('cuts-do-not-hold', found);
  const { codeThresholdFen } = world;
  const needsCode = codeThresholdFen !== null && open.flow.requestedFen >= codeThresholdFen;
  return needsCode && (proof === 'link' || proof === 'session') ? refuse('code-required') : open;
}

function approve(
  project: Project,
  { flow, stage }: { readonly flow: ReviewFlow; readonly stage: Stage },
  command: Decide,
  decided: EventOf<'decided'>,
  base: ReturnType<typeof eventBase>,
  world: World,
): EventBody[] {
  const { revision, requestedFen } = flow;
  const approvedFen = amountLeft(project, command, amountBefore(flow));
  if (!isPassed(flow, command.actor, stage)) return [{ ...decided, approvedFen }];
  const next = stageAfter(world, project.unit.id, requestedFen, stage.id);
  if (next !== undefined) return [{ ...decided, approvedFen, next }];
  const end = { stage: stage.id, revision, from: 'in-review', to: 'approved' } as const;
  return [
    { ...decided, approvedFen },
    { ...base, action: 'approved', ...end, requestedFen, approvedFen },
  ];
}

/** The stage that a return goes to, where it does not go to the unit. */
const stageSentTo = (
  { unit }: Project,
  { flow, stage }: { readonly flow: ReviewFlow; readonly stage: Stage },
  { outcome, to }: Decide,
  world: World,
): string | undefined =>
  outcome === 'return' && to === 'previous-stage'
    ? stageBefore(world, unit.id, flow.requestedFen, stage.id)
    : undefined;

/**
 * What a stage is asked about when it is asked again: what was shown before it decided. The hash is another one, so that
 * no page of the first time decides the second.
 */
function reopens(
  { flow, requests }: Project,
  stage: string,
  { contentHash, requestId }: Decide,
  { stages }: World,
): NonNullable<EventOf<'decided'>['reopens']> {
  const order = stages.map(({ id }) => id);
  const isBefore = (one: string): boolean => order.indexOf(one) < order.indexOf(stage);
  const made = madeOn(flow, requests, flow.revision);
  const shown = made.find((one) => !isBefore(one.stage))?.contentHash ?? contentHash;
  const approvedFen = made.findLast((one) => isBefore(one.stage))?.approvedFen;
  return {
    contentHash: digest({ shown, sentBack: requestId }),
    ...(approvedFen === undefined ? {} : { approvedFen }),
  };
}

/** A decision on what was shown, with all that follows from it in the record: the next stage, or the end. */
export function decideRequest(project: Project, command: Decide, world: World): Decision {
  const events = withoutOpinion(project, command, world);
  if ('refused' in events) return events;
  const opinion = opinionOf(command);
  return events.map((event) => (event.action === 'decided' ? withOpinion(event, opinion) : event));
}

/**
 * What of the office was changed for whoever decides: while they were asked, or, of their mailbox, at any time since
 * they decided last.
 */
function marksOf({ assignees }: DecisionRequest, { id }: Actor, world: World): OfficeMark[] {
  const { formerMailboxes, lastDecidedAt } = world;
  const { marks = [] } = assignees.find((one) => one.id === id) ?? {};
  const isMoved =
    lastDecidedAt !== undefined &&
    formerMailboxes.some(({ person, until }) => person === id && until > (lastDecidedAt ?? ''));
  return [...new Set<OfficeMark>([...marks, ...(isMoved ? (['mailbox-changed'] as const) : [])])];
}

function withoutOpinion(project: Project, command: Decide, world: World): Decision {
  const open = refusalOf(project, command, world);
  if ('refused' in open) return open;
  const { flow, request, stage } = open;
  const { outcome, contentHash, proof, openedAt, together } = command;
  const details = detailsOf(command);
  const base = eventBase(project, command, world);
  const at = { stage: stage.id, revision: flow.revision };
  const marks = marksOf(request, command.actor, world);
  const decided: EventOf<'decided'> = {
    ...base,
    action: 'decided',
    ...at,
    outcome,
    contentHash,
    requestedAt: request.requestedAt,
    deadline: request.deadline,
    requestedFen: flow.requestedFen,
    ...(Object.keys(details).length === 0 ? {} : { detailsHash: digest(details) }),
    proof,
    ...(marks.length === 0 ? {} : { marks }),
    ...(openedAt === undefined ? {} : { openedAt }),
    ...(together === undefined ? {} : { together }),
  };
  if (outcome === 'approve') return approve(project, { flow, stage }, command, decided, base, world);
  const before = stageSentTo(project, { flow, stage }, command, world);
  if (before !== undefined)
    return [{ ...decided, next: before, reopens: reopens(project, before, command, world) }];
  const end = { ...base, ...at, from: 'in-review' } as const;
  return outcome === 'return'
    ? [decided, { ...end, action: 'returned', to: 'returned' }]
    : [decided, { ...end, action: 'rejected', to: 'rejected' }];
}

/**
 * The unit objects to a cut, once to each. It changes nothing else: deciding stays with the stage, which sees it first.
 */
export function object(project: Project, command: ObjectToCut, world: World): Decision {
  const { flow } = project;
  if (flow.state !== 'in-review') return refuse('not-in-this-state');
  if (flow.approvedFen === null || flow.approvedFen === flow.requestedFen) return refuse('nothing-cut');
  if (hasObjected(project)) return refuse('already-objected');
  const reason = reasonFindings(command.comment);
  if (reason.length > 0) return refuse('reason-required', reason);
  const base = eventBase(project, command, world);
  return [{ ...base, action: 'objected', revision: flow.revision, comment: command.comment }];
}
