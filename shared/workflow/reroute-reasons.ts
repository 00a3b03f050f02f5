import type { RerouteReason } from '../history/vocabulary.ts';
import type { Assignee } from './assignee.ts';
import { personWith } from './directory.ts';
import type { DecisionRequest, Project } from './project.ts';
import { holdersAndDelegates, holdersAsked, isAway } from './routing.ts';
import { exclusionOf } from './separation.ts';
import type { Stage } from './stages.ts';
import type { World } from './world.ts';

/** Somebody because of whom an open request is asked of others. */
export interface Because {
  readonly id: string;
  readonly name: string;
  readonly why: RerouteReason;
}

interface Moved {
  readonly request: DecisionRequest;
  readonly stage: Stage;
  /** Who is asked anew, and who is not any more. */
  readonly come: readonly Assignee[];
  readonly gone: readonly Assignee[];
}

/** Why somebody is not asked any more; undefined where the office as it is does not say. */
function whyGone(
  project: Project,
  { request, stage, come }: Moved,
  { id }: Assignee,
  world: World,
): RerouteReason | undefined {
  const person = personWith(world.directory, id);
  if (!person) return 'departed';
  // The same person in another place: for somebody else, or by their own post now.
  if (come.some((one) => one.id === id)) return 'post';
  // Whose post it was: they may stand in for whoever has it now.
  const holders = holdersAsked(world.directory, stage, project.unit.id);
  if (request.holders?.includes(id) && !holders.includes(id)) return 'post';
  const candidates = holdersAndDelegates(world.directory, stage, project.unit.id);
  if (!candidates.some((one) => one.id === id)) return 'post';
  if (isAway(person, world.at)) return 'absent';
  return exclusionOf(project, stage, id, world) === null ? undefined : 'excluded';
}

/** Why somebody is asked anew; undefined where they only follow somebody who went. */
function whyCome({ request, gone }: Moved, { id, onBehalfOfId }: Assignee): RerouteReason | undefined {
  const before = request.assignees.find((one) => one.id === id);
  if (before) return before.onBehalfOfId === onBehalfOfId ? 'mailbox' : undefined;
  // Somebody gave it away: its holder need not have been away, and it comes back because of whoever it was given to.
  if (!request.given && gone.some((one) => one.onBehalfOfId === id)) return 'back';
  if (gone.length > 0 || onBehalfOfId !== undefined) return undefined;
  return request.holders?.includes(id) ? 'back' : 'post';
}

/** Because of whom a request is asked of others, each once. Whose delegate steps back is told as who came back. */
export function reasonsFor(project: Project, moved: Moved, world: World): Because[] {
  const back = moved.come.flatMap((one): Because[] => {
    const why = whyCome(moved, one);
    return why ? [{ id: one.id, name: one.name, why }] : [];
  });
  const returned = new Set(back.flatMap(({ id, why }) => (why === 'back' ? [id] : [])));
  const left = moved.gone.flatMap((one): Because[] => {
    if (one.onBehalfOfId !== undefined && returned.has(one.onBehalfOfId)) return [];
    const why = whyGone(project, moved, one, world);
    return why ? [{ id: one.id, name: one.name, why }] : [];
  });
  const all = [...left, ...back];
  return all.filter(({ id, why }, at) => all.findIndex((one) => one.id === id && one.why === why) === at);
}
