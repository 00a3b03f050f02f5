import { Problem } from '../contract/problem.ts';
import type { Role } from '../contract/roles.ts';
import type { Actor } from '../history/event.ts';
import type { Database } from '../store/database.ts';
import { loadDirectory, type StoredDirectory } from '../store/directory-store.ts';
import { type Directory, type Person, personOf, type Unit, unitOf } from '../workflow/directory.ts';
import type { Principal } from './principal.ts';

/** A signed-in person as the directory knows them, read strongly: rights on a project follow from it. */
export interface Member {
  readonly principal: Principal;
  readonly directory: Directory;
  /** The same with its version and past, as changing a project wants it. */
  readonly stored: StoredDirectory;
  /** Undefined where the directory does not know the person: an auditor need not be in it. */
  readonly person: Person | undefined;
  readonly unit: Unit | undefined;
}

export async function loadMember(database: Database, principal: Principal | undefined): Promise<Member> {
  if (!principal) throw new Problem('unauthenticated');
  const stored = await loadDirectory(database);
  const { directory } = stored;
  const person = personOf(directory, { id: principal.id, email: principal.email });
  return { principal, directory, stored, person, unit: person && unitOf(directory, person.unit) };
}

/** A member with a unit: whoever submits. @throws Problem `forbidden` */
export function memberOfUnit(member: Member): { person: Person; unit: Unit } {
  if (member.person && member.unit) return { person: member.person, unit: member.unit };
  throw new Problem('forbidden', {
    detail: {
      zh: '单位名录中没有您的账号，请联系管理员',
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
});
