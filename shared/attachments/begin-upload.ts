import { createHash } from 'node:crypto';
import { Problem } from '../contract/problem.ts';
import type { AttachmentBody } from '../contract/routes/attachments.ts';
import type { Finding } from '../forms/finding.ts';
import type { Database } from '../store/database.ts';
import {
  type AttachedFile,
  attachmentIdOf,
  cleanFileName,
  LONGEST_FILE_NAME,
} from '../values/attached-file.ts';
import { fileKindOf } from '../values/file-kinds.ts';
import type { Words } from '../values/language.ts';
import { findingWords } from './finding-words.ts';
import { attachmentFinding } from './findings.ts';
import type { ObjectStore, UploadForm } from './object-store.ts';
import { type AttachmentRecord, statusOf } from './record.ts';
import {
  claimAttachment,
  createAttachment,
  loadAttachment,
  loadAttachments,
  recordLook,
  restartAttachment,
} from './record-store.ts';
import { type AttachmentRules, FIRST_LOOK_MS, MOST_ATTACHMENTS } from './rules.ts';

/** What beginning an upload works with. */
export interface UploadDeps {
  readonly database: Database;
  readonly store: ObjectStore;
  readonly taken: AttachmentRules;
  readonly now: () => Date;
}

/** Who attaches to what. */
export interface Uploader {
  readonly projectId: string;
  readonly by: { readonly id: string; readonly name: string };
  /** Of a decider: the stage that they decide at. */
  readonly stage?: string | undefined;
  /** Whether an attachment counts against how many and how much there may be. */
  readonly counts: (record: AttachmentRecord) => boolean;
  /** Whether a draft, a revision or a decision names it. */
  readonly isNamed: (id: string) => Promise<boolean>;
}

const refusal = (code: 'invalid-body' | 'too-large', path: string, message: Words): Problem => {
  const errors: Finding[] = [attachmentFinding(path, message)];
  return new Problem(code, { detail: message, errors });
};

/**
 * A file as it is announced, under the name that it is kept by.
 * @throws Problem `invalid-body`, `too-large` with a finding at the member
 */
function fileAnnounced({ name, size, sha256 }: AttachmentBody, taken: AttachmentRules): AttachedFile {
  const clean = cleanFileName(name);
  if (clean === '') throw refusal('invalid-body', '/name', findingWords.noName);
  if (clean.length > LONGEST_FILE_NAME)
    throw refusal('invalid-body', '/name', findingWords.longName(LONGEST_FILE_NAME));
  const kind = fileKindOf(clean);
  if (!kind) throw refusal('invalid-body', '/name', findingWords.noKind(clean));
  if (size === 0) throw refusal('invalid-body', '/size', findingWords.empty(clean));
  if (size > taken.mostBytes)
    throw refusal('too-large', '/size', findingWords.tooLarge(clean, size, taken.mostBytes));
  return { name: clean, type: kind.type, size, sha256 };
}

/** Where nothing scans and the office refuses what is not scanned, nothing can be attached. @throws Problem `invalid-body` */
function demandScanner(taken: AttachmentRules): void {
  const isRefused = taken.scanner === 'none' && statusOf({ scan: 'none' }, taken).status === 'refused';
  if (isRefused) throw refusal('invalid-body', '', findingWords.noScanner);
}

/** @throws Problem `invalid-body`, `too-large` */
function demandRoom(
  records: readonly AttachmentRecord[],
  file: AttachedFile,
  { counts }: Uploader,
  { mostBytesInAll }: AttachmentRules,
): void {
  const others = records.filter((record) => record.sha256 !== file.sha256 && counts(record));
  if (others.length >= MOST_ATTACHMENTS) throw refusal('invalid-body', '', findingWords.tooMany);
  const total = others.reduce((sum, { size }) => sum + size, file.size);
  if (total > mostBytesInAll)
    throw refusal('too-large', '/size', findingWords.overTotal(total, mostBytesInAll));
}

/**
 * The same bytes under another name: what nothing names yet takes the new one. Of another kind they are looked at anew,
 * unless something names them as they are.
 * @throws Problem `invalid-body`
 */
async function beginAgain(
  { database }: UploadDeps,
  before: AttachmentRecord,
  record: AttachmentRecord,
  { isNamed }: Uploader,
): Promise<void> {
  const isSame = before.name === record.name && before.type === record.type && before.stage === record.stage;
  // What a decider sends again is for the decision that they are asked for now.
  if (isSame && record.stage !== undefined) await claimAttachment(database, before, record);
  if (isSame) return;
  const isFree = before.keptAt === undefined && !(await isNamed(before.id));
  if (before.type === record.type) {
    // What a decider sent is the unit's as well once it sends the same, and is not told whose it was.
    if (isFree || (before.stage !== undefined && record.stage === undefined))
      await claimAttachment(database, before, isFree ? record : { ...record, name: before.name });
    return;
  }
  if (!isFree) throw refusal('invalid-body', '/name', findingWords.otherKind(before.name));
  await restartAttachment(database, before, record);
}

/** The record of a file that is about to be sent. */
async function announce(deps: UploadDeps, uploader: Uploader, file: AttachedFile): Promise<AttachmentRecord> {
  const { database, taken, now } = deps;
  const { projectId, by, stage } = uploader;
  demandScanner(taken);
  const id = attachmentIdOf(file);
  const records = await loadAttachments(database, projectId);
  demandRoom(records, file, uploader, taken);
  const at = now();
  const dueAt = new Date(at.getTime() + FIRST_LOOK_MS).toISOString();
  const record: AttachmentRecord = {
    ...{ id, projectId, ...file, by },
    at: at.toISOString(),
    ...(stage === undefined ? {} : { stage }),
    ...{ due: 'due', dueAt },
  };
  const before = records.find((one) => one.id === id);
  if (before) {
    // Bytes may come anew: they are looked at soon, and given up by nobody meanwhile.
    if (before.dueAt !== undefined) await recordLook(database, before, { dueAt, tries: 0 });
    await beginAgain(deps, before, record, uploader);
  } else if (await createAttachment(database, record)) return record;
  // Its twin was first in this very moment, or it stands as it was begun before.
  const standing = await loadAttachment(database, record);
  // Given up in this very moment.
  if (!standing) await createAttachment(database, record);
  return standing ?? record;
}

/** An attachment, and how its bytes are sent. */
export interface Begun {
  readonly record: AttachmentRecord;
  readonly upload: UploadForm;
}

/**
 * Begins an upload: the record is there before any byte can come.
 * @throws Problem `invalid-body`, `too-large`, `files-unavailable`
 */
export async function beginUpload(
  deps: UploadDeps,
  uploader: Uploader,
  announced: AttachmentBody,
): Promise<Begun> {
  const record = await announce(deps, uploader, fileAnnounced(announced, deps.taken));
  return { record, upload: await deps.store.presignUpload(record) };
}

/** A file that came through a function. */
export interface PostedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What such a file is. @throws Problem `invalid-body`, `too-large` */
export const filePosted = ({ name, bytes }: PostedFile, taken: AttachmentRules): AttachedFile =>
  fileAnnounced(
    { name, size: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') },
    taken,
  );

/**
 * Stores a file that came through a function, as an upload would have.
 * @throws Problem `invalid-body`, `too-large`, `files-unavailable`
 * @throws StorageUnavailable
 */
export async function storeUpload(
  deps: UploadDeps,
  uploader: Uploader,
  file: AttachedFile,
  bytes: Uint8Array,
): Promise<AttachmentRecord> {
  const record = await announce(deps, uploader, file);
  await deps.store.put(record, bytes);
  return record;
}
