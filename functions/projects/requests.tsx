import type { OpenRequest } from '../../shared/contract/views.ts';
import { formOfRecord } from '../../shared/declaration/registry.ts';
import { stageLabels } from '../../shared/declaration/stage-labels.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { actorOf, inHead, loadMember, type Member } from '../../shared/identity/member.ts';
import { directoryForProject } from '../../shared/project/concerned.ts';
import { openRequests } from '../../shared/project/lists.ts';
import { asProject, findRequest, loadProject } from '../../shared/project/load.ts';
import { maskOfProject } from '../../shared/project/personal-data.ts';
import { inTurns } from '../../shared/runtime/in-turns.ts';
import { wholeOf } from '../../shared/store/directory/snapshot.ts';
import type { Calendar } from '../../shared/values/calendar/calendar.ts';
import { waitBetween } from '../../shared/values/wait-text.ts';
import { type Directory, personWith, unitOf } from '../../shared/workflow/directory.ts';
import { mayBeGiven } from '../../shared/workflow/routing.ts';
import type { Deps } from './deps.ts';
import { RequestsPage, type ShownRequest } from './pages/requests-page.tsx';
import { requestsWords } from './words/requests.ts';

/** So many projects at once keep the page quick and the table calm. */
const AT_ONCE = 25;

/** A request as an administrator sees it, with those to whom it can be given. */
async function shownRequest(
  { database, now }: Deps,
  calendar: Calendar,
  member: Member,
  directory: Directory,
  request: OpenRequest,
): Promise<ShownRequest[]> {
  const loaded = await loadProject(database, request.projectId);
  const asked = loaded && findRequest(loaded, request.revision, request.stage);
  if (!loaded || !asked) return [];
  const mask = await maskOfProject(database, loaded.record);
  const { stages } = await formOfRecord(loaded.record);
  const stage = stages.find(({ id }) => id === request.stage);
  const giver = actorOf(member, 'administrator');
  const known = await directoryForProject(member.directory, loaded, [giver]);
  const at = now().toISOString();
  const people = stage ? mayBeGiven(asProject(loaded), stage, giver.id, { ...known, at }) : [];
  const { requestedAt } = asked;
  const wait = waitBetween(calendar, requestedAt, at);
  return [
    {
      request: { ...request, title: mask(request.title), requestedAt, ...wait },
      people: people.map(({ id, name }) => {
        const unit = unitOf(directory, personWith(directory, id)?.unit ?? '');
        return { id, name, unitName: unit?.name ?? '' };
      }),
    },
  ];
}

/** All open requests, for administrators. Only units with posts are ever asked; one without a post asks by its own id. */
export async function showRequests(
  deps: Deps,
  call: Call<unknown, { notice?: 'reassigned' | undefined }>,
): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const directory = await wholeOf(member.directory);
  const label = await stageLabels(deps.forms);
  const at = { now: deps.now(), calendar: await deps.rules.calendar() };
  const units = directory.units.map(({ id }) => id);
  const open = await openRequests(deps.database, units, at);
  const show = (request: OpenRequest) => shownRequest(deps, at.calendar, member, directory, request);
  const shown = (await inTurns(open, AT_ONCE, show)).flat();
  return {
    status: 200,
    json: { requests: shown.map(({ request }) => request) },
    page: {
      content: (
        <RequestsPage
          lang={call.lang}
          requests={shown}
          reassigned={call.query.notice === 'reassigned'}
          stageLabel={(id) => label(id, call.lang)}
        />
      ),
      frame: { title: requestsWords[call.lang].title, current: 'requests', person: inHead(member) },
    },
  };
}
