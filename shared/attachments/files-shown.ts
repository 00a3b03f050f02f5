import type { FileAt } from '../forms/files-in.ts';
import type { FilesShown } from '../pages/attaching/files-shown.ts';
import type { Database } from '../store/database.ts';
import { type ScanRules, statusOf } from './record.ts';
import { loadAttachments } from './record-store.ts';

/**
 * How the files of a page stand. Where it shows none, nothing is read: a project without files costs nothing for them.
 * @param base the address under which whoever reads the page can have them
 */
export async function filesShown(
  database: Database,
  rules: ScanRules,
  { projectId, base }: { readonly projectId: string; readonly base: string },
  files: readonly FileAt[],
): Promise<FilesShown> {
  const records = files.length === 0 ? [] : await loadAttachments(database, projectId);
  return { base, standings: new Map(records.map((record) => [record.id, statusOf(record, rules)])) };
}
