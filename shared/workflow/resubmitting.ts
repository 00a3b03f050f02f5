import type { Submit } from './commands.ts';
import { personWith } from './directory.ts';
import type { PassedOver } from './flow.ts';
import { makersOf } from './makers.ts';
import { type DecisionRequest, type Project, requestAt } from './project.ts';
import { holdersAndDelegates, stagesPassed } from './routing.ts';
import { exclusionOf } from './separation.ts';
import type { World } from './world.ts';

/**
 * Where a revision enters the stages. What comes back after a return goes to the stage that returned it, where all that
 * the stages before approved is as they approved it, by people who may still have done so; else it begins anew.
 */

/** Where a revision goes first, and what it is not sent to again. */
export interface Entry {
  /** Undefined where nobody decides. */
  readonly next: string | undefined;
  readonly passedOver: readonly PassedOver[];
}

/** The stage that sent the revision before back to the unit. */
function returningStage({ flow, requests }: Project): string | undefined {
  if (flow.state !== 'returned') return undefined;
  return requests.find(
    ({ revision, decisions }) =>
      revision === flow.revision - 1 && decisions.some(({ outcome }) => outcome === 'return'),
  )?.stage;
}

/** The request by which a stage approved what was returned, there or on a revision before. */
function approvedAt(project: Project, stage: string): DecisionRequest | undefined {
  const { flow } = project;
  const last = flow.revision - 1;
  const revision = flow.passedOver?.find((one) => one.stage === stage)?.revision ?? last;
  const request = requestAt(project, { stage, revision });
  // What counts of a stage that was passed are approvals: a return goes no further.
  return request?.status === 'decided' && request.decisions.length > 0 ? request : undefined;
}

/** Whether whoever approved could do so now: they hold the post or stand in for it, and nothing excludes them. */
function standsStill(project: Project, { stage: id, decisions }: DecisionRequest, world: World): boolean {
  const stage = world.stages.find((one) => one.id === id);
  if (!stage) return false;
  const candidates = holdersAndDelegates(world.directory, stage, project.unit.id);
  return decisions.every(
    ({ by }) =>
      personWith(world.directory, by.id) !== undefined &&
      candidates.some((one) => one.id === by.id) &&
      exclusionOf(project, stage, by.id, world) === null,
  );
}

/** What was cut was cut of the revision before: of this one nobody has said what may be left. */
const isUncut = ({ approvedFen, requestedFen }: Project['flow']): boolean =>
  approvedFen === null || approvedFen === requestedFen;

/**
 * @param round the round that the submission goes into; undefined for none
 */
export function entryOf(
  project: Project | null,
  { actor, unit, summary }: Pick<Submit, 'actor' | 'unit' | 'summary'>,
  round: string | undefined,
  world: World,
): Entry {
  const passes = stagesPassed(world, project?.unit.id ?? unit.id, summary.requestedFen);
  const anew: Entry = { next: passes[0], passedOver: [] };
  const returning = project && returningStage(project);
  if (!project?.isWithinReturn || !returning || project.round !== round || !isUncut(project.flow))
    return anew;
  if (!passes.includes(returning)) return anew;
  const before = passes.slice(0, passes.indexOf(returning));
  // Whoever hands it in has made it, whatever they decided before.
  const made = { ...project, editors: [...project.editors, ...makersOf(actor)] };
  const approved = before.flatMap((stage) => approvedAt(project, stage) ?? []);
  const stand = approved.filter((request) => standsStill(made, request, world));
  if (stand.length < before.length) return anew;
  return { next: returning, passedOver: stand.map(({ stage, revision }) => ({ stage, revision })) };
}
