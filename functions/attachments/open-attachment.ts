import { demandReady, fileFor } from '../../shared/attachments/open-file.ts';
import { type AttachmentRecord, fileOf, isUsable, statusOf } from '../../shared/attachments/record.ts';
import { loadAttachment } from '../../shared/attachments/record-store.ts';
import { Problem } from '../../shared/contract/problem.ts';
import type { attachmentRows } from '../../shared/contract/routes/attachments.ts';
import type { Answer, CallOf } from '../../shared/http/endpoint.ts';
import { actorOf } from '../../shared/identity/member.ts';
import { type Opened, openProject } from '../../shared/project/open-project.ts';
import { filesSeenBy } from '../../shared/project/seen-files.ts';
import { recordReading } from '../../shared/store/system-chain.ts';
import { type AttachedFile, attachmentIdOf } from '../../shared/values/attached-file.ts';
import type { Deps } from './deps.ts';
import { readerOf } from './seen.ts';

type OpenCall = CallOf<(typeof attachmentRows)['GET /projects/{id}/attachments/{attachment}']>;

/** What a call names, as whoever calls may see it. @throws Problem `not-found` */
async function find(
  deps: Deps,
  call: OpenCall,
  opened: Opened,
): Promise<{ record: AttachmentRecord; file: AttachedFile }> {
  const { database } = deps;
  const { loaded, form } = opened;
  const reader = await readerOf(deps, opened);
  const record = await loadAttachment(database, {
    projectId: loaded.record.id,
    id: call.path.attachment ?? '',
  });
  if (!record) throw new Problem('not-found');
  const seen = await filesSeenBy(database, form, loaded, reader);
  const at = seen.find(({ file }) => attachmentIdOf(file) === record.id);
  if (at) return { record, file: at.file };
  // What the unit sends is its own before anything names it.
  if (reader.own && record.stage === undefined) return { record, file: fileOf(record) };
  throw new Problem('not-found');
}

/** An auditor's reading is an event in their own chain, before they get the address. @throws Problem `too-many-requests` */
async function recordAudit(
  deps: Deps,
  { requestId }: OpenCall,
  { loaded, member }: Opened,
  { id }: AttachmentRecord,
): Promise<void> {
  if (!member.principal.roles.includes('auditor')) return;
  const actor = actorOf(member, 'auditor');
  const reading = {
    actor,
    action: 'exported',
    scope: `/projects/${loaded.record.id}/attachments/${id}`,
    projectId: loaded.record.id,
    unit: loaded.record.unit.id,
    count: 1,
    at: deps.now().toISOString(),
    requestId,
  } as const;
  await deps.limits.within([{ limit: 'exports', by: actor.id }], () => recordReading(deps.database, reading));
}

/** The attachment for a program, for a browser the way to its bytes. */
export async function openAttachment(deps: Deps, call: OpenCall): Promise<Answer> {
  const opened = await openProject(deps, call);
  const { record, file } = await find(deps, call, opened);
  const isJson = call.accepts === 'json';
  if (!isJson) demandReady(deps, record, file);
  // Whoever only asks whether it is there is given no address.
  if (call.isUnseen) return { status: isJson ? 200 : 303 };
  if (isUsable(statusOf(record, deps.taken))) await recordAudit(deps, call, opened, record);
  const found = await fileFor(deps, record, file, call.query.preview === '1');
  return isJson || found.download === null
    ? { status: 200, json: found }
    : { status: 303, location: found.download.url };
}
