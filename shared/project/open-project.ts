import { Problem } from '../contract/problem.ts';
import { formOfRecord } from '../declaration/registry.ts';
import type { Head } from '../http/route.ts';
import { loadMember, type Member, memberOfUnit } from '../identity/member.ts';
import type { Database } from '../store/database.ts';
import { looksLikeProjectId } from '../values/project-id.ts';
import type { StagedForm } from '../workflow/staged-form.ts';
import { isOfOwnUnit, mayRead } from './access.ts';
import { type Loaded, loadProject } from './load.ts';

/** A project with its form, and the person who asks. */
export interface Opened {
  readonly loaded: Loaded;
  readonly form: StagedForm;
  readonly member: Member;
}

interface OpenDeps {
  readonly database: Database;
  readonly now: () => Date;
}

/** Which project is meant, and by whom. */
type Named = Pick<Head, 'path' | 'person'>;

export const isOwn = ({ loaded, member }: Opened): boolean => isOfOwnUnit(loaded, member);

/**
 * Opens a project for whoever may read it. Everybody else learns only that it is not there.
 * @throws Problem `not-found`
 */
export async function openProject({ database, now }: OpenDeps, call: Named): Promise<Opened> {
  const id = call.path.id ?? '';
  const loaded = looksLikeProjectId(id) ? await loadProject(database, id) : null;
  if (!loaded) throw new Problem('not-found');
  const form = await formOfRecord(loaded.record);
  const member = await loadMember(database, call.person);
  if (!(await mayRead(loaded, member, now()))) throw new Problem('not-found');
  return { loaded, form, member };
}

/** Opens a project for its unit's submitters. @throws Problem `not-found`, `forbidden` */
export async function openOwnProject(deps: OpenDeps, call: Named): Promise<Opened> {
  const opened = await openProject(deps, call);
  if (!isOwn(opened)) throw new Problem('forbidden');
  memberOfUnit(opened.member);
  return opened;
}

/** What was submitted is immutable: the state says more than "changed since", and is told first. */
export function demandDraft({ record }: Loaded): void {
  const { state } = record.flow;
  if (state !== 'draft' && state !== 'returned') throw new Problem('not-in-this-state');
}
