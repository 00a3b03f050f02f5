import type { Member } from '../../shared/identity/member.ts';
import type { ProjectLine, RequestLine } from '../../shared/project/views.ts';
import { projectsOfUnit, requestsFor } from '../../shared/store/lists.ts';
import type { Parts } from './parts.ts';

export interface Desk {
  readonly waiting: readonly RequestLine[];
  readonly mine: readonly ProjectLine[];
  readonly done: readonly ProjectLine[];
}

const isOver = ({ state }: ProjectLine): boolean =>
  state === 'approved' || state === 'rejected' || state === 'withdrawn' || state === 'lapsed';

/** The units whose posts a person holds or stands in for: their open requests may wait for this person. */
function askedUnits({ directory, person }: Member): string[] {
  if (!person) return [];
  const holds = directory.units.filter((unit) =>
    unit.posts?.some((post) => post.holder === person.id || post.delegates?.includes(person.id)),
  );
  return holds.map((unit) => unit.id);
}

/** What waits for a person, what their unit works on, and what is done. */
export async function desk(parts: Parts, member: Member): Promise<Desk> {
  const submits = member.principal.roles.includes('submitter') && member.unit;
  const [waiting, own] = await Promise.all([
    member.person ? requestsFor(parts.database, askedUnits(member), member.person.id) : [],
    submits ? projectsOfUnit(parts.database, submits.id) : [],
  ]);
  return { waiting, mine: own.filter((line) => !isOver(line)), done: own.filter(isOver) };
}
