import type { OpenRequest } from '../../shared/contract/views.ts';
import { canonical } from '../../shared/history/canonical.ts';
import { isOver } from '../../shared/history/vocabulary.ts';
import { foresee } from '../../shared/project/change.ts';
import { everyProjectOf } from '../../shared/project/lists.ts';
import { type Loaded, loadProject } from '../../shared/project/load.ts';
import { masksOf } from '../../shared/project/personal-data.ts';
import type { RequestRecord } from '../../shared/project/records.ts';
import { type WaitingAt, waitingFor, waitingUnder } from '../../shared/project/waiting-for.ts';
import { inTurns } from '../../shared/runtime/in-turns.ts';
import { affectedBetween } from '../../shared/store/directory/affected.ts';
import type { DirectorySnapshot } from '../../shared/store/directory/snapshot.ts';
import type { Calendar } from '../../shared/values/calendar/calendar.ts';
import { beijingDay, provisionally } from '../../shared/values/working-days.ts';
import type { Person } from '../../shared/workflow/directory.ts';
import type { Deps } from './deps.ts';

/** Which open requests and projects a change of the directory has to do with. */

/** Open requests, the most urgent in full. */
export interface Waiting {
  readonly count: number;
  readonly first: readonly WaitingRequest[];
}

interface WaitingRequest extends OpenRequest {
  /** Whom it would ask once a change is saved: their names. */
  readonly goesTo?: readonly string[];
}

export interface Concerned {
  readonly waiting: Waiting;
  /** How many open projects go on under a successor. */
  readonly goingOn: number;
  /** Whether more requests may be moved than were looked at. */
  readonly isMore: boolean;
}

/** More than that says no more to whoever looks a change over. */
const MOST_SHOWN = 20;
/** So many requests are looked at for one change, some reads each: what a page can wait for. */
const MOST_LOOKED_AT = 300;
/** So many projects at once keep the page quick and the table calm. */
const AT_ONCE = 25;

/** An open request as lists show it. */
function shownRequest(
  { projectId, stage, revision, unitName, requestedFen, deadline, requestedAt, assignees }: RequestRecord,
  title: string,
  { now, calendar }: { readonly now: Date; readonly calendar: Calendar },
): OpenRequest {
  return {
    ...{ projectId, title, unitName, stage, revision, requestedFen, deadline, assignees },
    overdue: deadline < now.toISOString(),
    ...provisionally(calendar, requestedAt, deadline),
  };
}

interface Meant {
  readonly request: RequestRecord;
  readonly goesTo?: readonly string[];
}

/** Titles as somebody may see them who is no party to the projects. */
async function shown(deps: Deps, requests: readonly Meant[]): Promise<Waiting> {
  const first = requests
    .toSorted((a, b) => (a.request.deadline < b.request.deadline ? -1 : 1))
    .slice(0, MOST_SHOWN);
  const maskOf = await masksOf(
    deps.database,
    first.map(({ request }) => request.projectId),
  );
  const today = { now: deps.now(), calendar: await deps.rules.calendar() };
  return {
    count: requests.length,
    first: first.map(({ request, ...meant }) => ({
      ...shownRequest(request, maskOf(request.projectId)(request.title), today),
      ...meant,
    })),
  };
}

/** What waits for a person. @param asking the open requests that ask them (`requestsAsking`) */
export const waitingOf = (deps: Deps, asking: readonly RequestRecord[]): Promise<Waiting> =>
  shown(
    deps,
    asking.map((request) => ({ request })),
  );

/** The directory as it is and as it would be, and when that tells: now, and when an absence begins. */
export interface Ahead {
  readonly stored: DirectorySnapshot;
  readonly later: DirectorySnapshot;
  readonly moments: readonly Date[];
}

