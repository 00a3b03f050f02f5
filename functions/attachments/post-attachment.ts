import {
  beginUpload,
  filePosted,
  type PostedFile,
  storeUpload,
} from '../../shared/attachments/begin-upload.ts';
import { attachmentFinding } from '../../shared/attachments/findings.ts';
import { loadAttachment } from '../../shared/attachments/record-store.ts';
import { attachmentViewOf } from '../../shared/attachments/view.ts';
import { Problem } from '../../shared/contract/problem.ts';
import type { attachmentRows } from '../../shared/contract/routes/attachments.ts';
import { fieldId } from '../../shared/forms/places.ts';
import type { Answer, CallOf } from '../../shared/http/endpoint.ts';
import { demandDraft, type Opened, openProject } from '../../shared/project/open-project.ts';
import { attachmentIdOf } from '../../shared/values/attached-file.ts';
import type { Words } from '../../shared/values/language.ts';
import { unmasked } from '../../shared/values/masking/mask.ts';
import type { Deps } from './deps.ts';
import { demandPlace, draftField, holds, saveFiles } from './draft-files.ts';
import { listPage } from './list-attachments.tsx';
import { giveUpStored, removeUnnamed } from './remove-attachment.ts';
import { uploaderOf } from './uploader.ts';

type PostCall = CallOf<(typeof attachmentRows)['POST /projects/{id}/attachments']>;
type FormCall = PostCall & { readonly form: NonNullable<PostCall['form']> };

/** A program is told where to send the bytes. */
async function begin(deps: Deps, call: PostCall, opened: Opened): Promise<Answer> {
  const { body } = call;
  if (!body) throw new Problem('invalid-body');
  const uploader = await uploaderOf(deps, opened);
  const { record, upload } = await deps.limits.within([{ limit: 'uploads', by: uploader.by.id }], () =>
    beginUpload(deps, uploader, body),
  );
  return {
    status: 201,
    location: `/projects/${uploader.projectId}/attachments/${record.id}`,
    json: { attachment: attachmentViewOf(record, deps.taken, { mask: unmasked }), upload },
  };
}

const notChosen: Words = { zh: '请选择文件', en: 'Choose a file' };

/** @throws Problem `invalid-body` where no file was chosen */
function fileIn({ file, fileName }: PostCall): PostedFile {
  if (fileName === undefined)
    throw new Problem('invalid-body', { detail: notChosen, errors: [attachmentFinding('/file', notChosen)] });
  return { name: fileName, bytes: file ?? new Uint8Array() };
}

/** The version of the draft that the page showed. @throws Problem `version-required` */
function versionOf({ form }: FormCall): number {
  const version = Number(form.get('version') ?? '');
  if (!Number.isSafeInteger(version) || version < 1) throw new Problem('version-required');
  return version;
}

/**
 * Stores a file that a form brought, and saves the draft with it. One that stands there already was posted twice.
 * @throws Problem
 */
async function attach(deps: Deps, call: FormCall, opened: Opened): Promise<void> {
  const posted = fileIn(call);
  const place = await draftField(deps, opened, call.form.get('at') ?? '');
  const file = filePosted(posted, deps.taken);
  const id = attachmentIdOf(file);
  if (holds(place, id)) return;
  const version = versionOf(call);
  // Told before anything is stored: the draft that the page showed is not the one that would be saved over.
  if (version !== opened.loaded.record.version) throw new Problem('stale-version');
  demandPlace(place, file);
  const uploader = await uploaderOf(deps, opened);
  const before = await loadAttachment(deps.database, { projectId: uploader.projectId, id });
  const record = await deps.limits.within([{ limit: 'uploads', by: uploader.by.id }], () =>
    storeUpload(deps, uploader, file, posted.bytes),
  );
  try {
    await saveFiles(deps, opened, place, [...place.files, file], { version, requestId: call.requestId });
  } catch (error) {
    // Somebody saved meanwhile: a copy that stands nowhere would be left.
    if (error instanceof Problem && !before) await giveUpStored(deps, opened, record);
    throw error;
  }
}

/** Takes files out of a draft, and away where nothing else names them. @throws Problem */
async function detach(deps: Deps, call: FormCall, opened: Opened, ids: readonly string[]): Promise<void> {
  const pointer = call.form.get('at') ?? '';
  if (pointer !== '') {
    const place = await draftField(deps, opened, pointer);
    const left = place.files.filter((file) => !ids.includes(attachmentIdOf(file)));
    if (left.length < place.files.length)
      await saveFiles(deps, opened, place, left, { version: versionOf(call), requestId: call.requestId });
  }
  for (const id of ids) await removeUnnamed(deps, opened, id).catch(ignoreNamed);
}

/** What something else names stays, and what is gone is gone. */
function ignoreNamed(error: unknown): void {
  if (error instanceof Problem && (error.code === 'attachment-in-use' || error.code === 'not-found')) return;
  throw error;
}

/** A form's post goes on to the page; what is refused is told there. */
async function postForm(deps: Deps, call: FormCall, opened: Opened): Promise<Answer> {
  const removed = call.form.getAll('remove');
  try {
    demandDraft(opened.loaded);
    await (removed.length > 0 ? detach(deps, call, opened, removed) : attach(deps, call, opened));
  } catch (error) {
    if (!(error instanceof Problem) || call.accepts !== 'html') throw error;
    return listPage(deps, call, await openProject(deps, call), { problem: error });
  }
  const notice = removed.length > 0 ? 'removed' : 'attached';
  const anchor = encodeURI(fieldId(call.form.get('at') ?? ''));
  return {
    status: 303,
    location: `/projects/${opened.loaded.record.id}/attachments?notice=${notice}#${anchor}`,
  };
}

/** Begins to attach a file to a draft, or with a form attaches it. */
export async function postAttachment(deps: Deps, call: PostCall, opened: Opened): Promise<Answer> {
  if (call.form) return postForm(deps, { ...call, form: call.form }, opened);
  demandDraft(opened.loaded);
  return begin(deps, call, opened);
}
