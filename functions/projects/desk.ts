import type { ProjectLine, RequestLine } from '../../shared/contract/views.ts';
import type { Member } from '../../shared/identity/member.ts';
import { projectsOfUnit, requestsFor } from '../../shared/project/lists.ts';
import { unitsServedBy } from '../../shared/store/directory/part.ts';
import type { Deps } from './deps.ts';
import { type RoundLine, roundsFor } from './rounds.ts';

export interface Desk {
  readonly waiting: readonly RequestLine[];
  readonly mine: readonly ProjectLine[];
  readonly done: readonly ProjectLine[];
  /** Which the person's unit can hand in to now. */
  readonly rounds: readonly RoundLine[];
}

const isOver = ({ state }: ProjectLine): boolean =>
  state === 'approved' || state === 'rejected' || state === 'withdrawn' || state === 'lapsed';

/**
 * The units whose open requests may wait for a person: those whose posts they hold or stand in for, by the post or by
 * an absence, and their own, whose requests an administrator may have given them.
 */
async function askedUnits({ directory, person }: Member): Promise<string[]> {
  return person ? [...(await unitsServedBy(directory, person.id)).add(person.unit)] : [];
}

/** What waits for a person, what their unit works on, and what is done. */
export async function desk(deps: Deps, member: Member): Promise<Desk> {
  const today = { now: deps.now(), calendar: await deps.rules.calendar() };
  const submits = member.principal.roles.includes('submitter') && member.unit;
  const [waiting, own, rounds] = await Promise.all([
    member.person ? requestsFor(deps.database, await askedUnits(member), member.person.id, today) : [],
    submits ? projectsOfUnit(deps.database, submits.id) : [],
    submits ? roundsFor(deps, submits.id) : [],
  ]);
  return { waiting, mine: own.filter((line) => !isOver(line)), done: own.filter(isOver), rounds };
}
