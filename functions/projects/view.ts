import { listFindings } from '../../shared/contract/list-findings.ts';
import type { ProjectView } from '../../shared/contract/views.ts';
import { fieldAt } from '../../shared/forms/check.ts';
import { type Cut, withCuts } from '../../shared/forms/cuts.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import { fitting } from '../../shared/forms/fitting.ts';
import { whyUnread } from '../../shared/forms/form-data.ts';
import { partsOf, pointerOf } from '../../shared/forms/pointer.ts';
import type { MadeCut } from '../../shared/project/cuts-so-far.ts';
import { loadDraft, loadRevision } from '../../shared/project/load.ts';
import type { ProjectRecord } from '../../shared/project/records.ts';
import type { Database } from '../../shared/store/database.ts';
import { hasObjected } from '../../shared/workflow/objection.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';

/** What a project holds now: the draft while its unit works on it, else the revision that was handed in last. */
export interface Content {
  readonly declaration: Record<string, unknown>;
  readonly unread: Record<string, string>;
  readonly findings: readonly Finding[];
}

/** Texts that were not understood, as findings beside their fields. */
const unreadFindings = (form: StagedForm, unread: Record<string, string>): Finding[] =>
  Object.entries(unread).map(([path, text]) => {
    const field = fieldAt(form.definition, partsOf(path));
    return {
      rule: field?.kind === 'money' ? 'R12' : 'shape',
      severity: 'error',
      path: pointerOf(partsOf(path)),
      message: whyUnread(field, text),
    };
  });

/** All findings on a unit's draft: what its form says, and what could not be read. */
export function draftFindings(
  form: StagedForm,
  declaration: unknown,
  unread: Record<string, string>,
  unit: string,
): Finding[] {
  const unreadable = unreadFindings(form, unread);
  const covered = new Set(unreadable.map((finding) => finding.path));
  // A field whose text was not understood is not missing as well.
  return [...unreadable, ...form.check(declaration, unit).filter((finding) => !covered.has(finding.path))];
}

/** What a draft's page says unasked: warnings, and what could not be read. That fields are empty is no news yet. */
export const whileDrafting = ({ findings, unread }: Content): Finding[] =>
  findings.filter(({ severity, path }) => severity === 'warning' || Object.hasOwn(unread, path));

/** A draft as its form can show it. */
export async function loadFitting(database: Database, { id }: ProjectRecord, { definition }: StagedForm) {
  const draft = await loadDraft(database, id);
  return draft && { ...draft, declaration: fitting(definition, draft.declaration) };
}

/** @param cuts what deciders have left of lines so far: the rules run again on the reduced plan */
export async function loadContent(
  database: Database,
  record: ProjectRecord,
  form: StagedForm,
  cuts: readonly Cut[] = [],
): Promise<Content> {
  const { flow } = record;
  const draft =
    flow.state === 'draft' || flow.state === 'returned' ? await loadDraft(database, record.id) : null;
  if (draft)
    return { ...draft, findings: draftFindings(form, draft.declaration, draft.unread, record.unit.id) };
  const revision = await loadRevision(database, record.id, flow.revision);
  if (revision) {
    const { declaration, findings } = revision;
    const left = cuts.length > 0 ? form.check(withCuts(form, declaration, cuts), record.unit.id) : findings;
    return { declaration, unread: {}, findings: left };
  }
  // Withdrawn before anything was handed in: the draft is what there was.
  const last = await loadFitting(database, record, form);
  return { declaration: last?.declaration ?? {}, unread: last?.unread ?? {}, findings: [] };
}

const isCut = ({ approvedFen, requestedFen }: ProjectRecord['flow']): boolean =>
  approvedFen !== null && approvedFen !== requestedFen;

function actionsOf(record: ProjectRecord, own: boolean): ProjectView['actions'] {
  if (!own) return [];
  switch (record.flow.state) {
    case 'draft':
    case 'returned':
      return ['save', 'submit', 'withdraw'];
    case 'in-review':
      if (!record.flow.deciders.some((one) => one.revision === record.flow.revision))
        return ['recall', 'withdraw'];
      return isCut(record.flow) && !hasObjected(record) ? ['object', 'withdraw'] : ['withdraw'];
    default:
      return [];
  }
}

export function projectViewOf(
  record: ProjectRecord,
  content: Content,
  own: boolean,
  lang: 'zh' | 'en',
  cuts: readonly MadeCut[] = [],
  masked = false,
): ProjectView {
  const { flow } = record;
  const drafting = flow.state === 'draft' || flow.state === 'returned';
  return {
    id: record.id,
    form: record.form,
    formVersion: record.formVersion,
    revision: flow.revision,
    version: record.version,
    state: flow.state,
    stage: flow.state === 'in-review' ? flow.stage : null,
    unit: record.unit,
    title: record.title,
    budgetYear: record.budgetYear,
    requestedFen: drafting ? record.requestedFen : flow.requestedFen,
    approvedFen: flow.state === 'approved' ? flow.approvedFen : null,
    contentHash: flow.contentHash,
    declaration: content.declaration,
    masked,
    ...listFindings(content.findings, lang),
    cuts: [...cuts],
    objections: record.objections
      .filter((objection) => objection.revision === flow.revision)
      .map(({ at, by, comment }) => ({ at, by: by.name, comment })),
    actions: masked ? ['unmask'] : actionsOf(record, own),
  };
}
