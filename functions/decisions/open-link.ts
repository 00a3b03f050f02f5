import { Problem } from '../../shared/contract/problem.ts';
import { refusalProblem } from '../../shared/contract/refusals.ts';
import { formOfRecord } from '../../shared/declaration/registry.ts';
import type { Principal } from '../../shared/identity/principal.ts';
import { directoryForProject } from '../../shared/project/concerned.ts';
import { asProject, findRequest, type Loaded, loadProject } from '../../shared/project/load.ts';
import type { RequestRecord } from '../../shared/project/records.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { type DirectoryPart, personOfToken } from '../../shared/store/directory/part.ts';
import type { DirectorySnapshot } from '../../shared/store/directory/snapshot.ts';
import type { LinkRecord } from '../../shared/store/link-store.ts';
import { loadLink } from '../../shared/store/link-store.ts';
import { looksLikeToken } from '../../shared/store/token.ts';
import type { Assignee } from '../../shared/workflow/assignee.ts';
import { type Directory, personWith } from '../../shared/workflow/directory.ts';
import { exclusionOf } from '../../shared/workflow/separation.ts';
import type { OfficeSettings } from '../../shared/workflow/settings.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import type { Stage } from '../../shared/workflow/stages.ts';
import type { Deps } from './deps.ts';

/** A link with everything that it stands for, read strongly. */
export interface OpenedLink {
  readonly token: string;
  readonly link: LinkRecord;
  readonly loaded: Loaded;
  readonly request: RequestRecord;
  readonly form: StagedForm;
  readonly stage: Stage;
  /** What of the directory it has to do with. */
  readonly part: DirectoryPart;
  /** The whole directory, as changing the project wants it. */
  readonly snapshot: DirectorySnapshot;
  readonly settings: OfficeSettings;
}

/** Links mailed before 0.2 name whose place is taken, without an id: whoever decides counts as both all the same. */
function withPrincipal(directory: Directory, assignee: Assignee): Assignee {
  if (assignee.onBehalfOf === undefined || assignee.onBehalfOfId !== undefined) return assignee;
  const named = directory.people.filter(({ name }) => name === assignee.onBehalfOf);
  return named.length === 1 ? { ...assignee, onBehalfOfId: named[0]?.id } : assignee;
}

/** @throws Problem `not-found` for an unknown token */
async function load({ database, rules }: Deps, token: string): Promise<OpenedLink> {
  const mailed = looksLikeToken(token) ? await loadLink(database, token) : null;
  if (!mailed) throw new Problem('not-found');
  const [loaded, snapshot, settings] = await Promise.all([
    loadProject(database, mailed.projectId),
    loadDirectory(database),
    rules.load(),
  ]);
  if (!loaded) throw new Problem('not-found');
  const part = await directoryForProject(snapshot, loaded, [mailed.assignee]);
  const link = { ...mailed, assignee: withPrincipal(part.directory, mailed.assignee) };
  const request = findRequest(loaded, link.revision, link.stage);
  const form = await formOfRecord(loaded.record);
  const stage = form.stages.find((one) => one.id === link.stage);
  if (!request || !stage) throw new Problem('not-found');
  return { token, link, loaded, request, form, stage, part, snapshot, settings };
}

/** Whoever is signed in in this browser must be the link's person: a shared computer decides for nobody else. */
async function refuseOthers({ snapshot, link }: OpenedLink, principal: Principal | undefined): Promise<void> {
  if (!principal) return;
  const signedIn = (await personOfToken(snapshot, principal))?.id ?? principal.id;
  if (signedIn !== link.assignee.id) throw new Problem('other-person');
}

/** What is decided stays to be seen; what is open is shown to those alone who may decide. */
function refuseExcluded(opened: OpenedLink): void {
  const { link, loaded, request, stage, part } = opened;
  const { contact } = opened.settings;
  if (request.status !== 'open') return;
  const { id } = link.assignee;
  // Who has left the directory decides nothing, by however old a link.
  if (!personWith(part.directory, id))
    throw new Problem('no-longer-listed', {
      detail: { zh: `有疑问请联系：${contact}`, en: `Questions: ${contact}` },
    });
  // Whoever made the declaration must not learn what the deciders see before they decide.
  const excluded = exclusionOf(asProject(loaded), stage, id, part);
  if (excluded) throw refusalProblem({ refused: excluded });
}

/**
 * Opens a mailed link. It changes nothing, however often it is done.
 * @throws Problem `not-found` for an unknown token, `other-person` where somebody else is signed in, and while the
 *   request is open `no-longer-listed` and `own-project`
 */
export async function openLink(
  deps: Deps,
  token: string,
  principal: Principal | undefined,
): Promise<OpenedLink> {
  const opened = await load(deps, token);
  await refuseOthers(opened, principal);
  refuseExcluded(opened);
  return opened;
}

/** The same link as things stand now. @throws Problem `no-longer-listed`, `own-project` */
export async function reopen(deps: Deps, { token }: OpenedLink): Promise<OpenedLink> {
  const opened = await load(deps, token);
  refuseExcluded(opened);
  return opened;
}

/** What names the request of a link and its person: a fresh link does not bring fresh tries at the same mailbox. */
export const requestOf = ({ projectId, revision, stage, assignee }: LinkRecord): string =>
  `${projectId}#${revision}#${stage}#${assignee.id}`;

export const isExpired = (deps: Deps, { link }: OpenedLink): boolean =>
  link.expiresAtIso <= deps.now().toISOString();
