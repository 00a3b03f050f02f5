import type { Member } from '../identity/member.ts';
import type { Database } from '../store/database.ts';
import { unitsServedOn } from '../store/directory/part.ts';
import { type Mask, unmasked } from '../values/masking/mask.ts';
import { beijingDay } from '../values/working-days.ts';
import type { Loaded } from './load.ts';
import { maskOfProject } from './personal-data.ts';

/** Whether the person belongs to the unit that declares, and may submit for it. */
export const isOfOwnUnit = ({ record }: Loaded, { principal, unit }: Member): boolean =>
  principal.roles.includes('submitter') && unit?.id === record.unit.id;

/** Whoever may be asked for a decision: a program acts as its person in its own role alone, and decides nothing. */
const decider = ({ principal, person }: Member): Member['person'] =>
  principal.program === undefined ? person : undefined;

function isAsked({ requests }: Loaded, member: Member): boolean {
  const asked = decider(member)?.id;
  return asked !== undefined && requests.some(({ assignees }) => assignees.some(({ id }) => id === asked));
}

/** The units (USCC) whose posts somebody holds or stands in for today: what these decide on is in their list. */
export async function servedBy(member: Member, now: Date): Promise<ReadonlySet<string>> {
  const person = decider(member);
  return person ? unitsServedOn(member.directory, person.id, beijingDay(now)) : new Set();
}

const isListedFor = async ({ record }: Loaded, member: Member, now: Date): Promise<boolean> =>
  record.listing !== undefined &&
  record.finance !== undefined &&
  (await servedBy(member, now)).has(record.finance);

/**
 * Who reads a project: its unit, those asked for a decision, whoever serves the unit whose posts decide on it once it
 * was handed in, auditors. To everybody else it is not there.
 */
export const mayRead = async (loaded: Loaded, member: Member, now: Date): Promise<boolean> =>
  isOfOwnUnit(loaded, member) ||
  member.principal.roles.includes('auditor') ||
  isAsked(loaded, member) ||
  isListedFor(loaded, member, now);

/**
 * Whether a reader sees personal data in full: the unit that declared it and those who decide on it. Others see it
 * masked; an auditor has it shown on purpose, which is an event.
 */
export const seesPersonalData = (loaded: Loaded, member: Member): boolean =>
  isOfOwnUnit(loaded, member) || isAsked(loaded, member);

/** What a reader may see of a project's texts. */
export const maskForReader = async (database: Database, loaded: Loaded, member: Member): Promise<Mask> =>
  seesPersonalData(loaded, member) ? unmasked : maskOfProject(database, loaded.record);

/** The role that somebody reads a project in; who was asked for a decision may hold either role, or none any more. */
export function readingRole(
  loaded: Loaded,
  member: Member,
): 'auditor' | 'submitter' | 'approver' | 'reviewer' {
  const { roles } = member.principal;
  if (roles.includes('auditor')) return 'auditor';
  if (isOfOwnUnit(loaded, member)) return 'submitter';
  return roles.includes('approver') ? 'approver' : 'reviewer';
}
