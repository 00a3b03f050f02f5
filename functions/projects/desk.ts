import type { ProjectLine, RequestLine } from '../../shared/contract/views.ts';
import type { Member } from '../../shared/identity/member.ts';
import { projectsOfUnit, requestsFor } from '../../shared/project/lists.ts';
import type { Deps } from './deps.ts';

export interface Desk {
  readonly waiting: readonly RequestLine[];
  readonly mine: readonly ProjectLine[];
  readonly done: readonly ProjectLine[];
}

const isOver = ({ state }: ProjectLine): boolean =>
  state === 'approved' || state === 'rejected' || state === 'withdrawn' || state === 'lapsed';

/**
 * The units whose open requests may wait for a person: those whose posts they hold or stand in for, by the post or by
 * an absence, and their own, whose requests an administrator may have given them.
 */
function askedUnits({ directory, person }: Member): string[] {
  if (!person) return [];
  const standsInFor = new Set(
    directory.people
      .filter(({ absences }) => absences?.some(({ delegate }) => delegate === person.id))
      .map(({ id }) => id),
  );
  const holds = directory.units.filter(
    (unit) =>
      unit.id === person.unit ||
      unit.posts?.some(
        ({ holder, delegates }) =>
          holder === person.id || standsInFor.has(holder) || delegates?.includes(person.id),
      ),
  );
  return holds.map((unit) => unit.id);
}

/** What waits for a person, what their unit works on, and what is done. */
export async function desk(deps: Deps, member: Member): Promise<Desk> {
  const submits = member.principal.roles.includes('submitter') && member.unit;
  const [waiting, own] = await Promise.all([
    member.person ? requestsFor(deps.database, askedUnits(member), member.person.id, deps.now()) : [],
    submits ? projectsOfUnit(deps.database, submits.id) : [],
  ]);
  return { waiting, mine: own.filter((line) => !isOver(line)), done: own.filter(isOver) };
}
