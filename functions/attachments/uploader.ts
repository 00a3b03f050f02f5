import type { Uploader } from '../../shared/attachments/begin-upload.ts';
import { filesIn } from '../../shared/forms/files-in.ts';
import { memberOfUnit } from '../../shared/identity/member.ts';
import { loadDraft } from '../../shared/project/load.ts';
import type { Opened } from '../../shared/project/open-project.ts';
import { namedIn } from '../../shared/project/seen-files.ts';
import { attachmentIdOf } from '../../shared/values/attached-file.ts';
import type { Deps } from './deps.ts';

/**
 * Who attaches to a draft. What earlier revisions alone still name does not count against what the draft may have; nor
 * does what deciders sent.
 */
export async function uploaderOf({ database }: Deps, { loaded, form, member }: Opened): Promise<Uploader> {
  const { id } = loaded.record;
  const { person } = memberOfUnit(member);
  const draft = await loadDraft(database, id);
  const inDraft = new Set(
    filesIn(form.definition, draft?.declaration ?? {}).map(({ file }) => attachmentIdOf(file)),
  );
  return {
    projectId: id,
    by: { id: person.id, name: person.name },
    counts: ({ id: attachment, keptAt, stage }) =>
      inDraft.has(attachment) || (keptAt === undefined && stage === undefined),
    isNamed: async (attachment) => (await namedIn(database, form, loaded)).has(attachment),
  };
}
