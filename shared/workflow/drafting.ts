import type { Create, Lapse, Recall, RestartFlow, Save, Submit, Withdraw } from './commands.ts';
import type { Project } from './project.ts';
import { recallRefusal } from './recalling.ts';
import { entryOf } from './resubmitting.ts';
import { type Decision, eventBase, refuse, systemActor } from './result.ts';
import { isRefusedRound, overCeiling, roundOf } from './rounds.ts';
import type { World } from './world.ts';

/** What a unit does with its own project: draft, hand in, take back, end; and what becomes of one left lying. */

const isDrafted = ({ flow }: Project): boolean => flow.state === 'draft' || flow.state === 'returned';

export function create(project: Project | null, command: Create, world: World): Decision {
  if (project) return refuse('not-in-this-state');
  const { id, unit, summary } = command;
  const about = { id, unit, budgetYear: summary.budgetYear };
  return [{ ...eventBase(about, command, world), action: 'created', to: 'draft', revision: 1 }];
}

// The state first: "already submitted" says more than "changed since".
export function save(project: Project, { version }: Save): Decision {
  if (!isDrafted(project)) return refuse('not-in-this-state');
  return project.version === version ? [] : refuse('stale-version');
}

/** A declaration that was never a draft is created and submitted at once. */
export function submit(project: Project | null, command: Submit, world: World): Decision {
  if (project && !isDrafted(project)) return refuse('not-in-this-state');
  if (project && project.version !== command.version) return refuse('stale-version');
  const { id, unit, summary, contentHash } = command;
  const { budgetYear, requestedFen } = summary;
  const about = project ? { id: project.id, unit: project.unit } : { id, unit };
  const round = roundOf(world.rounds, { at: world.at, budgetYear, before: project?.round });
  if (round && isRefusedRound(round)) return round;
  const over = round && world.committed && overCeiling(round, about.unit.id, requestedFen, world.committed);
  if (over) return over;
  const { next, passedOver } = entryOf(project, command, round?.id, world);
  if (next === undefined) return refuse('nobody-decides');
  // The event's budget year is the one that is handed in, whatever the draft said before.
  const base = eventBase({ ...about, budgetYear }, command, world);
  const submitted = {
    ...base,
    action: 'submitted',
    revision: project?.flow.revision ?? 1,
    from: project?.flow.state === 'returned' ? 'returned' : 'draft',
    to: 'in-review',
    next,
    requestedFen,
    contentHash,
    ...(round ? { round: round.id } : {}),
    ...(passedOver.length > 0 ? { passedOver: [...passedOver] } : {}),
  } as const;
  return project ? [submitted] : [{ ...base, action: 'created', to: 'draft', revision: 1 }, submitted];
}

export function recall(project: Project, command: Recall, world: World): Decision {
  const { flow } = project;
  const refused = recallRefusal(project);
  if (refused) return refuse(refused);
  if (project.version !== command.version) return refuse('stale-version');
  const base = eventBase(project, command, world);
  return [{ ...base, action: 'recalled', revision: flow.revision, from: 'in-review', to: 'draft' }];
}

export function withdraw(project: Project, command: Withdraw, world: World): Decision {
  const { flow } = project;
  if (flow.state !== 'draft' && flow.state !== 'returned' && flow.state !== 'in-review')
    return refuse('not-in-this-state');
  if (project.version !== command.version) return refuse('stale-version');
  const base = eventBase(project, command, world);
  return [{ ...base, action: 'withdrawn', revision: flow.revision, from: flow.state, to: 'withdrawn' }];
}

export function lapse(project: Project, { revision, warning }: Lapse, world: World): Decision {
  const { id, flow } = project;
  if (flow.state !== 'returned' || flow.revision !== revision) return refuse('not-in-this-state');
  // A key for each step: of two sweeps at once the later one finds the event of the other.
  const requestId = `${id}-r${revision}-${warning === undefined ? 'lapse' : `warning-${warning}`}`;
  const base = eventBase(project, { actor: systemActor('sweep'), requestId }, world);
  if (warning !== undefined) return [{ ...base, action: 'reminded', revision }];
  return [{ ...base, action: 'lapsed', revision, from: 'returned', to: 'lapsed' }];
}

export function restartFlow(project: Project, { attempt }: RestartFlow): Decision {
  return project.attempt === attempt && project.flow.state === 'in-review' ? [] : refuse('not-in-this-state');
}
