import { type FileAt, filesIn } from '../forms/files-in.ts';
import type { Database } from '../store/database.ts';
import { attachmentIdOf } from '../values/attached-file.ts';
import type { StagedForm } from '../workflow/staged-form.ts';
import { type Loaded, loadDraft, loadRevision } from './load.ts';
import { everDecided, type MadeDecision, madeBy } from './made-decisions.ts';

/** Which files of a project a reader sees: those of contents and decisions that they may read. */

/** As `mayRead` and what a reader is shown have it. */
export interface FileReader {
  /** Of the unit: its draft is theirs alone, what colleagues supply for each other is not for them. */
  readonly own: boolean;
}

/** What was supplied with decisions, as somebody may see it who is no colleague. */
export const suppliedFiles = (
  { stages }: Pick<StagedForm, 'stages'>,
  decisions: readonly Pick<MadeDecision, 'stage' | 'supplied'>[],
  reader: FileReader,
): FileAt[] =>
  decisions.flatMap(({ stage, supplied }) => {
    const fields = stages.find(({ id }) => id === stage)?.supplies ?? [];
    return filesIn(
      fields.filter(({ internal }) => !reader.own || !internal),
      supplied ?? {},
    );
  });

const allDecided = ({ requests }: Pick<Loaded, 'requests'>): Pick<MadeDecision, 'stage' | 'supplied'>[] =>
  requests.flatMap((request) =>
    everDecided(request).map(({ supplied }) => ({ stage: request.stage, supplied })),
  );

/** The declarations that a reader may see, what they are shown first before the others. */
async function declarationsFor(
  database: Database,
  { record }: Pick<Loaded, 'record'>,
  { own }: FileReader,
): Promise<unknown[]> {
  const { id, flow } = record;
  const numbers = Array.from({ length: flow.revision }, (_, index) => flow.revision - index);
  const [draft, ...revisions] = await Promise.all([
    own ? loadDraft(database, id) : null,
    ...numbers.map((revision) => loadRevision(database, id, revision)),
  ]);
  return [draft, ...revisions].flatMap((content) => (content ? [content.declaration] : []));
}

/**
 * All files of a project that a reader may see, each as it stands where it is seen first: in the unit's draft, in the
 * newest revision before the others, in decisions.
 */
export async function filesSeenBy(
  database: Database,
  form: StagedForm,
  loaded: Pick<Loaded, 'record' | 'requests'>,
  reader: FileReader,
): Promise<FileAt[]> {
  const declarations = await declarationsFor(database, loaded, reader);
  return [
    ...declarations.flatMap((declaration) => filesIn(form.definition, declaration)),
    ...suppliedFiles(form, allDecided(loaded), reader),
  ];
}

/** Whether anything of a project names a file: what it names is not removed. */
export async function isNamed(
  database: Database,
  form: StagedForm,
  loaded: Pick<Loaded, 'record' | 'requests'>,
  attachment: string,
): Promise<boolean> {
  const draft = await filesSeenBy(database, form, loaded, { own: true });
  const supplied = suppliedFiles(form, allDecided(loaded), { own: false });
  return [...draft, ...supplied].some(({ file }) => attachmentIdOf(file) === attachment);
}

/** The files of a revision that somebody is asked about, and those of the decisions that were made on it. */
export async function filesAskedAbout(
  database: Database,
  form: StagedForm,
  { record, requests }: Pick<Loaded, 'record' | 'requests'>,
  revision: number,
): Promise<FileAt[]> {
  const content = await loadRevision(database, record.id, revision);
  return [
    ...filesIn(form.definition, content?.declaration ?? {}),
    ...suppliedFiles(form, madeBy(requests, revision), { own: false }),
  ];
}
