import { Problem } from '../../shared/contract/problem.ts';
import { summaryOf } from '../../shared/forms/form.ts';
import { actorOf, type Member, memberOfUnit } from '../../shared/identity/member.ts';
import {
  changeProject,
  draftWrite,
  isRefused,
  type Loaded,
  loadProject,
  loadRevision,
  requestChange,
} from '../../shared/project/change.ts';
import { aboutOf, type ProjectRecord } from '../../shared/project/records.ts';
import { type IdempotentCall, idempotencyWrite } from '../../shared/store/idempotency-store.ts';
import { beijingYear } from '../../shared/values/beijing-year.ts';
import { looksLikeProjectId, newProjectId } from '../../shared/values/project-id.ts';
import { decide, isRefusal } from '../../shared/workflow/decide.ts';
import { advance } from '../../shared/workflow/evolve.ts';
import { nothingYet } from '../../shared/workflow/flow.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import type { Deps } from './deps.ts';
import { once } from './once.ts';
import { problemOf, type Submission } from './submit.ts';

interface Beginning {
  readonly requestId: string;
  readonly idempotencyKey: string | undefined;
  readonly copiedFrom?: string | undefined;
}

/**
 * Begins a draft, once per idempotency key; it belongs to the person's unit.
 * @throws Problem `idempotency-mismatch`, `forbidden`
 */
export function beginDraft(
  deps: Deps,
  form: StagedForm,
  member: Member,
  content: Submission,
  cause: Beginning,
): Promise<ProjectRecord> {
  const call = {
    person: memberOfUnit(member).person.id,
    route: 'POST /projects',
    key: cause.idempotencyKey,
    body: { form: form.definition.id, ...content },
  };
  return once(deps, call, (first) => createDraft(deps, form, member, content, cause, first));
}

async function createDraft(
  deps: Deps,
  form: StagedForm,
  member: Member,
  content: Submission,
  { requestId, copiedFrom }: Beginning,
  call: IdempotentCall | undefined,
): Promise<ProjectRecord> {
  const { person, unit } = memberOfUnit(member);
  const at = deps.now().toISOString();
  const summary = summaryOf(form.definition, content.declaration);
  // A draft without a budget year yet is numbered by the year in which it was begun.
  const id = newProjectId(summary.budgetYear ?? beijingYear(deps.now()));
  const events = decide(
    nothingYet,
    { type: 'create' },
    { actor: actorOf(member, 'submitter'), at, requestId },
    aboutOf({ id, unit, budgetYear: summary.budgetYear }),
    form.stages,
  );
  if (isRefusal(events)) throw problemOf(events);
  const result = await changeProject(deps.database, id, requestId, () => ({
    record: {
      id,
      form: form.definition.id,
      formVersion: form.definition.version,
      version: 1,
      unit: { id: unit.id, name: unit.name },
      ...summary,
      createdAt: at,
      savedAt: at,
      editors: [person.id],
      objections: [],
      ...(copiedFrom === undefined ? {} : { copiedFrom }),
      flow: advance(nothingYet, events),
      attempt: 1,
    },
    events,
    writes: [
      draftWrite(deps.database, id, content),
      ...(call ? [idempotencyWrite(deps.database, call, id, deps.now())] : []),
    ],
  }));
  if (isRefused(result)) throw problemOf(result);
  return result.record;
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
  const next = revision && form.nextYear(revision.declaration);
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
): Promise<ProjectRecord> {
  const { person } = memberOfUnit(member);
  const result = await changeProject(deps.database, id, requestId, (loaded) => {
    if (!loaded) throw new Problem('not-found');
    const { record } = loaded;
    if (record.flow.state !== 'draft' && record.flow.state !== 'returned')
      return { refused: 'not-in-this-state' };
    if (record.version !== version) throw new Problem('stale-version');
    return {
      record: {
        ...record,
        ...summaryOf(form.definition, content.declaration),
        version: record.version + 1,
        savedAt: deps.now().toISOString(),
        editors: [...new Set([...record.editors, person.id])],
      },
      events: [],
      writes: [draftWrite(deps.database, id, content)],
    };
  });
  if (isRefused(result)) throw problemOf(result);
  return result.record;
}

/**
 * Takes a submitted project back, while nobody has decided: the next revision's draft begins with what was handed in,
 * and an open request is closed in the same transaction.
 * @throws Problem `stale-version`, `not-in-this-state`, `already-decided`
 */
export async function recall(
  deps: Deps,
  form: StagedForm,
  member: Member,
  id: string,
  version: number,
  requestId: string,
): Promise<ProjectRecord> {
  memberOfUnit(member);
  const cause = { actor: actorOf(member, 'submitter'), at: deps.now().toISOString(), requestId };
  const result = await changeProject(deps.database, id, requestId, async (loaded) => {
    if (!loaded) throw new Problem('not-found');
    const { record } = loaded;
    const events = decide(record.flow, { type: 'recall' }, cause, aboutOf(record), form.stages);
    if (isRefusal(events)) return events;
    if (record.version !== version) throw new Problem('stale-version');
    const handedIn = await loadRevision(deps.database, id, record.flow.revision);
    if (!handedIn) throw new Error(`Revision ${record.flow.revision} of ${id} is not there`);
    return {
      record: {
        ...record,
        version: record.version + 1,
        savedAt: cause.at,
        flow: advance(record.flow, events),
      },
      events,
      writes: [
        draftWrite(deps.database, id, { declaration: handedIn.declaration, unread: {} }),
        ...closeRequests(deps, loaded),
      ],
    };
  });
  if (isRefused(result)) throw problemOf(result);
  return result.record;
}

/** Nothing stays open that nobody shall decide any more. */
const closeRequests = (deps: Deps, { requests }: Loaded) =>
  requests
    .filter((request) => request.status === 'open')
    .map((request) => requestChange(deps.database, { ...request, status: 'closed' }));

/**
 * Ends a project for good; an open request is closed in the same transaction.
 * @throws Problem `stale-version`, `not-in-this-state`
 */
export async function withdraw(
  deps: Deps,
  form: StagedForm,
  member: Member,
  id: string,
  version: number,
  requestId: string,
): Promise<ProjectRecord> {
  memberOfUnit(member);
  const cause = { actor: actorOf(member, 'submitter'), at: deps.now().toISOString(), requestId };
  const result = await changeProject(deps.database, id, requestId, (loaded) => {
    if (!loaded) throw new Problem('not-found');
    const { record } = loaded;
    const events = decide(record.flow, { type: 'withdraw' }, cause, aboutOf(record), form.stages);
    if (isRefusal(events)) return events;
    if (record.version !== version) throw new Problem('stale-version');
    return {
      record: { ...record, version: record.version + 1, flow: advance(record.flow, events) },
      events,
      writes: closeRequests(deps, loaded),
    };
  });
  if (isRefused(result)) throw problemOf(result);
  return result.record;
}
