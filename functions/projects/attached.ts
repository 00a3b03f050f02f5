import { unknownFiles } from '../../shared/attachments/findings.ts';
import { loadNamed } from '../../shared/attachments/named-files.ts';
import { fileOf } from '../../shared/attachments/record.ts';
import { loadAttachments } from '../../shared/attachments/record-store.ts';
import type { FormDefinition } from '../../shared/forms/definition.ts';
import { filesById, filesIn } from '../../shared/forms/files-in.ts';
import type { FilesById } from '../../shared/forms/form-data.ts';
import { fieldOf } from '../../shared/forms/places.ts';
import { pointerOf } from '../../shared/forms/pointer.ts';
import { type Loaded, loadDraft } from '../../shared/project/load.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import type { Deps } from './deps.ts';
import { DoesNotHold } from './submit.ts';

const namesFile = (definition: FormDefinition, name: string): boolean =>
  fieldOf(definition, pointerOf(name.split('.').slice(0, -1)))?.kind === 'files';

/**
 * What the ids of attachments on a page name: what its draft names, before what was attached to the project. Where
 * it posts none, nothing is read.
 */
export async function postedFiles(
  { database }: Pick<Deps, 'database'>,
  { record }: Pick<Loaded, 'record'>,
  { definition }: StagedForm,
  form: URLSearchParams,
): Promise<FilesById | undefined> {
  if (![...form.keys()].some((name) => namesFile(definition, name))) return undefined;
  const [draft, records] = await Promise.all([
    loadDraft(database, record.id),
    loadAttachments(database, record.id),
  ]);
  const inDraft = filesById(definition, draft?.declaration ?? {});
  const attached = new Map(records.map((record) => [record.id, fileOf(record)]));
  return (id) => inDraft(id) ?? attached.get(id);
}

/**
 * A program names files by what binds them: each must have been attached to the project.
 * @param projectId undefined where there is no project yet
 * @throws DoesNotHold
 */
export async function demandAttached(
  { database }: Pick<Deps, 'database'>,
  { definition }: StagedForm,
  projectId: string | undefined,
  declaration: unknown,
): Promise<void> {
  const errors = unknownFiles(await loadNamed(database, projectId, filesIn(definition, declaration)));
  if (errors.length > 0) throw new DoesNotHold(errors);
}
