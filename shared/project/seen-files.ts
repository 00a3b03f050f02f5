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

/** What names a file: what was handed in or decided for good, a draft as long as it does. */
export type NamedBy = 'history' | 'draft';

/** What of a project names a file, the history before a draft: what is named is not removed. */
export async function namedBy(
  database: Database,
  form: StagedForm,
  project: Project,
  attachment: string,
): Promise<NamedBy | undefined> {
  const names = (files: readonly FileAt[]) => files.some(({ file }) => attachmentIdOf(file) === attachment);
  if (names(await filesSeenBy(database, form, project, colleague))) return 'history';
  const draft = await loadDraft(database, project.record.id);
  return names(filesIn(form.definition, draft?.declaration ?? {})) ? 'draft' : undefined;
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