/** The open requests that a change may move: what waits under whom it concerns, and what such units have handed in. */
async function* requestsIn(deps: Deps, { stored, later }: Ahead): AsyncGenerator<WaitingAt> {
  const { database } = deps;
  const today = beijingDay(deps.now());
  const affected = await affectedBetween(stored, later, { followed: today, today });
  const keys = [
    ...[...affected.people].map(waitingFor.person),
    ...[...affected.unitsAsked].map(waitingFor.nobodyOf),
  ];
  for (const key of keys) {
    let after: string | undefined;
    do {
      const { found, last } = await waitingUnder(database, key, after, AT_ONCE);
      yield* found;
      after = last;
    } while (after !== undefined);
  }
  for (const unit of affected.unitsDeclaring)
    for await (const { id, state } of everyProjectOf(database, unit)) {
      if (state !== 'in-review') continue;
      const { requests = [] } = (await loadProject(database, id)) ?? {};
      yield* requests.filter(({ status }) => status === 'open');
    }
}

/** Whom a request would ask by a directory at a time: as the core would reroute it; null where it stays. */
async function goesTo(
  deps: Deps,
  known: Loaded,
  { stage, revision }: WaitingAt,
  directory: DirectorySnapshot,
  at: Date,
): Promise<readonly string[] | null> {
  const command = { type: 'reroute', stage, revision } as const;
  const foreseen = await foresee({ ...deps, now: () => at }, command, { known, directory });
  const [event] = 'refused' in foreseen ? [] : foreseen;
  return event?.action === 'rerouted' ? event.assignees.map(({ name }) => name) : null;
}

/** A request that the change moves; what would move without it, by a day that begins meanwhile, is none of its doing. */
async function movedBy(deps: Deps, ahead: Ahead, waiting: WaitingAt): Promise<Meant[]> {
  const known = await loadProject(deps.database, waiting.projectId);
  const request = known?.requests.find(
    ({ stage, revision, status }) =>
      stage === waiting.stage && revision === waiting.revision && status === 'open',
  );
  if (!known || !request) return [];
  for (const at of ahead.moments) {
    const by = (directory: DirectorySnapshot) => goesTo(deps, known, waiting, directory, at);
    const names = await by(ahead.later);
    if (names !== null && canonical(names) !== canonical(await by(ahead.stored)))
      return [{ request, goesTo: names }];
  }
  return [];
}

async function goingOnFrom(deps: Deps, unit: string): Promise<number> {
  let count = 0;
  for await (const { state } of everyProjectOf(deps.database, unit)) if (!isOver(state)) count += 1;
  return count;
}

/**
 * What a change does to what is open: the requests that would be asked of others, found as the sweep finds them.
 * @param mergedUnit one that is to have a successor by the change
 */
export async function concernedBy(deps: Deps, ahead: Ahead, mergedUnit?: string): Promise<Concerned> {
  const some = new Map<string, WaitingAt>();
  let isMore = false;
  for await (const one of requestsIn(deps, ahead)) {
    const { projectId, stage, revision } = one;
    const key = `${projectId} ${revision} ${stage}`;
    if (some.has(key)) continue;
    isMore = some.size === MOST_LOOKED_AT;
    if (isMore) break;
    some.set(key, { projectId, stage, revision });
  }
  const moved = await inTurns([...some.values()], AT_ONCE, (one) => movedBy(deps, ahead, one));
  return {
    waiting: await shown(deps, moved.flat()),
    goingOn: mergedUnit === undefined ? 0 : await goingOnFrom(deps, mergedUnit),
    isMore,
  };
}

/** When a change of a person tells: now, and on the first day of the next absence that is new, at noon in Beijing. */
export function momentsOf(now: Date, before: Person | null, after: Person | null): Date[] {
  const had = new Set((before?.absences ?? []).map((one) => canonical(one)));
  const fresh = (after?.absences ?? []).filter((one) => !had.has(canonical(one)));
  const [first] = fresh.map(({ from }) => new Date(`${from}T12:00:00+08:00`)).toSorted((a, b) => +a - +b);
  return first && first > now ? [now, first] : [now];
}
