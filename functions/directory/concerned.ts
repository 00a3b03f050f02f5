import type { OpenRequest } from '../../shared/contract/views.ts';
import { canonical } from '../../shared/history/canonical.ts';
import { foresee } from '../../shared/project/change.ts';
import { openRequests, projectsOfUnit } from '../../shared/project/lists.ts';
import { loadProject } from '../../shared/project/load.ts';
import { masksOf } from '../../shared/project/personal-data.ts';
import { unitsServedBy } from '../../shared/store/directory/part.ts';
import type { DirectorySnapshot } from '../../shared/store/directory/snapshot.ts';
import type { Person, Unit } from '../../shared/workflow/directory.ts';
import type { Deps } from './deps.ts';

/** Which open requests and projects a change of the directory has to do with. */

/** Open requests, the most urgent in full. */
export interface Waiting {
  readonly count: number;
  readonly first: readonly WaitingRequest[];
}

interface WaitingRequest extends OpenRequest {
  /** Whom it would ask once a change is saved: their names; null where it stays with those who are asked. */
  readonly goesTo?: readonly string[] | null;
}

export interface Concerned {
  readonly waiting: Waiting;
  /** How many open projects go on under a successor. */
  readonly goingOn: number;
}

/** More than that says no more to whoever looks a change over. */
const MOST_SHOWN = 20;

/** By what deadlines are told. */
const todayOf = async ({ now, rules }: Deps) => ({ now: now(), calendar: await rules.calendar() });

/** The directory as it would be, and from when on that tells: an absence may begin on a later day. */
interface Later {
  readonly directory: DirectorySnapshot;
  readonly at: Date;
}

/** Whom a request would ask by another directory: as the core would reroute it. */
async function goesTo(deps: Deps, { projectId, stage, revision }: OpenRequest, { directory, at }: Later) {
  const known = await loadProject(deps.database, projectId);
  if (!known) return null;
  const command = { type: 'reroute', stage, revision } as const;
  const foreseen = await foresee({ ...deps, now: () => at }, command, { known, directory });
  const [event] = 'refused' in foreseen ? [] : foreseen;
  return event?.action === 'rerouted' ? event.assignees.map(({ name }) => name) : null;
}

/**
 * Titles as somebody may see them who is no party to the projects.
 * @param later where the directory is about to be another
 */
async function shown(deps: Deps, requests: readonly OpenRequest[], later?: Later): Promise<Waiting> {
  const first = requests.slice(0, MOST_SHOWN);
  const maskOf = await masksOf(
    deps.database,
    first.map(({ projectId }) => projectId),
  );
  return {
    count: requests.length,
    first: await Promise.all(
      first.map(async (one) => ({
        ...one,
        title: maskOf(one.projectId)(one.title),
        ...(later ? { goesTo: await goesTo(deps, one, later) } : {}),
      })),
    ),
  };
}

/** What waits for a person. */
export async function waitingFor(
  deps: Deps,
  stored: DirectorySnapshot,
  person: string,
  later?: Later,
): Promise<Waiting> {
  const units = await unitsServedBy(stored, person);
  const open = await openRequests(deps.database, [...units], await todayOf(deps));
  return shown(
    deps,
    open.filter(({ assignees }) => assignees.some(({ id }) => id === person)),
    later,
  );
}

const none: Waiting = { count: 0, first: [] };

const isSame = (a: unknown, b: unknown): boolean => canonical(a ?? null) === canonical(b ?? null);

/** From when on a person's changed absences tell: the first day of the next of them, at noon in Beijing. */
function beginningOf(now: Date, before: Person | null, after: Person | null): Date {
  const had = new Set((before?.absences ?? []).map((one) => canonical(one)));
  const fresh = (after?.absences ?? []).filter((one) => !had.has(canonical(one)));
  const [first] = fresh.map(({ from }) => new Date(`${from}T12:00:00+08:00`)).toSorted((a, b) => +a - +b);
  return first && first > now ? first : now;
}

/** Of a person: what waits for whoever goes, is reached elsewhere, or is away at other times. */
export async function concernedByPerson(
  deps: Deps,
  stored: DirectorySnapshot,
  before: Person | null,
  after: Person | null,
  later: DirectorySnapshot,
): Promise<Concerned> {
  const matters =
    before !== null && !(isSame(before.absences, after?.absences) && before.email === after?.email);
  return {
    waiting: matters
      ? await waitingFor(deps, stored, before.id, {
          directory: later,
          at: beginningOf(deps.now(), before, after),
        })
      : none,
    goingOn: 0,
  };
}

/** Of a unit: what waits for those whose place in a post is another, or for nobody yet; what a successor takes over. */
export async function concernedByUnit(
  deps: Deps,
  before: Unit | null,
  after: Unit | null,
  later: DirectorySnapshot,
): Promise<Concerned> {
  if (before === null) return { waiting: none, goingOn: 0 };
  const kept = new Set((after?.posts ?? []).map((post) => canonical(post)));
  const lost = (before.posts ?? []).filter((post) => !kept.has(canonical(post)));
  const people = new Set(lost.flatMap(({ holder, delegates = [] }) => [holder, ...delegates]));
  const matters = !isSame(before.posts, after?.posts);
  const open = matters ? await openRequests(deps.database, [before.id], await todayOf(deps)) : [];
  const succeeds = after?.successor !== undefined && after.successor !== before.successor;
  const projects = succeeds ? await projectsOfUnit(deps.database, before.id) : [];
  return {
    waiting: await shown(
      deps,
      open.filter(({ assignees }) => assignees.length === 0 || assignees.some(({ id }) => people.has(id))),
      { directory: later, at: deps.now() },
    ),
    goingOn: projects.filter(
      ({ state }) => state === 'draft' || state === 'in-review' || state === 'returned',
    ).length,
  };
}
