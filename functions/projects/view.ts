import { attachmentFindings, type NamedFiles } from '../../shared/attachments/findings.ts';
import { loadNamed } from '../../shared/attachments/named-files.ts';
import type { AttachmentRules } from '../../shared/attachments/rules.ts';
import { listFindings } from '../../shared/contract/list-findings.ts';
import type { ProjectView } from '../../shared/contract/views.ts';
import { findingsWithCuts } from '../../shared/forms/cuts.ts';
import { fieldAt } from '../../shared/forms/field-at.ts';
import { filesIn } from '../../shared/forms/files-in.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import { fitting } from '../../shared/forms/fitting.ts';
import { summaryOf } from '../../shared/forms/form.ts';
import { whyUnread } from '../../shared/forms/form-data.ts';
import { partsOf, pointerOf } from '../../shared/forms/pointer.ts';
import type { Choices } from '../../shared/forms/rule.ts';
import { cutsSoFar, type MadeCut } from '../../shared/project/cuts-so-far.ts';
import { asProject, type Loaded, loadDraft } from '../../shared/project/load.ts';
import { loadReadable, type Readable } from '../../shared/project/readable.ts';
import type { ProjectRecord } from '../../shared/project/records.ts';
import type { Database } from '../../shared/store/database.ts';
import type { DirectorySnapshot } from '../../shared/store/directory/snapshot.ts';
import type { Mask } from '../../shared/values/masking/mask.ts';
import { hasObjected } from '../../shared/workflow/objection.ts';
import { recallRefusal } from '../../shared/workflow/recalling.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';

/** What a reader sees of a project, with what is found in it. */
export interface Content {
  readonly declaration: Record<string, unknown>;
  readonly unread: Record<string, string>;
  readonly findings: readonly Finding[];
  readonly revision: number;
  /** Of the revision that is read, where that is not what stands in the record: its draft is being changed. */
  readonly summary?: ReturnType<typeof summaryOf>;
  /** What deciders of this revision have left of lines so far. */
  readonly cuts: readonly MadeCut[];
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
  choices: Choices,
): Finding[] {
  const unreadable = unreadFindings(form, unread);
  const covered = new Set(unreadable.map((finding) => finding.path));
  // A field whose text was not understood is not missing as well.
  return [
    ...unreadable,
    ...form.check(declaration, unit, choices).filter((finding) => !covered.has(finding.path)),
  ];
}

/** A draft as its form can show it. */
export async function loadFitting(database: Database, { id }: ProjectRecord, { definition }: StagedForm) {
  const draft = await loadDraft(database, id);
  return draft && { ...draft, declaration: fitting(definition, draft.declaration) };
}

interface ContentDeps {
  readonly database: Database;
  readonly rules: { load(beside?: DirectorySnapshot): Promise<Choices> };
  readonly taken: AttachmentRules;
}

/** What a draft is checked by beside what it says itself. */
export interface Checks {
  /** What the office chose. */
  readonly choices: Choices;
  /** Of the files that it names. */
  readonly records: NamedFiles['records'];
}

/**
 * @param id of its project; undefined where there is none yet
 * @param beside what the office chose when this was read
 */
export async function loadChecks(
  { database, rules }: Omit<ContentDeps, 'taken'>,
  { definition }: StagedForm,
  id: string | undefined,
  declaration: unknown,
  beside?: DirectorySnapshot,
): Promise<Checks> {
  const { records } = await loadNamed(database, id, filesIn(definition, declaration));
  return { choices: await rules.load(beside), records };
}

/**
 * A draft is checked by what the office chose; a revision has its findings.
 * @param loaded with what was just written of it and what that is checked by, which are not read then
 * @throws Problem `not-found` as `loadReadable`
 */
