import { attachmentFindings, type NamedFiles } from '../../shared/attachments/findings.ts';
import { loadNamed } from '../../shared/attachments/named-files.ts';
import type { AttachmentRecord } from '../../shared/attachments/record.ts';
import { fileOf } from '../../shared/attachments/record.ts';
import { loadAttachments } from '../../shared/attachments/record-store.ts';
import { filesIn } from '../../shared/forms/files-in.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import type { FilesById } from '../../shared/forms/form-data.ts';
import { openedAtBy } from '../../shared/project/opened-mark.ts';
import { suppliesWith } from '../../shared/workflow/stages.ts';
import type { DecisionInput } from './decision-input.ts';
import type { Deps } from './deps.ts';
import type { OpenedRequest } from './opened.ts';

/** What a decider sends with a decision: minutes, an opinion. */

/** Whether the stage asks for files at all: of one that does not, nothing is read. */
export const asksForFiles = ({ stage }: Pick<OpenedRequest, 'stage'>): boolean =>
  (stage.supplies ?? []).some(({ kind }) => kind === 'files');

/** Whether a decider sent it for this decision: since they were asked, also for one that they took back. */
export const isOwnFile = (
  { stage, assignee, request }: Pick<OpenedRequest, 'stage' | 'assignee' | 'request'>,
  record: AttachmentRecord,
): boolean => record.stage === stage.id && record.by.id === assignee.id && record.at >= request.requestedAt;

/** What was sent for this decision so far, the first before the others. */
export async function ownFiles({ database }: Deps, opened: OpenedRequest): Promise<AttachmentRecord[]> {
  if (!asksForFiles(opened)) return [];
  const records = await loadAttachments(database, opened.loaded.record.id);
  return records.filter((record) => isOwnFile(opened, record));
}

/** What a page does for whoever opens it for the first time: they can have sent nothing, and nothing is read. */
export const ownFilesShown = async (deps: Deps, opened: OpenedRequest): Promise<AttachmentRecord[]> =>
  openedAtBy(opened.request, opened.assignee.id) === undefined ? [] : ownFiles(deps, opened);

/** What the ids of attachments on a page of a decision name. Where it posts none, nothing is read. */
export async function postedMinutes(
  { database }: Deps,
  opened: OpenedRequest,
  form: URLSearchParams,
): Promise<FilesById | undefined> {
  const keys = (opened.stage.supplies ?? []).flatMap(({ kind, key }) => (kind === 'files' ? [key] : []));
  const isFile = (name: string): boolean => keys.some((key) => name.startsWith(`supplied.${key}.`));
  if (![...form.keys()].some(isFile)) return undefined;
  const records = await loadAttachments(database, opened.loaded.record.id);
  const files = new Map(records.map((record) => [record.id, fileOf(record)]));
  return (id) => files.get(id);
}

/** The files that a decision names. */
export const suppliedNamed = (
  { database }: Deps,
  { stage, loaded }: OpenedRequest,
  { outcome, supplied }: Pick<DecisionInput, 'outcome' | 'supplied'>,
): Promise<NamedFiles> =>
  loadNamed(database, loaded.record.id, filesIn(suppliesWith(stage, outcome), supplied ?? {}));

const inDecision = (finding: Finding): Finding => ({ ...finding, path: `/supplied${finding.path}` });

/** What stands against deciding with these files, by the paths of the decision's body. */
export const suppliedFindings = ({ taken }: Deps, named: NamedFiles): Finding[] =>
  attachmentFindings(named, taken).map(inDecision);

export const lostFindings = (lost: readonly Finding[]): Finding[] => lost.map(inDecision);
