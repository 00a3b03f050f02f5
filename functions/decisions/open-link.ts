import { Problem } from '../../shared/contract/problem.ts';
import { formOfRecord } from '../../shared/declaration/registry.ts';
import type { Principal } from '../../shared/identity/principal.ts';
import { directoryForProject } from '../../shared/project/concerned.ts';
import { findRequest, loadProject } from '../../shared/project/load.ts';
import { assigneeRecord } from '../../shared/project/records.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { personOfToken } from '../../shared/store/directory/part.ts';
import { loadLink } from '../../shared/store/link-store.ts';
import { looksLikeToken } from '../../shared/store/token.ts';
import { maskFor } from '../../shared/values/masking/mask.ts';
import { type Assignee, asCalledNow } from '../../shared/workflow/assignee.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import type { Deps } from './deps.ts';
import { addressOf, type OpenedRequest, refuseExcluded } from './opened.ts';

/** Links mailed before 0.2 name whose place is taken, without an id: whoever decides counts as both all the same. */
function withPrincipal(directory: Directory, assignee: Assignee): Assignee {
  if (assignee.onBehalfOf === undefined || assignee.onBehalfOfId !== undefined) return assignee;
  const named = directory.people.filter(({ name }) => name === assignee.onBehalfOf);
  return named.length === 1 ? { ...assignee, onBehalfOfId: named[0]?.id } : assignee;
}

/** @throws Problem `not-found` for an unknown token */
async function load(
  deps: Deps,
  token: string,
  signedIn: boolean,
  eventually?: 'eventually',
): Promise<OpenedRequest> {
  const { database, rules } = deps;
  const link = looksLikeToken(token) ? await loadLink(database, token) : null;
  if (!link) throw new Problem('not-found');
  const [loaded, snapshot] = await Promise.all([
    loadProject(database, link.projectId),
    loadDirectory(database, eventually),
  ]);
  if (!loaded) throw new Problem('not-found');
  const settings = await rules.load(snapshot);
  const part = await directoryForProject(snapshot, loaded, [link.assignee]);
  const request = findRequest(loaded, link.revision, link.stage);
  const form = await formOfRecord(loaded.record);
  const stage = form.stages.find((one) => one.id === link.stage);
  if (!request || !stage) throw new Problem('not-found');
  // Asked in another place since it was mailed, by their own post perhaps: they decide in that one.
  const asked = request.assignees.find(({ id }) => id === link.assignee.id) ?? link.assignee;
  const assignee = asCalledNow(withPrincipal(part.directory, assigneeRecord.parse(asked)), part.directory);
  return {
    way: { by: 'link', token, mailbox: link.mailbox, expiresAt: link.expiresAtIso, signedIn },
    assignee,
    loaded,
    request,
    form,
    stage,
    part,
    snapshot,
    settings,
    reopen: () => reopen(deps, token, signedIn),
  };
}

async function reopen(deps: Deps, token: string, signedIn: boolean): Promise<OpenedRequest> {
  const opened = await load(deps, token, signedIn);
  refuseExcluded(opened);
  return opened;
}

const maskedMailbox = maskFor({ names: [], telephones: [] });

interface SignedIn {
  readonly name: string;
  readonly mailbox: string;
}
const signedInAs = {
  zh: ({ name, mailbox }: SignedIn) =>
    `现在登录的是 ${name}${mailbox === '' ? '' : `（${mailbox}）`}。如果链接是发给您的，请先退出此登录，再打开链接。`,
  en: ({ name, mailbox }: SignedIn) =>
    `Signed in here is ${name}${mailbox === '' ? '' : ` (${mailbox})`}. If the link was sent to you, sign out first and open it then.`,
};

/** Whoever is signed in in this browser must be the link's person: a shared computer decides for nobody else. */
async function refuseOthers(opened: OpenedRequest, principal: Principal | undefined): Promise<void> {
  if (!principal) return;
  const person = await personOfToken(opened.snapshot, principal);
  if ((person?.id ?? principal.id) === opened.assignee.id) return;
  const { name, email = '' } = person ?? principal;
  const who = { name, mailbox: maskedMailbox(email) };
  throw new Problem('other-person', {
    detail: { zh: signedInAs.zh(who), en: signedInAs.en(who) },
    signedOut: addressOf(opened),
  });
}

/**
 * Opens a mailed link. It changes nothing, however often it is done.
 * @throws Problem `not-found` for an unknown token, `other-person` where somebody else is signed in, and while the
 *   request is open `no-longer-listed` and `own-project`
 * @param eventually for whoever is only shown it: by the office of a moment ago, as if they had opened it then
 */
export async function openLink(
  deps: Deps,
  token: string,
  principal: Principal | undefined,
  eventually?: 'eventually',
): Promise<OpenedRequest> {
  const opened = await load(deps, token, principal !== undefined, eventually);
  await refuseOthers(opened, principal);
  refuseExcluded(opened);
  return opened;
}
