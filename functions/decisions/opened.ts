import { Problem } from '../../shared/contract/problem.ts';
import { refusalProblem } from '../../shared/contract/refusals.ts';
import type { Member } from '../../shared/identity/member.ts';
import type { Changed } from '../../shared/project/change.ts';
import { asProject, type Loaded } from '../../shared/project/load.ts';
import type { RequestRecord } from '../../shared/project/records.ts';
import type { DirectoryPart } from '../../shared/store/directory/part.ts';
import type { DirectorySnapshot } from '../../shared/store/directory/snapshot.ts';
import type { Assignee } from '../../shared/workflow/assignee.ts';
import { personWith } from '../../shared/workflow/directory.ts';
import { exclusionOf } from '../../shared/workflow/separation.ts';
import type { OfficeSettings } from '../../shared/workflow/settings.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import type { Stage } from '../../shared/workflow/stages.ts';
import type { Deps } from './deps.ts';

/** How somebody came to a request: by a mailed link, or signed in. */
export type Way =
  | {
      readonly by: 'link';
      readonly token: string;
      /** By which mailbox the link was sent, hashed; of 0.1 it is not known. */
      readonly mailbox: string | undefined;
      /** UTC */
      readonly expiresAt: string;
      /** Whether the link's person is signed in beside. */
      readonly signedIn: boolean;
    }
  | {
      readonly by: 'session' | 'bearer';
      readonly member: Member;
      /** What the caller is known by, a secret of theirs: a code holds with it alone. */
      readonly credential: string;
    };

/** A request as one of those who are or were asked has it before them, with everything about it, read strongly. */
export interface OpenedRequest {
  readonly way: Way;
  readonly assignee: Assignee;
  readonly loaded: Loaded;
  readonly request: RequestRecord;
  readonly form: StagedForm;
  readonly stage: Stage;
  /** What of the directory it has to do with. */
  readonly part: DirectoryPart;
  /** The whole directory, as changing the project wants it. */
  readonly snapshot: DirectorySnapshot;
  readonly settings: OfficeSettings;
  /** The same, as things stand now. @throws Problem `not-found`, `no-longer-listed`, `own-project` */
  reopen(): Promise<OpenedRequest>;
}

/** The address of the page, which stays the same after a POST: reloading it only shows again. */
export const addressOf = ({ way, loaded }: Pick<OpenedRequest, 'way' | 'loaded'>): string =>
  way.by === 'link' ? linkAddress(way.token) : `/projects/${loaded.record.id}/decision`;

export const linkAddress = (token: string): string => `/decisions/${token}`;

export const isSignedIn = ({ way }: OpenedRequest): boolean => way.by !== 'link' || way.signedIn;

/** What names a request and its person: a fresh link does not bring fresh tries at the same mailbox. */
export const requestOf = ({ loaded, request, assignee }: OpenedRequest): string =>
  `${loaded.record.id}#${request.revision}#${request.stage}#${assignee.id}`;

export const isExpired = (deps: Deps, { way }: OpenedRequest): boolean =>
  way.by === 'link' && way.expiresAt <= deps.now().toISOString();

/**
 * What is decided stays to be seen; what is open is shown to those alone who may decide.
 * @throws Problem `no-longer-listed`, `own-project`
 */
export function refuseExcluded({ assignee, loaded, request, stage, part, settings }: OpenedRequest): void {
  const { contact } = settings;
  if (request.status !== 'open') return;
  // Who has left the directory decides nothing, by however old a link.
  if (!personWith(part.directory, assignee.id))
    throw new Problem('no-longer-listed', {
      detail: { zh: `有疑问请联系：${contact}`, en: `Questions: ${contact}` },
    });
  // Whoever made the declaration must not learn what the deciders see before they decide.
  const excluded = exclusionOf(asProject(loaded), stage, assignee.id, part);
  if (excluded) throw refusalProblem({ refused: excluded });
}

/** The same request after a change of it, from what the change wrote: nothing is read again. */
export function afterChange(
  opened: OpenedRequest,
  { record, requests }: Pick<Changed, 'record' | 'requests'>,
): OpenedRequest {
  const { stage, revision } = opened.request;
  const request = requests.find((one) => one.stage === stage && one.revision === revision);
  return { ...opened, request: request ?? opened.request, loaded: { ...opened.loaded, record, requests } };
}
