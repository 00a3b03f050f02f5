import type {
  Postpone,
  Reassign,
  Remind,
  RenewLink,
  ReportMailFailure,
  RequestDecision,
} from './commands.ts';
import { deadlineOf, stepKind } from './deadlines.ts';
import { administratorsOf, personWith } from './directory.ts';
import type { Asked, ReviewFlow } from './flow.ts';
import { askingKey, type DecisionRequest, type Project, requestAt, timesAsked } from './project.ts';
import { reasonFindings } from './reason.ts';
import { type Decision, eventBase, named, refuse, systemActor } from './result.ts';
import { holdersAndDelegates, isAway, route, superiorsOf } from './routing.ts';
import { exclusionOf, isAmong } from './separation.ts';
import type { Stage } from './stages.ts';
import type { World } from './world.ts';

/** Asking for a decision and waiting for it: who is asked, mailed again, reminded, given the request, not reached. */

/** Fresh links that one person is mailed for one request: two a month for a year of waiting is far more than needed. */
const MOST_RENEWALS = 24;

interface Open {
  readonly flow: ReviewFlow & { readonly asked: Asked };
  readonly request: DecisionRequest;
  readonly stage: Stage;
}

/** The open request that a command speaks of, which is the one that the flow is at; undefined where it is closed. */
export function openRequest(
  project: Project,
  at: { readonly stage: string; readonly revision: number },
  { stages }: World,
): Open | undefined {
  const { flow } = project;
  const request = requestAt(project, at);
  const stage = stages.find(({ id }) => id === at.stage);
  if (flow.state !== 'in-review' || flow.stage !== at.stage || flow.revision !== at.revision)
    return undefined;
  const { asked } = flow;
  return asked && stage && request?.status === 'open'
    ? { flow: { ...flow, asked }, request, stage }
    : undefined;
}

export function request(
  project: Project,
  { stage: stageId, revision }: RequestDecision,
  world: World,
): Decision {
  const { flow } = project;
  const stage = world.stages.find(({ id }) => id === stageId);
  if (!stage || flow.state !== 'in-review' || flow.stage !== stageId || flow.revision !== revision)
    return refuse('request-closed');
  if (flow.asked) return refuse('already-asked');
  // A natural key: the flow asks once, and once more where it came back, however often it is retried.
  const at = { stage: stageId, revision };
  const requestId = askingKey(project, at, timesAsked(requestAt(project, at)) + 1);
  return [
    {
      ...eventBase(project, { actor: systemActor('flow'), requestId }, world),
      action: 'requested',
      stage: stageId,
      revision,
      assignees: named(route(project, stage, world)),
      deadline: deadlineOf(world.calendar, stage, new Date(world.at)).toISOString(),
      calendar: world.calendar.version,
    },
  ];
}

export function renewLink(project: Project, command: RenewLink, world: World): Decision {
  const open = openRequest(project, command, world);
  if (!open)
    return refuse(requestAt(project, command)?.status === 'decided' ? 'already-decided' : 'request-closed');
  const { stage, revision, assignee } = command;
  if (!open.flow.asked.assignees.includes(assignee.id)) return refuse('not-asked');
  const renewals = open.request.assignees.find(({ id }) => id === assignee.id)?.renewals ?? 0;
  if (renewals >= MOST_RENEWALS) return refuse('too-many-links');
  const base = eventBase(project, command, world);
  return [{ ...base, action: 'link-renewed', stage, revision, assignees: named([assignee]) }];
}

/** Who is asked and has not decided yet. */
export const stillWaitedFor = ({ assignees, decisions }: DecisionRequest): DecisionRequest['assignees'] =>
  assignees.filter(({ id }) => !decisions.some(({ by }) => by.id === id));

/** Who is told at a step: those who have not decided yet, or their superior; where nobody is left, who administers. */
function remindedPeople(
  project: Project,
  { request, stage }: Open,
  kind: 'reminded' | 'escalated',
  world: World,
) {
  if (kind === 'escalated') return superiorsOf(world.directory, stage, project.unit.id);
  const waitedFor = stillWaitedFor(request);
  return waitedFor.length > 0 ? waitedFor : administratorsOf(world.directory);
}

/** A project never dies because a reviewer was slow: reminders, the escalation, then a reminder every week. */
export function remind(project: Project, command: Remind, world: World): Decision {
  const open = openRequest(project, command, world);
  if (!open) return refuse('request-closed');
  if (open.request.dueAt > world.at) return refuse('not-due');
  const { stage, revision } = command;
  const { steps } = open.request;
  const action = stepKind(steps);
  // A natural key: a sweep that runs twice reminds once.
  const requestId = `${askingKey(project, command)}-step-${steps}`;
  const base = eventBase(project, { actor: systemActor('sweep'), requestId }, world);
  return [
    { ...base, action, stage, revision, assignees: named(remindedPeople(project, open, action, world)) },
  ];
}

export function postpone(project: Project, { stage, revision, until }: Postpone): Decision {
  const request = requestAt(project, { stage, revision });
  if (request?.status !== 'open') return refuse('request-closed');
  return request.dueAt < until ? [] : refuse('not-due');
}

/**
 * Gives an open request to somebody else: an administrator any, whoever is asked their own. Neither has a way around the
 * separation of duties, nor gives anything to themself.
 */
export function reassign(project: Project, command: Reassign, world: World): Decision {
  const { revision } = project.flow;
  const { stage, from, to, comment, actor } = command;
  const open = openRequest(project, { stage, revision }, world);
  if (!open) return refuse('request-closed');
  const asked = open.request.assignees;
  if (actor.role !== 'administrator' && from !== actor.id) return refuse('not-asked');
  if (from !== undefined && !asked.some(({ id }) => id === from)) return refuse('not-asked');
  const { directory } = world;
  const person = personWith(directory, to);
  if (!person) return refuse('unknown-person');
  const assignee = holdersAndDelegates(directory, open.stage, project.unit.id).find(({ id }) => id === to);
  const excluded = exclusionOf(project, open.stage, to, world);
  if (excluded) return refuse(excluded);
  if (!assignee) return refuse('not-a-holder');
  // It would go to whoever stands in for them by the next minute.
  if (isAway(person, world.at)) return refuse('is-away');
  if (isAmong(world, to, [actor.id], project.createdAt)) return refuse('to-oneself');
  const reason = reasonFindings(comment);
  if (reason.length > 0) return refuse('reason-required', reason);
  const base = eventBase(project, command, world);
  // Others who are asked as well go on being asked.
  const others = from === undefined ? [] : asked.filter(({ id }) => id !== from && id !== to);
  const assignees = named([...others, assignee]);
  return [{ ...base, action: 'reassigned', stage, revision, assignees, comment }];
}

export function reportMailFailure(project: Project, command: ReportMailFailure, world: World): Decision {
  const { seq, recipient, stage, revision, mailbox, again } = command;
  const requestId = `mail-failed-${project.id}-${seq}-${recipient.id}${again ? `-${mailbox}` : ''}`;
  // Told again, also after years, of the same event and the same person it changes nothing.
  if (project.later?.some((event) => event.requestId === requestId)) return refuse('already-reported');
  const about = {
    ...(stage === undefined ? {} : { stage }),
    ...(revision === undefined ? {} : { revision }),
  };
  const base = eventBase(project, { actor: systemActor('send-mail'), requestId }, world);
  return [{ ...base, action: 'mail-failed', ...about, assignees: named([recipient]) }];
}
