import { objectKey } from '../../shared/attachments/object-store.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { filesNamedIn } from '../../shared/history/verification/attachment-index.ts';
import { type Loaded, loadRevision } from '../../shared/project/load.ts';
import { everDecided } from '../../shared/project/made-decisions.ts';
import type { Database } from '../../shared/store/database.ts';
import type { FilePlace } from './move-files.ts';

/** The names of the files that revisions and decisions of a project name, and that are not kept. */
export async function lackingFiles(
  database: Database,
  attached: Pick<FilePlace, 'find'>,
  { record, requests }: Loaded,
  events: readonly HistoryEvent[],
): Promise<string[]> {
  const named = new Map<string, { readonly name: string; readonly size: number }>();
  const take = (content: unknown): void => {
    for (const { file } of filesNamedIn(content)) named.set(file.sha256, file);
  };
  for (const { supplied } of requests.flatMap(everDecided)) take(supplied);
  for (const event of events)
    if (event.action === 'submitted')
      take((await loadRevision(database, record.id, event.revision))?.declaration);
  const lacking: string[] = [];
  for (const [sha256, { name, size }] of named) {
    const found = await attached.find(objectKey({ projectId: record.id, sha256 }));
    if (found?.size !== size || (found.sha256 ?? sha256) !== sha256) lacking.push(name);
  }
  return lacking;
}
