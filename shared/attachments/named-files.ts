import type { FileAt } from '../forms/files-in.ts';
import type { Finding } from '../forms/finding.ts';
import { inTurns } from '../runtime/in-turns.ts';
import { errorFields, log } from '../runtime/log.ts';
import type { Database } from '../store/database.ts';
import { findingWords } from './finding-words.ts';
import { attachmentFinding, type NamedFiles, recordOf } from './findings.ts';
import type { ObjectStore } from './object-store.ts';
import type { AttachmentRecord } from './record.ts';
import { loadAttachments, recordKept } from './record-store.ts';

/**
 * The files that a content names, with their records. Where it names none, nothing is read: a project without files
 * costs nothing for them.
 * @param projectId undefined where there is no project yet
 */
export async function loadNamed(
  database: Database,
  projectId: string | undefined,
  files: readonly FileAt[],
): Promise<NamedFiles> {
  if (projectId === undefined) return { files, records: null };
  const records = files.length === 0 ? [] : await loadAttachments(database, projectId);
  return { files, records: new Map(records.map((record) => [record.id, record])) };
}

/** So many copies at once keep two hundred files within a few seconds, and the store calm. */
const AT_ONCE = 10;

const recordsOf = (named: NamedFiles): AttachmentRecord[] => [
  ...new Map(
    named.files.flatMap((at) => recordOf(named, at) ?? []).map((record) => [record.id, record]),
  ).values(),
];

/**
 * Copies what a content names to where it stays, before the content is submitted or decided: what a history binds is
 * there, or nothing happened. What is kept already is not copied again.
 * @returns what stands against it: files that are in no bucket any more
 * @throws Problem `files-unavailable`
 * @throws StorageUnavailable
 */
export async function keepNamed(store: ObjectStore, named: NamedFiles): Promise<Finding[]> {
  const waiting = recordsOf(named).filter(({ keptAt }) => keptAt === undefined);
  const copied = await inTurns(waiting, AT_ONCE, async (record) =>
    (await store.keep(record)) ? [] : [record.id],
  );
  const lost = new Set(copied.flat());
  return named.files
    .filter((at) => lost.has(recordOf(named, at)?.id ?? ''))
    .map(({ pointer, file }) => attachmentFinding(pointer, findingWords.lost(file.name)));
}

/** Says of files that they are kept, once what names them is recorded. What could not be said now, `sweep` finds. */
export async function markKept(
  { database, now }: { readonly database: Database; readonly now: () => Date },
  named: NamedFiles,
): Promise<void> {
  const waiting = recordsOf(named).filter(({ keptAt }) => keptAt === undefined);
  const at = now().toISOString();
  try {
    await inTurns(waiting, AT_ONCE, (record) => recordKept(database, record, at));
  } catch (error) {
    log.warn('FILES_UNAVAILABLE', { call: 'mark-kept', ...errorFields(error) });
  }
}
