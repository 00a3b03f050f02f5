import { Problem } from '../../shared/contract/problem.ts';
import { formOfRecord } from '../../shared/declaration/registry.ts';
import type { Head } from '../../shared/http/endpoint.ts';
import { loadMember, type Member } from '../../shared/identity/member.ts';
import { sessionCookieName } from '../../shared/identity/session.ts';
import { directoryForProject } from '../../shared/project/concerned.ts';
import { type Loaded, loadProject } from '../../shared/project/load.ts';
import { everDecided } from '../../shared/project/made-decisions.ts';
import { assigneeRecord, type RequestRecord } from '../../shared/project/records.ts';
import { looksLikeProjectId } from '../../shared/values/project-id.ts';
import { type Assignee, asCalledNow } from '../../shared/workflow/assignee.ts';
import type { Deps } from './deps.ts';
import { type OpenedRequest, refuseExcluded } from './opened.ts';

type Caller = Pick<Head, 'person' | 'headers' | 'cookies'>;

/** A request with the person among those whom it asks or asked, or who have decided it. */
interface Asked {
  readonly request: RequestRecord;
  readonly assignee: Assignee;
  /** Whether it waits for them. */
  readonly isWaiting: boolean;
}

const askedIn = (request: RequestRecord, person: string): Asked[] => {
  const isThey = ({ id }: Assignee): boolean => id === person;
  const asked = request.assignees.find(isThey);
  // Who is not asked any more has the page open, perhaps with an opinion typed, and is to hear what became of it.
  const found =
    asked ?? everDecided(request).find(({ by }) => isThey(by))?.by ?? request.former?.find(isThey);
  if (!found) return [];
  const isWaiting = asked !== undefined && request.status === 'open';
  return [{ request, assignee: assigneeRecord.parse(found), isWaiting }];
};

/** What asks a person before what asks them no more, of either the newest. */
function newestAsking({ requests }: Loaded, person: string): Asked | undefined {
  const all = requests
    .flatMap((request) => askedIn(request, person))
    .sort((a, b) => (a.request.requestedAt < b.request.requestedAt ? -1 : 1));
  return all.findLast(({ isWaiting }) => isWaiting) ?? all.at(-1);
}

/** What the caller is known by. */
const credentialOf = ({ baseUrl }: Deps, { headers, cookies }: Caller): string =>
  headers.authorization ?? cookies.get(sessionCookieName(baseUrl)) ?? '';

async function load(
  deps: Deps,
  id: string,
  caller: Caller,
  known: Member | undefined,
): Promise<OpenedRequest> {
  const { database, rules } = deps;
  if (!looksLikeProjectId(id)) throw new Problem('not-found');
  const [loaded, member] = await Promise.all([
    loadProject(database, id),
    known ?? loadMember(database, caller.person),
  ]);
  const asking = loaded && member.person && newestAsking(loaded, member.person.id);
  if (!loaded || !asking || !member.person) throw new Problem('not-found');
  const { request, assignee } = asking;
  const { directory: snapshot } = member;
  const [form, settings] = await Promise.all([formOfRecord(loaded.record), rules.load(snapshot)]);
  const stage = form.stages.find((one) => one.id === request.stage);
  if (!stage) throw new Problem('not-found');
  const part = await directoryForProject(snapshot, loaded, [assignee]);
  return {
    way: { by: member.principal.via, member, credential: credentialOf(deps, caller) },
    assignee: asCalledNow(assignee, part.directory),
    loaded,
    request,
    form,
    stage,
    part,
    snapshot,
    settings,
    reopen: () => openAsked(deps, id, caller),
  };
}

/**
 * Opens the request of a project that asks whoever is signed in, or asked them last. It changes nothing, however often
 * it is done.
 * @param known whoever is signed in, where they are known already
 * @throws Problem `unauthenticated`; `not-found` for everybody who was not asked; `own-project` while it is open
 */
export async function openAsked(
  deps: Deps,
  id: string,
  caller: Caller,
  known?: Member,
): Promise<OpenedRequest> {
  const opened = await load(deps, id, caller, known);
  refuseExcluded(opened);
  return opened;
}
