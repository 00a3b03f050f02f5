import type { ObjectStore } from '../../shared/attachments/object-store.ts';
import type { AttachmentRules } from '../../shared/attachments/rules.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { formOfRecord, loadForm } from '../../shared/declaration/registry.ts';
import type { Limits } from '../../shared/http/limits.ts';
import type { Head } from '../../shared/http/route.ts';
import { loadMember, type Member, memberOfUnit } from '../../shared/identity/member.ts';
import { isOfOwnUnit, mayRead } from '../../shared/project/access.ts';
import { type Loaded, loadProject } from '../../shared/project/load.ts';
import type { RulesInForce } from '../../shared/project/rules-in-force.ts';
import type { Database } from '../../shared/store/database.ts';
import { looksLikeProjectId } from '../../shared/values/project-id.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';

/** What the use cases of this function work with. */
export interface Deps {
  readonly database: Database;
  readonly forms: readonly string[];
  readonly now: () => Date;
  readonly rules: RulesInForce;
  readonly limits: Limits;
  readonly store: ObjectStore;
  /** What is taken as an attachment. */
  readonly taken: AttachmentRules;
}

/** @throws Problem `unknown-form` */
export async function formOf(deps: Deps, id: string): Promise<StagedForm> {
  if (!deps.forms.includes(id)) throw new Problem('unknown-form');
  return loadForm(id);
}

/** The declaration alone is read from files. */
export const isImportable = ({ id }: { readonly id: string }): boolean => id === 'project-declaration';

/** What was submitted is immutable: the state says more than "changed since", and is told first. */
export function demandDraft({ record }: Loaded): void {
  const { state } = record.flow;
  if (state !== 'draft' && state !== 'returned') throw new Problem('not-in-this-state');
}

/** A project with its form, and the person who asks. */
export interface Opened {
  readonly loaded: Loaded;
  readonly form: StagedForm;
  readonly member: Member;
}

export const isOwn = ({ loaded, member }: Opened): boolean => isOfOwnUnit(loaded, member);

/** Which project is meant, and by whom. */
type Named = Pick<Head, 'path' | 'person'>;

/**
 * Opens a project for whoever may read it. Everybody else learns only that it is not there.
 * @throws Problem `not-found`
 */
export async function openProject(deps: Deps, call: Named): Promise<Opened> {
  const id = call.path.id ?? '';
  const loaded = looksLikeProjectId(id) ? await loadProject(deps.database, id) : null;
  if (!loaded) throw new Problem('not-found');
  const opened = {
    loaded,
    form: await formOfRecord(loaded.record),
    member: await loadMember(deps.database, call.person),
  };
  if (!(await mayRead(loaded, opened.member, deps.now()))) throw new Problem('not-found');
  return opened;
}

/** Opens a project for its unit's submitters. @throws Problem `not-found`, `forbidden` */
export async function openOwnProject(deps: Deps, call: Named): Promise<Opened> {
  const opened = await openProject(deps, call);
  if (!isOwn(opened)) throw new Problem('forbidden');
  memberOfUnit(opened.member);
  return opened;
}
