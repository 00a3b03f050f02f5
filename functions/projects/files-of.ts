import type { FormDefinition } from '../../shared/forms/definition.ts';
import { filesById } from '../../shared/forms/files-in.ts';
import type { FilesById } from '../../shared/forms/form-data.ts';
import { fieldOf } from '../../shared/forms/places.ts';
import { pointerOf } from '../../shared/forms/pointer.ts';

const namesFile = (definition: FormDefinition, name: string): boolean =>
  fieldOf(definition, pointerOf(name.split('.').slice(0, -1)))?.kind === 'files';

/**
 * What the ids of attachments that a page posts name: the files of what is stored. Where it posts none, nothing is read.
 * @param load what the project holds now
 */
export async function filesOf(
  definition: FormDefinition,
  posted: URLSearchParams,
  load: () => Promise<readonly unknown[]>,
): Promise<FilesById | undefined> {
  const postsFiles = [...posted.keys()].some((name) => namesFile(definition, name));
  return postsFiles ? filesById(definition, ...(await load())) : undefined;
}
