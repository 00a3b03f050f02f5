import {
  beginUpload,
  filePosted,
  storeUpload,
  type Uploader,
} from '../../shared/attachments/begin-upload.ts';
import { attachmentFinding } from '../../shared/attachments/findings.ts';
import { giveUpAttachment } from '../../shared/attachments/give-up.ts';
import { demandReady, fileFor } from '../../shared/attachments/open-file.ts';
import { type AttachmentRecord, fileOf } from '../../shared/attachments/record.ts';
import { loadAttachment } from '../../shared/attachments/record-store.ts';
import { attachmentViewOf } from '../../shared/attachments/view.ts';
import { Problem } from '../../shared/contract/problem.ts';
import type { ProblemCode } from '../../shared/contract/problem-codes.ts';
import type { decisionRows } from '../../shared/contract/routes/decisions.ts';
import type { DecisionView } from '../../shared/contract/views.ts';
import type { FilesField } from '../../shared/forms/definition.ts';
import type { Answer, CallOf } from '../../shared/http/endpoint.ts';
import { filesAskedAbout, namedIn } from '../../shared/project/seen-files.ts';
import { type AttachedFile, attachmentIdOf } from '../../shared/values/attached-file.ts';
import type { Words } from '../../shared/values/language.ts';
import { unmasked } from '../../shared/values/masking/mask.ts';
import { backToRequest, onPage } from './answers.ts';
import type { Deps } from './deps.ts';
import { addressOf, type OpenedRequest } from './opened.ts';
import { isOwnFile, ownFiles } from './own-files.ts';
import { statusOf } from './status.ts';

type PostCall = CallOf<
  (typeof decisionRows)['POST /decisions/{token}/attachments' | 'POST /projects/{id}/decision/attachments']
>;
type OpenCall = CallOf<
  (typeof decisionRows)[
    | 'GET /decisions/{token}/attachments/{attachment}'
    | 'GET /projects/{id}/decision/attachments/{attachment}']
>;

const over: Readonly<Record<Exclude<DecisionView['status'], 'open'>, ProblemCode>> = {
  decided: 'already-decided',
  expired: 'link-expired',
  closed: 'request-closed',
  reassigned: 'reassigned',
};

/** Files are for whoever is to decide, while they are. @throws Problem */
function demandOpen(deps: Deps, opened: OpenedRequest): void {
  const status = statusOf(deps, opened);
  if (status !== 'open') throw new Problem(over[status]);
}

const asksForNone: Words = { zh: '此环节不需要附件', en: 'This stage asks for no files' };
const full = (most: number): Words => ({ zh: `最多 ${most} 个附件`, en: `${most} files at most` });
const notChosen: Words = { zh: '请选择文件', en: 'Choose a file' };

const refused = (path: string, message: Words): Problem =>
  new Problem('invalid-body', { detail: message, errors: [attachmentFinding(path, message)] });

/** The field of files that the stage asks for. @throws Problem `invalid-body` */
function fieldOf({ stage }: OpenedRequest, key?: string | null): FilesField {
  const fields = (stage.supplies ?? []).flatMap((field) => (field.kind === 'files' ? [field] : []));
  const field = fields.find((one) => key === undefined || key === null || one.key === key);
  if (!field) throw refused('', asksForNone);
  return field;
}

const uploaderOf = ({ database }: Deps, opened: OpenedRequest): Uploader => {
  const { loaded, form, stage, assignee } = opened;
  return {
    projectId: loaded.record.id,
    by: { id: assignee.id, name: assignee.name },
    stage: stage.id,
    counts: (record) => isOwnFile(opened, record),
    isNamed: async (id) => (await namedIn(database, form, loaded)).has(id),
  };
};

const counted = <T>({ limits }: Deps, { assignee }: OpenedRequest, work: () => Promise<T>): Promise<T> =>
  limits.within([{ limit: 'uploads', by: assignee.id }], work);

