import { type FileAt, filesIn } from '../forms/files-in.ts';
import type { Database } from '../store/database.ts';
import { attachmentIdOf } from '../values/attached-file.ts';
import { type Mask, unmasked } from '../values/masking/mask.ts';
import type { StagedForm } from '../workflow/staged-form.ts';
import { maskSupplied } from '../workflow/supplied-texts.ts';
import { type Loaded, loadDraft, loadRevision } from './load.ts';
import { everDecided, madeBy } from './made-decisions.ts';
import type { DecisionRecord, RequestRecord } from './records.ts';

/** Which files of a project somebody sees: those of the contents and the decisions that they may read. */

type Project = Pick<Loaded, 'record' | 'requests'>;

export interface FileReader {
  /** Of the unit: its draft is theirs alone, and what colleagues supply for each other is not for them. */
  readonly own: boolean;
  /** What they see of names. */
  readonly mask: Mask;
}

/** For whom nothing is left out: a decider, or the product itself. */
const colleague: FileReader = { own: false, mask: unmasked };

/** What was supplied with decisions. */
const suppliedFiles = (
  { stages }: StagedForm,
  decisions: readonly (Pick<DecisionRecord, 'supplied'> & Pick<RequestRecord, 'stage'>)[],
  { own, mask }: FileReader,
): FileAt[] =>
  decisions.flatMap(({ stage: id, supplied }) => {
    const stage = stages.find((one) => one.id === id);
    const fields = (stage?.supplies ?? []).filter(({ internal }) => !own || !internal);
    return filesIn(fields, maskSupplied(stage, supplied, mask) ?? {});
  });

const allDecided = ({ requests }: Project) =>
  requests.flatMap((request) =>
    everDecided(request).map(({ supplied }) => ({ stage: request.stage, supplied })),
  );

/** Files of the decisions of a project that a reader may see. */
export const filesSupplied = (form: StagedForm, project: Project, reader: FileReader): FileAt[] =>
  suppliedFiles(form, allDecided(project), reader);

/** The declarations that a reader may see, the newest before the others. */
async function declarationsFor(
  database: Database,
  { record }: Project,
  own: boolean,
): Promise<Record<string, unknown>[]> {
  const { id, flow } = record;
  const numbers = Array.from({ length: flow.revision }, (_, index) => flow.revision - index);
  const contents = await Promise.all([
    own ? loadDraft(database, id) : null,
    ...numbers.map((revision) => loadRevision(database, id, revision)),
  ]);
  return contents.flatMap((content) => (content ? [content.declaration] : []));
}

/**
 * All files of a project that a reader may see, each as it is called where it stands first: in the unit's draft, in the
 * newest revision before the others, with decisions.
 */
export async function filesSeenBy(
  database: Database,
  form: StagedForm,
  project: Project,
  reader: FileReader,
): Promise<FileAt[]> {
  const { own, mask } = reader;
  const declarations = await declarationsFor(database, project, own);
  return [
    ...declarations
      .map((declaration) => (mask === unmasked ? declaration : form.masked(declaration, mask)))
      .flatMap((declaration) => filesIn(form.definition, declaration)),
    ...filesSupplied(form, project, reader),
  ];
}

/** The ids of all files that anything of a project names: what it names is not removed. */
export async function namedIn(
  database: Database,
  form: StagedForm,
  project: Project,
): Promise<ReadonlySet<string>> {
  const declared = await filesSeenBy(database, form, project, { ...colleague, own: true });
  const all = [...declared, ...filesSupplied(form, project, colleague)];
  return new Set(all.map(({ file }) => attachmentIdOf(file)));
}

/** The ids of all files that what was handed in or decided names: for good. */
export async function namedInHistory(
  database: Database,
  form: StagedForm,
  project: Project,
): Promise<ReadonlySet<string>> {
  const declared = await filesSeenBy(database, form, project, { ...colleague, own: false });
  return new Set(declared.map(({ file }) => attachmentIdOf(file)));
}

/** The files of a revision that somebody is asked about, and of what was decided on it. */
export async function filesAskedAbout(
  database: Database,
  form: StagedForm,
  { record, requests }: Project,
  revision: number,
): Promise<FileAt[]> {
  const content = await loadRevision(database, record.id, revision);
  return [
    ...filesIn(form.definition, content?.declaration ?? {}),
    ...suppliedFiles(form, madeBy(requests, revision), colleague),
  ];
}