export async function loadContent(
  { database, rules, taken }: ContentDeps,
  loaded: Pick<Loaded, 'record' | 'requests'> & {
    readonly written?: Readable | undefined;
    readonly checks?: Checks | undefined;
  },
  form: StagedForm,
  own = true,
): Promise<Content> {
  const readable = loaded.written ?? (await loadReadable(database, loaded, own));
  const { revision } = readable;
  const unit = loaded.record.unit.id;
  if (readable.is === 'draft') {
    const { unread } = readable.draft;
    const { state } = loaded.record.flow;
    const isDrafted = state === 'draft' || state === 'returned';
    const declaration = isDrafted
      ? readable.draft.declaration
      : fitting(form.definition, readable.draft.declaration);
    if (!isDrafted) return { declaration, unread, findings: [], revision, cuts: [] };
    const { choices, records } =
      loaded.checks ?? (await loadChecks({ database, rules }, form, loaded.record.id, declaration));
    const findings = [
      ...draftFindings(form, declaration, unread, unit, choices),
      ...attachmentFindings({ files: filesIn(form.definition, declaration), records }, taken),
    ];
    return { declaration, unread, findings, revision, cuts: [] };
  }
  const { declaration } = readable.content;
  const cuts = cutsSoFar(loaded, revision);
  return {
    declaration,
    unread: {},
    findings: findingsWithCuts(form, readable.content, cuts, unit),
    revision,
    cuts,
    ...(revision === loaded.record.flow.revision ? {} : { summary: summaryOf(form.definition, declaration) }),
  };
}

const isCut = ({ approvedFen, requestedFen }: ProjectRecord['flow']): boolean =>
  approvedFen !== null && approvedFen !== requestedFen;

function actionsOfUnit(loaded: Pick<Loaded, 'record' | 'requests'>): ProjectView['actions'] {
  const { record } = loaded;
  switch (record.flow.state) {
    case 'draft':
    case 'returned':
      return ['save', 'submit', 'withdraw'];
    case 'in-review':
      return [
        ...(isCut(record.flow) && !hasObjected(record) ? (['object'] as const) : []),
        ...(recallRefusal(asProject(loaded)) === null ? (['recall'] as const) : []),
        'withdraw',
        ...((record.flow.asked?.assignees.length ?? 0) > 0 ? (['urge'] as const) : []),
      ];
    default:
      return [];
  }
}

/** Who reads a project: whether for its unit, and whether a request of it waits for them. */
export interface Reader {
  readonly own: boolean;
  readonly decides: boolean;
}

export function projectViewOf(
  loaded: Pick<Loaded, 'record' | 'requests'>,
  content: Content,
  { own, decides }: Reader,
  lang: 'zh' | 'en',
): ProjectView {
  const { record } = loaded;
  const { flow } = record;
  const drafting = flow.state === 'draft' || flow.state === 'returned';
  const { title, budgetYear, requestedFen } = content.summary ?? {
    ...record,
    requestedFen: drafting ? record.requestedFen : flow.requestedFen,
  };
  return {
    id: record.id,
    form: record.form,
    formVersion: record.formVersion,
    revision: content.revision,
    version: record.version,
    state: flow.state,
    stage: flow.state === 'in-review' ? flow.stage : null,
    unit: record.unit,
    title,
    budgetYear,
    requestedFen,
    approvedFen: flow.state === 'approved' ? flow.approvedFen : null,
    contentHash: flow.contentHash,
    declaration: content.declaration,
    masked: false,
    ...listFindings(content.findings, lang),
    cuts: [...content.cuts],
    objections: record.objections
      .filter((objection) => objection.revision === content.revision)
      .map(({ at, by, comment }) => ({ at, by: by.name, comment })),
    actions: [...(decides ? (['decide'] as const) : []), ...(own ? actionsOfUnit(loaded) : [])],
  };
}

/**
 * A project as whoever is no party sees it: whatever may have been typed is masked, findings that quote it as well.
 * @param audits whether the reader may have it shown in full
 */
export const maskedView = (
  view: ProjectView,
  form: StagedForm,
  mask: Mask,
  audits: boolean,
): ProjectView => ({
  ...view,
  title: mask(view.title),
  declaration: form.masked(view.declaration, mask),
  masked: true,
  findings: view.findings.map((finding) => ({ ...finding, message: mask(finding.message) })),
  cuts: view.cuts.map((cut) => ({ ...cut, reason: mask(cut.reason) })),
  objections: view.objections.map((objection) => ({ ...objection, comment: mask(objection.comment) })),
  actions: audits ? ['unmask'] : [],
});
