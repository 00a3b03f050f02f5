import { Problem } from '../contract/problem.ts';
import type { Role } from '../contract/roles.ts';
import type { Actor } from '../history/event.ts';
import { now } from '../runtime/clock.ts';
import type { Database } from '../store/database.ts';
import { loadDirectory } from '../store/directory/load.ts';
import { personOfToken, successorOf, unitsServedOn } from '../store/directory/part.ts';
import type { DirectorySnapshot } from '../store/directory/snapshot.ts';
import { beijingDay } from '../values/working-days.ts';
import type { Person, Unit } from '../workflow/directory.ts';
import type { Principal } from './principal.ts';

/** A signed-in person as the directory knows them, read strongly: rights on a project follow from it. */
export interface Member {
  readonly principal: Principal;
  readonly directory: DirectorySnapshot;
  /** Undefined where the directory does not know the person: an auditor need not be in it. */
  readonly person: Person | undefined;
  readonly unit: Unit | undefined;
  /** Whether they hold a post or stand in for one today: then there is a list of what its unit decides on. */
  readonly hasPosts: boolean;
}

export async function loadMember(database: Database, principal: Principal | undefined): Promise<Member> {
  if (!principal) throw new Problem('unauthenticated');
  const directory = await loadDirectory(database);
  const person = await personOfToken(directory, principal);
  // Whoever is still listed under a unit that was merged works for the one that it was merged into.
  const unit = person && ((await successorOf(directory, person.unit)) ?? undefined);
  const served = person && (await unitsServedOn(directory, person.id, beijingDay(now())));
  return { principal, directory, person, unit, hasPosts: served !== undefined && served.size > 0 };
}

/** A member with a unit: whoever submits. @throws Problem `forbidden` */
export function memberOfUnit(member: Member): { person: Person; unit: Unit } {
  if (member.person && member.unit) return { person: member.person, unit: member.unit };
  throw new Problem('forbidden', {
    detail: {
      zh: '机构名录中没有您的账号，请联系管理员',
      en: 'The directory does not know your account. Please ask the administrator',
    },
  });
}

/** Whoever acts, in the role that the route asked for; by the directory's id, so that tokens and links agree. */
export const actorOf = (member: Pick<Member, 'principal' | 'person'>, role: Role): Actor => ({
  id: member.person?.id ?? member.principal.id,
  name: member.person?.name ?? member.principal.name,
  role,
  via: member.principal.via,
  ...(member.principal.program === undefined ? {} : { program: member.principal.program }),
});

/** Who is signed in, as the head of a page shows it. */
export const inHead = ({ principal, person, unit, hasPosts }: Member) => ({
  name: person?.name ?? principal.name,
  ...(unit ? { unitName: unit.name } : {}),
  roles: principal.roles,
  hasPosts,
});
