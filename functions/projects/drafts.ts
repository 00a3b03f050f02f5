import { Problem } from '../../shared/contract/problem.ts';
import { refusalProblem } from '../../shared/contract/refusals.ts';
import { actorOf, type Member, memberOfUnit } from '../../shared/identity/member.ts';
import { type Changed, changeProject, isRefused } from '../../shared/project/change.ts';
import { drafted } from '../../shared/project/drafted.ts';
import { loadProject, loadRevision } from '../../shared/project/load.ts';
import { beijingYear } from '../../shared/values/beijing-year.ts';
import { looksLikeProjectId, newProjectId } from '../../shared/values/project-id.ts';
import type { Refusal } from '../../shared/workflow/commands.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import type { Deps } from './deps.ts';
import type { Submission } from './submit.ts';

/** @throws Problem as the edge answers the refusal */
function demandDone(result: Changed | Refusal): Changed {
  if (isRefused(result)) throw refusalProblem(result);
  return result;
}

interface Beginning {
  readonly requestId: string;
  readonly copiedFrom?: string | undefined;
}

/**
 * Begins a draft; it belongs to the person's unit.
 * @throws Problem `forbidden`, `too-many-requests`
 */
export async function beginDraft(
  deps: Deps,
  form: StagedForm,
  member: Member,
  content: Submission,
  { requestId, copiedFrom }: Beginning,
): Promise<Changed> {
  const { person, unit } = memberOfUnit(member);
  const draft = drafted(form, content);
  // A draft without a budget year yet is numbered by the year in which it was begun.
  const id = newProjectId(draft.summary.budgetYear ?? beijingYear(deps.now()));
  const command = {
    type: 'create',
    actor: actorOf(member, 'submitter'),
    requestId,
    id,
    unit: { id: unit.id, name: unit.name },
    ...draft,
    copiedFrom,
  } as const;
  const edge = { known: null, directory: member.directory };
  return deps.limits.within([{ limit: 'drafts', by: person.id }], async () =>
    demandDone(await changeProject(deps, id, command, edge)),
  );
}

/**
 * An approved project of the own unit as the beginning of its next year.
 * @throws Problem `not-found` for any other project, `not-in-this-state` where it is not approved or not filed yearly
 */
export async function copyForNextYear(
  deps: Deps,
  form: StagedForm,
  member: Member,
  id: string,
): Promise<Record<string, unknown>> {
  const { unit } = memberOfUnit(member);
  const loaded = looksLikeProjectId(id) ? await loadProject(deps.database, id) : null;
  if (loaded?.record.unit.id !== unit.id || loaded.record.form !== form.definition.id)
    throw new Problem('not-found');
  const { flow } = loaded.record;
  const revision = flow.state === 'approved' ? await loadRevision(deps.database, id, flow.revision) : null;
  const next = revision && form.nextYear(revision.declaration, flow.approvedFen);
  if (!next) throw new Problem('not-in-this-state');
  return next;
}

/**
 * Saves a draft over the version that was read.
 * @throws Problem `stale-version` where somebody saved meanwhile, `not-in-this-state` where it was submitted
 */
export async function saveDraft(
  deps: Deps,
  form: StagedForm,
  member: Member,
  id: string,
  version: number,
  content: Submission,
  requestId: string,
): Promise<Changed> {
  memberOfUnit(member);
  const actor = actorOf(member, 'submitter');
  const command = { type: 'save', actor, requestId, version, ...drafted(form, content) } as const;
  return demandDone(await changeProject(deps, id, command, { directory: member.directory }));
}

const takingBack =
  (type: 'recall' | 'withdraw') =>
  async (deps: Deps, member: Member, id: string, version: number, requestId: string): Promise<Changed> => {
    memberOfUnit(member);
    const command = { type, actor: actorOf(member, 'submitter'), requestId, version } as const;
    return demandDone(await changeProject(deps, id, command, { directory: member.directory }));
  };

/**
 * Takes a submitted project back, while nobody has decided: the next revision's draft begins with what was handed in,
 * and an open request is closed in the same transaction.
 * @throws Problem `stale-version`, `not-in-this-state`, `already-decided`
 */
export const recall = takingBack('recall');

/**
 * Ends a project for good; an open request is closed in the same transaction.
 * @throws Problem `stale-version`, `not-in-this-state`
 */
export const withdraw = takingBack('withdraw');
