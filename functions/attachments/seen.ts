import type { AttachmentRecord } from '../../shared/attachments/record.ts';
import { loadAttachments } from '../../shared/attachments/record-store.ts';
import { type FileAt, filesIn } from '../../shared/forms/files-in.ts';
import { maskForReader } from '../../shared/project/access.ts';
import { isOwn, type Opened } from '../../shared/project/open-project.ts';
import { loadReadable, type Readable } from '../../shared/project/readable.ts';
import { type FileReader, filesSupplied } from '../../shared/project/seen-files.ts';
import { attachmentIdOf } from '../../shared/values/attached-file.ts';
import { unmasked } from '../../shared/values/masking/mask.ts';
import type { Deps } from './deps.ts';

/** What a reader sees of a project's attachments now. */
export interface Seen {
  readonly readable: Readable;
  /** As the reader may see it. */
  readonly declaration: Record<string, unknown>;
  /** In the declaration. */
  readonly declared: readonly FileAt[];
  /** With decisions. */
  readonly supplied: readonly FileAt[];
  /** Of the unit: what it sent and nothing of the draft names. */
  readonly loose: readonly AttachmentRecord[];
  readonly records: ReadonlyMap<string, AttachmentRecord>;
}

export const readerOf = async ({ database }: Deps, opened: Opened): Promise<FileReader> => ({
  own: isOwn(opened),
  mask: await maskForReader(database, opened.loaded, opened.member),
});

/** What the unit sent that stands nowhere: what is kept belongs to a revision of before, or to a decision. */
const isLoose = ({ stage, keptAt }: AttachmentRecord): boolean => stage === undefined && keptAt === undefined;

/** @throws Problem `not-found` as `loadReadable` */
export async function loadSeen(deps: Deps, opened: Opened): Promise<Seen> {
  const { database } = deps;
  const { loaded, form } = opened;
  const reader = await readerOf(deps, opened);
  const [readable, attachments] = await Promise.all([
    loadReadable(database, loaded, reader.own),
    loadAttachments(database, loaded.record.id),
  ]);
  const { declaration: stored } = readable.is === 'draft' ? readable.draft : readable.content;
  const declaration = reader.mask === unmasked ? stored : form.masked(stored, reader.mask);
  const declared = filesIn(form.definition, declaration);
  const named = new Set(declared.map(({ file }) => attachmentIdOf(file)));
  return {
    readable,
    declaration,
    declared,
    supplied: filesSupplied(form, loaded, reader),
    loose: reader.own ? attachments.filter((one) => isLoose(one) && !named.has(one.id)) : [],
    records: new Map(attachments.map((record) => [record.id, record])),
  };
}