async function begin(deps: Deps, { body }: PostCall, opened: OpenedRequest): Promise<Answer> {
  if (!body) throw new Problem('invalid-body');
  fieldOf(opened);
  const { record, upload } = await counted(deps, opened, () =>
    beginUpload(deps, uploaderOf(deps, opened), body),
  );
  return {
    status: 201,
    location: `${addressOf(opened)}/attachments/${record.id}`,
    json: { attachment: attachmentViewOf(record, deps.taken, { mask: unmasked }), upload },
  };
}

/** Stores a file that a form brought: the page has it from then on. @throws Problem */
async function attach(deps: Deps, { form, file, fileName }: PostCall, opened: OpenedRequest): Promise<void> {
  const { key, max } = fieldOf(opened, form?.get('at'));
  const path = `/supplied/${key}`;
  if (fileName === undefined) throw refused(path, notChosen);
  const bytes = file ?? new Uint8Array();
  const posted = filePosted({ name: fileName, bytes }, deps.taken);
  const own = await ownFiles(deps, opened);
  const isThere = own.some(({ sha256 }) => sha256 === posted.sha256);
  if (!isThere && own.length >= max) throw refused(path, full(max));
  await counted(deps, opened, () => storeUpload(deps, uploaderOf(deps, opened), posted, bytes));
}

/** Takes away what was sent for this decision and nothing names. */
async function takeAway(deps: Deps, opened: OpenedRequest, id: string): Promise<void> {
  const { loaded, form } = opened;
  const record = await loadAttachment(deps.database, { projectId: loaded.record.id, id });
  if (!record || !isOwnFile(opened, record)) return;
  if ((await namedIn(deps.database, form, loaded)).has(id)) return;
  await giveUpAttachment(deps, record);
}

const REMOVE = 'remove:';

/** Begins to attach a file to one's decision, or with a form attaches it, or takes it away again. */
export async function postMinutes(deps: Deps, call: PostCall, opened: OpenedRequest): Promise<Answer> {
  const { form } = call;
  if (!form) {
    demandOpen(deps, opened);
    return begin(deps, call, opened);
  }
  return onPage(deps, call, opened, async () => {
    demandOpen(deps, opened);
    const intent = form.get('intent') ?? '';
    await (intent.startsWith(REMOVE)
      ? takeAway(deps, opened, intent.slice(REMOVE.length))
      : attach(deps, call, opened));
    return backToRequest(opened);
  });
}

/** What a call names, where it is of what is asked about or of one's own decision. @throws Problem `not-found` */
async function find(
  deps: Deps,
  { path }: OpenCall,
  opened: OpenedRequest,
): Promise<{ record: AttachmentRecord; file: AttachedFile }> {
  const { loaded, form, request } = opened;
  const id = path.attachment ?? '';
  const record = await loadAttachment(deps.database, { projectId: loaded.record.id, id });
  if (!record) throw new Problem('not-found');
  const seen = await filesAskedAbout(deps.database, form, loaded, request.revision);
  const at = seen.find(({ file }) => attachmentIdOf(file) === id);
  if (at) return { record, file: at.file };
  if (isOwnFile(opened, record)) return { record, file: fileOf(record) };
  throw new Problem('not-found');
}

/** A file of what is decided on. A link that decides nothing any more shows nothing of it. */
export async function openMinutes(deps: Deps, call: OpenCall, opened: OpenedRequest): Promise<Answer> {
  const status = statusOf(deps, opened);
  if (status !== 'open') throw new Problem(status === 'expired' ? 'link-expired' : 'not-found');
  const { record, file } = await find(deps, call, opened);
  const isJson = call.accepts === 'json';
  if (!isJson) demandReady(deps, record, file);
  if (call.isUnseen) return { status: isJson ? 200 : 303 };
  const found = await fileFor(deps, record, file, call.query.preview === '1');
  return isJson || found.download === null
    ? { status: 200, json: found }
    : { status: 303, location: found.download.url };
}
