import type { ObjectStore } from '../../shared/attachments/object-store.ts';
import type { AttachmentRules } from '../../shared/attachments/rules.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { loadForm } from '../../shared/declaration/registry.ts';
import type { Limits } from '../../shared/http/limits.ts';
import type { RulesInForce } from '../../shared/project/rules-in-force.ts';
import type { Database } from '../../shared/store/database.ts';
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
