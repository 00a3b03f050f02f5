import { giveUpAttachment } from '../../shared/attachments/give-up.ts';
import type { AttachmentRecord } from '../../shared/attachments/record.ts';
import { loadAttachment } from '../../shared/attachments/record-store.ts';
import { Problem } from '../../shared/contract/problem.ts';
import type { Opened } from '../../shared/project/open-project.ts';
import { namedIn } from '../../shared/project/seen-files.ts';
import type { Deps } from './deps.ts';

/**
 * Removes what nothing names.
 * @throws Problem `not-found`, `attachment-in-use`
 */
export async function removeUnnamed(deps: Deps, { loaded, form }: Opened, id: string): Promise<void> {
  const { database } = deps;
  const record = await loadAttachment(database, { projectId: loaded.record.id, id });
  // What a decider sent and nothing names yet is theirs.
  if (!record || record.stage !== undefined) throw new Problem('not-found');
  if (record.keptAt !== undefined || (await namedIn(database, form, loaded)).has(id))
    throw new Problem('attachment-in-use');
  if (!(await giveUpAttachment(deps, record))) throw new Problem('attachment-in-use');
}

/** Removes what was stored for a draft that then did not take it, where nothing else names it and nobody begins it anew. */
export async function giveUpStored(
  deps: Deps,
  { loaded, form }: Opened,
  record: AttachmentRecord,
): Promise<void> {
  if (record.dueAt === undefined || (await namedIn(deps.database, form, loaded)).has(record.id)) return;
  await giveUpAttachment(deps, record, record.dueAt);
}
