import * as z from 'zod';
import type { RequestsQuery } from '../../shared/contract/routes/projects.ts';
import type { WaitingLine } from '../../shared/contract/views.ts';
import { formOfRecord } from '../../shared/declaration/registry.ts';
import { stageLabels } from '../../shared/declaration/stage-labels.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { actorOf, inHead, loadMember, type Member } from '../../shared/identity/member.ts';
import { directoryForProject } from '../../shared/project/concerned.ts';
import { asProject, type Loaded, loadProject } from '../../shared/project/load.ts';
import { openRequestsFrom } from '../../shared/project/open-requests.ts';
import { maskOfProject } from '../../shared/project/personal-data.ts';
import type { RequestRecord } from '../../shared/project/records.ts';
import { inTurns } from '../../shared/runtime/in-turns.ts';
import { unitsWith } from '../../shared/store/directory/part.ts';
import type { Calendar } from '../../shared/values/calendar/calendar.ts';
import { waitBetween } from '../../shared/values/wait-text.ts';
import { provisionally } from '../../shared/values/working-days.ts';
import { personWith } from '../../shared/workflow/directory.ts';
import { mayBeGiven } from '../../shared/workflow/routing.ts';
import type { Deps } from './deps.ts';
import { decoded, encoded } from './desk/arrange.ts';
import { type Candidate, RequestsPage, type ShownRequest } from './pages/requests-page.tsx';
import { requestsWords } from './words/requests.ts';

/** All open requests, for administrators: a page of them costs the same in an office of any size. */

/** So many projects at once keep the page quick and the table calm. */
const AT_ONCE = 25;

const place = z.strictObject({ pk: z.string(), sk: z.string(), due: z.literal('due'), dueAt: z.string() });
type Place = z.infer<typeof place>;

/**
 * The index of what is due lists what is not a request as well: so often it is read for one page, which may then be
 * short.
 */
const MOST_READS = 8;

async function requestsFrom({ database }: Deps, from: Place | undefined, limit: number) {
  const requests: RequestRecord[] = [];
  let next: Place | undefined = from;
  for (let read = 0; read < MOST_READS && requests.length < limit; read++) {
    const page = await openRequestsFrom(database, next, limit - requests.length);
    requests.push(...page.requests);
    next = page.next && place.parse(page.next);
    if (!next) break;
  }
  return { requests, next: next ? encoded(next) : null };
}

/** A request with its wait, at a time. */
function lineOf(request: RequestRecord, title: string, calendar: Calendar, at: string): WaitingLine {
  const { projectId, unitName, stage, revision, requestedFen, deadline, requestedAt } = request;
  return {
    ...{ projectId, title, unitName, stage, revision, requestedFen, deadline, requestedAt },
    assignees: request.assignees.map(({ id, name, undeliveredAt }) => ({
      id,
      name,
      ...(undeliveredAt === undefined ? {} : { undeliveredAt }),
    })),
    overdue: deadline < at,
    ...provisionally(calendar, requestedAt, deadline),
    ...waitBetween(calendar, requestedAt, at),
  };
}

/** To whom a request can be given, with their units. */
async function candidatesFor(
  deps: Deps,
  member: Member,
  loaded: Loaded,
  request: RequestRecord,
): Promise<Candidate[]> {
  const { stages } = await formOfRecord(loaded.record);
  const stage = stages.find(({ id }) => id === request.stage);
  if (!stage) return [];
  const giver = actorOf(member, 'administrator');
  const known = await directoryForProject(member.directory, loaded, [giver]);
  const at = deps.now().toISOString();
  const people = mayBeGiven(asProject(loaded), stage, giver.id, { ...known, at });
  const unitIn = (id: string): string => personWith(known.directory, id)?.unit ?? '';
  const units = await unitsWith(
    member.directory,
    people.map(({ id }) => unitIn(id)),
  );
  return people.map(({ id, name }) => ({ id, name, unitName: units.get(unitIn(id))?.name ?? '' }));
}

/** A request as an administrator sees it. */
async function shownRequest(
  deps: Deps,
  calendar: Calendar,
  member: Member,
  request: RequestRecord,
): Promise<ShownRequest[]> {
  const loaded = await loadProject(deps.database, request.projectId);
  if (!loaded) return [];
  const mask = await maskOfProject(deps.database, loaded.record);
  const line = lineOf(request, mask(request.title), calendar, deps.now().toISOString());
  return [{ request: line, people: await candidatesFor(deps, member, loaded, request) }];
}

/** A page of them, whatever needs attention next first. @throws Problem `invalid-parameter` */
export async function showRequests(deps: Deps, call: Call<unknown, RequestsQuery>): Promise<Answer> {
  const { limit, cursor, notice } = call.query;
  const member = await loadMember(deps.database, call.person);
  const [label, calendar, { requests, next }] = await Promise.all([
    stageLabels(deps.forms),
    deps.rules.calendar(),
    requestsFrom(deps, cursor === undefined ? undefined : decoded(cursor, place), limit),
  ]);
  const show = (request: RequestRecord) => shownRequest(deps, calendar, member, request);
  const shown = (await inTurns(requests, AT_ONCE, show)).flat();
  return {
    status: 200,
    json: { requests: shown.map(({ request }) => request), next },
    page: {
      content: (
        <RequestsPage
          lang={call.lang}
          requests={shown}
          reassigned={notice === 'reassigned'}
          isFirst={cursor === undefined}
          nextHref={
            next === null
              ? undefined
              : `/requests?${new URLSearchParams({ limit: String(limit), cursor: next })}`
          }
          stageLabel={(id) => label(id, call.lang)}
        />
      ),
      frame: { title: requestsWords[call.lang].title, current: 'requests', person: inHead(member) },
    },
  };
}
