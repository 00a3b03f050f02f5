import { attachmentFindings, type NamedFiles } from '../../shared/attachments/findings.ts';
import { keepNamed, loadNamed, markKept } from '../../shared/attachments/named-files.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { refusalProblem } from '../../shared/contract/refusals.ts';
import { filesIn } from '../../shared/forms/files-in.ts';
import { type Finding, hasErrors } from '../../shared/forms/finding.ts';
import { summaryOf } from '../../shared/forms/form.ts';
import { digest } from '../../shared/history/digest.ts';
import type { EventOf } from '../../shared/history/event.ts';
import { actorOf, type Member, memberOfUnit } from '../../shared/identity/member.ts';
import { type Changed, changeProject, type Edge, foresee, isRefused } from '../../shared/project/change.ts';
import { type Loaded, loadProject } from '../../shared/project/load.ts';
import { beijingYear } from '../../shared/values/beijing-year.ts';
import { newProjectId } from '../../shared/values/project-id.ts';
import type { Submit } from '../../shared/workflow/commands.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import type { Deps } from './deps.ts';
import { draftFindings } from './view.ts';

/** What is handed in. */
export interface Submission {
  readonly declaration: Record<string, unknown>;
  readonly unread: Record<string, string>;
}

/** A declaration that does not hold; the findings say why, and a page shows them beside what was typed. */
export class DoesNotHold extends Problem {
  readonly findings: readonly Finding[];
  constructor(findings: readonly Finding[]) {
    super('invalid-declaration', { errors: findings });
    this.findings = findings;
  }
}

/**
 * What a declaration that holds is submitted as.
 * @param named the files that it names
 * @throws DoesNotHold
 */
async function submissionOf(
  deps: Deps,
  form: StagedForm,
  member: Member,
  { declaration, unread }: Submission,
  named: NamedFiles,
) {
  const { unit } = memberOfUnit(member);
  const findings = [
    ...draftFindings(form, declaration, unread, unit.id, await deps.rules.load()),
    ...attachmentFindings(named, deps.taken),
  ];
  const { title, requestedFen, ...summary } = summaryOf(form.definition, declaration);
  const asksYear = form.definition.summary.budgetYear !== undefined;
  const budgetYear = asksYear ? summary.budgetYear : beijingYear(deps.now());
  // A form whose schema lets a declaration pass without year or amount could not be put into a budget.
  if (hasErrors(findings) || budgetYear === null || requestedFen === null) throw new DoesNotHold(findings);
  const { id, version } = form.definition;
  return {
    type: 'submit',
    actor: actorOf(member, 'submitter'),
    unit: { id: unit.id, name: unit.name },
    form: { id, version },
    summary: { title, budgetYear, requestedFen },
    contentHash: digest(declaration),
    declaration,
    findings,
  } as const;
}

const filesOf = (deps: Deps, form: StagedForm, projectId: string | undefined, { declaration }: Submission) =>
  loadNamed(deps.database, projectId, filesIn(form.definition, declaration));

/**
 * Hands in what holds. The files that it names are copied to where they stay before that, and only if it would be taken:
 * what is there stays for good.
 * @throws DoesNotHold, Problem `too-many-requests`, `files-unavailable`
 */
async function submitWithFiles(
  deps: Deps,
  command: Submit,
  named: NamedFiles,
  { directory }: Pick<Member, 'directory'>,
): Promise<Changed> {
  if (named.files.length === 0) return submitWithinLimits(deps, command, { directory });
  const known = await loadProject(deps.database, command.id);
  const foreseen = known && (await foresee(deps, command, { known, directory }));
  if (foreseen && 'refused' in foreseen) throw refusalProblem(foreseen);
  const lost = await keepNamed(deps.store, named);
  if (lost.length > 0) throw new DoesNotHold(lost);
  const changed = await submitWithinLimits(deps, command, { directory });
  await markKept(deps, named);
  return changed;
}

/** Hands in what holds; what is refused is not counted. @throws Problem `too-many-requests` */
const submitWithinLimits = (deps: Deps, command: Submit, edge: Edge): Promise<Changed> =>
  deps.limits.within([{ limit: 'submissions', by: command.actor.id }], async () => {
    const result = await changeProject(deps, command.id, command, edge);
    if (isRefused(result)) throw refusalProblem(result);
    return result;
  });

/**
 * Submits a declaration in one call.
 * @throws DoesNotHold, Problem `forbidden`, `too-many-requests`
 */
export async function submitDeclaration(
  deps: Deps,
  form: StagedForm,
  member: Member,
  submission: Submission,
  requestId: string,
): Promise<Changed> {
  // Files are attached to a draft: of what was none there are none.
  const named = await filesOf(deps, form, undefined, submission);
  const submitted = await submissionOf(deps, form, member, submission, named);
  const id = newProjectId(submitted.summary.budgetYear);
  const edge = { known: null, directory: member.directory };
  return submitWithinLimits(deps, { ...submitted, id, requestId }, edge);
}

/**
 * Submits a draft, as stored or as it came with the call; the revision is immutable from here on.
 * @throws DoesNotHold, Problem `stale-version`, `not-in-this-state`, `too-many-requests`, `files-unavailable`
 */
export async function submitDraft(
  deps: Deps,
  form: StagedForm,
  member: Member,
  id: string,
  version: number,
  submission: Submission,
  requestId: string,
): Promise<Changed> {
  const named = await filesOf(deps, form, id, submission);
  const submitted = await submissionOf(deps, form, member, submission, named);
  return submitWithFiles(deps, { ...submitted, id, version, requestId }, named, member);
}

/**
 * Where a returned draft would go if it were submitted as it is stored, and what it would not be sent to again;
 * undefined where it could not be, and for what was never returned.
 */
export async function wayOnward(
  deps: Deps,
  form: StagedForm,
  member: Member,
  loaded: Loaded,
  submission: Submission,
): Promise<Pick<EventOf<'submitted'>, 'next' | 'passedOver'> | undefined> {
  const { id, version, flow } = loaded.record;
  if (flow.state !== 'returned') return undefined;
  try {
    const named = await filesOf(deps, form, id, submission);
    const submitted = await submissionOf(deps, form, member, submission, named);
    const command = { ...submitted, id, version, requestId: 'check' };
    const foreseen = await foresee(deps, command, { known: loaded, directory: member.directory });
    return 'refused' in foreseen ? undefined : foreseen.find((event) => event.action === 'submitted');
  } catch (error) {
    // What does not hold goes nowhere, and its findings say why.
    if (error instanceof DoesNotHold) return undefined;
    throw error;
  }
}
