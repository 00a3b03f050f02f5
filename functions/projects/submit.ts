import { Problem } from '../../shared/contract/problem.ts';
import type { ProblemCode } from '../../shared/contract/problem-codes.ts';
import { type Finding, hasErrors } from '../../shared/forms/finding.ts';
import { summaryOf } from '../../shared/forms/form.ts';
import { digest } from '../../shared/history/digest.ts';
import { actorOf, type Member, memberOfUnit } from '../../shared/identity/member.ts';
import {
  type Change,
  changeProject,
  draftRemoval,
  isRefused,
  revisionWrite,
} from '../../shared/project/change.ts';
import { aboutOf, type ProjectRecord } from '../../shared/project/records.ts';
import { type IdempotentCall, idempotencyWrite } from '../../shared/store/idempotency-store.ts';
import { beijingYear } from '../../shared/values/beijing-year.ts';
import { newProjectId } from '../../shared/values/project-id.ts';
import type { Cause, Refusal, RefusalCode } from '../../shared/workflow/commands.ts';
import { decide, isRefusal } from '../../shared/workflow/decide.ts';
import { stagesPassed } from '../../shared/workflow/directory.ts';
import { advance } from '../../shared/workflow/evolve.ts';
import { nothingYet } from '../../shared/workflow/flow.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import type { Deps } from './deps.ts';
import { once } from './once.ts';
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

const codes: Readonly<Partial<Record<RefusalCode, ProblemCode>>> = { 'already-decided': 'already-decided' };

/** A refusal of the workflow core as the edge answers it. */
export const problemOf = (refusal: Refusal): Problem =>
  new Problem(codes[refusal.refused] ?? 'not-in-this-state');

/** What a declaration that holds is about. @throws DoesNotHold */
function subjectOf(deps: Deps, form: StagedForm, submission: Submission) {
  const findings = draftFindings(form, submission.declaration, submission.unread);
  const { title, requestedFen, ...summary } = summaryOf(form.definition, submission.declaration);
  const asksYear = form.definition.summary.budgetYear !== undefined;
  const budgetYear = asksYear ? summary.budgetYear : beijingYear(deps.now());
  // A form whose schema lets a declaration pass without year or amount could not be put into a budget.
  if (hasErrors(findings) || budgetYear === null || requestedFen === null) throw new DoesNotHold(findings);
  return { title, budgetYear, requestedFen, findings, contentHash: digest(submission.declaration) };
}

const causeOf = (deps: Deps, member: Member, requestId: string): Cause => ({
  actor: actorOf(member, 'submitter'),
  at: deps.now().toISOString(),
  requestId,
});

/** The stages that a project passes, by the directory and the deployment's threshold as they are now. */
const passesOf = (
  deps: Deps,
  form: StagedForm,
  { directory }: Member,
  unit: string,
  requestedFen: number,
): string[] =>
  stagesPassed(directory, form.stages, {
    unit,
    requestedFen,
    collectiveThresholdFen: deps.collectiveThresholdFen,
  });

const withOne = (list: readonly string[], item: string): string[] => [...new Set([...list, item])];

/** Submits a declaration in one call: the project, its first revision, `created` and `submitted` in one transaction. */
async function submitNew(
  deps: Deps,
  form: StagedForm,
  member: Member,
  submission: Submission,
  requestId: string,
  call: IdempotentCall | undefined,
): Promise<ProjectRecord> {
  const { person, unit } = memberOfUnit(member);
  const { findings, contentHash, ...subject } = subjectOf(deps, form, submission);
  const id = newProjectId(subject.budgetYear);
  // Before the time of what is done by them: in the history the rules come first.
  await deps.recordRules();
  const cause = causeOf(deps, member, requestId);
  const passes = passesOf(deps, form, member, unit.id, subject.requestedFen);
  const about = aboutOf({ id, unit, budgetYear: subject.budgetYear });
  const plan = (): Change | Refusal => {
    const created = decide(nothingYet, { type: 'create' }, cause, about, form.stages);
    if (isRefusal(created)) return created;
    const draft = advance(nothingYet, created);
    const submitted = decide(
      draft,
      { type: 'submit', ...subject, contentHash, passes },
      cause,
      about,
      form.stages,
    );
    if (isRefusal(submitted)) return submitted;
    return {
      record: {
        id,
        form: form.definition.id,
        formVersion: form.definition.version,
        version: 1,
        unit: { id: unit.id, name: unit.name },
        ...subject,
        createdAt: cause.at,
        savedAt: cause.at,
        editors: [person.id],
        objections: [],
        submittedBy: { id: person.id, name: person.name },
        flow: advance(draft, submitted),
        attempt: 1,
      },
      events: [...created, ...submitted],
      writes: [
        revisionWrite(deps.database, id, 1, contentHash, {
          declaration: submission.declaration,
          findings: [...findings],
          formVersion: form.definition.version,
        }),
        ...(call ? [idempotencyWrite(deps.database, call, id, deps.now())] : []),
      ],
    };
  };
  const result = await changeProject(deps.database, id, requestId, plan);
  if (isRefused(result)) throw problemOf(result);
  return result.record;
}

/**
 * Submits a declaration once per idempotency key: the same body gets the project that the first call made.
 * @throws DoesNotHold, Problem `idempotency-mismatch`, `forbidden`
 */
export function submitDeclaration(
  deps: Deps,
  form: StagedForm,
  member: Member,
  submission: Submission,
  cause: { readonly requestId: string; readonly idempotencyKey: string | undefined },
): Promise<ProjectRecord> {
  const call = {
    person: memberOfUnit(member).person.id,
    route: `POST /forms/${form.definition.id}/submissions`,
    key: cause.idempotencyKey,
    body: submission.declaration,
  };
  return once(deps, call, (first) => submitNew(deps, form, member, submission, cause.requestId, first));
}

/**
 * Submits a draft, as stored or as it came with the call; the revision is immutable from here on.
 * @throws DoesNotHold, Problem `stale-version`, `not-in-this-state`
 */
export async function submitDraft(
  deps: Deps,
  form: StagedForm,
  member: Member,
  id: string,
  version: number,
  submission: Submission,
  requestId: string,
): Promise<ProjectRecord> {
  const { person, unit } = memberOfUnit(member);
  const { findings, contentHash, ...subject } = subjectOf(deps, form, submission);
  // Before the time of what is done by them: in the history the rules come first.
  await deps.recordRules();
  const cause = causeOf(deps, member, requestId);
  const passes = passesOf(deps, form, member, unit.id, subject.requestedFen);
  const result = await changeProject(deps.database, id, requestId, (loaded) => {
    if (!loaded) throw new Problem('not-found');
    const { record } = loaded;
    const command = { type: 'submit', ...subject, contentHash, passes } as const;
    const events = decide(record.flow, command, cause, aboutOf(record), form.stages);
    // The state first: "already submitted" says more than "changed since".
    if (isRefusal(events)) return events;
    if (record.version !== version) throw new Problem('stale-version');
    return {
      record: {
        ...record,
        ...subject,
        version: record.version + 1,
        formVersion: form.definition.version,
        savedAt: cause.at,
        editors: withOne(record.editors, person.id),
        submittedBy: { id: person.id, name: person.name },
        flow: advance(record.flow, events),
        attempt: 1,
      },
      events,
      writes: [
        revisionWrite(deps.database, id, record.flow.revision, contentHash, {
          declaration: submission.declaration,
          findings: [...findings],
          formVersion: form.definition.version,
        }),
        draftRemoval(deps.database, id),
      ],
    };
  });
  if (isRefused(result)) throw problemOf(result);
  return result.record;
}
