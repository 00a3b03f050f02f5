import { Problem } from '../contract/problem.ts';
import type { AttachmentFile } from '../contract/views.ts';
import { attachment } from '../document/file-name.ts';
import type { AttachedFile } from '../values/attached-file.ts';
import { fileKindOf } from '../values/file-kinds.ts';
import { unmasked } from '../values/masking/mask.ts';
import { whyNot, whyNotFile } from './finding-words.ts';
import type { ObjectStore, SignedAddress } from './object-store.ts';
import { type AttachmentRecord, isUsable, type ScanRules, statusOf } from './record.ts';
import { attachmentViewOf } from './view.ts';

interface OpenDeps {
  readonly store: ObjectStore;
  readonly taken: ScanRules;
}

/** What anything is taken for that is not to be looked at in the browser: nothing runs it there. */
const BYTES = 'application/octet-stream';

/** Whether browsers show a file of this name by themselves. */
export const isPreviewed = (name: string): boolean => fileKindOf(name)?.previewed === true;

/** Where the bytes are, under the name that its reader sees. @throws Problem `files-unavailable` */
function addressOf(
  { store }: OpenDeps,
  record: AttachmentRecord,
  { name }: AttachedFile,
  preview: boolean,
): Promise<SignedAddress> {
  const saved = attachment(name, `${record.id}${/\.[a-z]+$/i.exec(name)?.[0] ?? ''}`);
  const inline = preview && isPreviewed(name);
  return store.presignDownload(record.keptAt === undefined ? 'uploads' : 'files', record, {
    disposition: inline ? saved.replace(/^attachment/, 'inline') : saved,
    type: inline ? record.type : BYTES,
  });
}

/**
 * An attachment for a program: with the address of its bytes, once they may be read.
 * @param file as its reader sees it
 * @throws Problem `files-unavailable`
 */
export async function fileFor(
  deps: OpenDeps,
  record: AttachmentRecord,
  file: AttachedFile,
  preview: boolean,
): Promise<AttachmentFile> {
  const isReady = isUsable(statusOf(record, deps.taken));
  return {
    attachment: attachmentViewOf(record, deps.taken, { name: file.name, mask: unmasked }),
    download: isReady ? await addressOf(deps, record, file, preview) : null,
  };
}

/** @throws Problem `attachment-not-ready` in words */
export function demandReady({ taken }: OpenDeps, record: AttachmentRecord, { name }: AttachedFile): void {
  const why = whyNot(statusOf(record, taken));
  if (why) throw new Problem('attachment-not-ready', { detail: whyNotFile(name, why) });
}
