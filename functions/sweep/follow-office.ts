import { type ChangeDeps, changeProject } from '../../shared/project/change.ts';
import { whatIsDue } from '../../shared/project/due.ts';
import { everyProjectOf } from '../../shared/project/lists.ts';
import { loadProject } from '../../shared/project/load.ts';
import { type WaitingAt, waitingFor, waitingUnder } from '../../shared/project/waiting-for.ts';
import { errorFields, log } from '../../shared/runtime/log.ts';
import { affectedBetween } from '../../shared/store/directory/affected.ts';
import {
  type Followed,
  type FollowedItem,
  loadFollowed,
  saveFollowed,
} from '../../shared/store/directory/followed.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { successorOf } from '../../shared/store/directory/part.ts';
import { isTakenOver, storeTakenOver } from '../../shared/store/directory/save.ts';
import { type DirectorySnapshot, headOf, snapshotOf } from '../../shared/store/directory/snapshot.ts';
import { beijingDay } from '../../shared/values/working-days.ts';

/**
 * Open requests follow the office: each goes to whom it would go today. It is found by comparing the directory with the
 * one that was followed last, and costs what waits for those whom the difference concerns.
 */

/** So many projects at once: they do not depend on each other. */
const AT_ONCE = 12;
/** Longer than any call that may be opening a request with the directory that it has read. */
const SETTLED_MS = 30_000;
/** Everything that will ever be due: an open request stands in the index until it ends. */
const EVER = new Date('9999-12-31T00:00:00.000Z');

/** Whether it could be done; what could not is told, and is tried again by the run that follows once more. */
async function reroute(deps: ChangeDeps, { projectId, stage, revision }: WaitingAt): Promise<void> {
  try {
    await changeProject(deps, projectId, { type: 'reroute', stage, revision });
  } catch (error) {
    log.error('FAILED', { projectId, ...errorFields(error) });
  }
}

/** Whether the time of this run is over. */
type IsSpent = () => boolean;

/** What waits under a key, from a place on. @returns the place where the time was over; undefined at the end */
async function rerouteUnder(
  deps: ChangeDeps,
  waiting: string,
  from: string | undefined,
  isSpent: IsSpent,
): Promise<{ readonly after: string | undefined } | undefined> {
  let after = from;
  do {
    if (isSpent()) return { after };
    const { found, last } = await waitingUnder(deps.database, waiting, after, AT_ONCE);
    await Promise.all(found.map((one) => reroute(deps, one)));
    after = last;
  } while (after !== undefined);
  return undefined;
}

/** All open requests of a project. */
async function rerouteProject(deps: ChangeDeps, projectId: string): Promise<void> {
  const loaded = await loadProject(deps.database, projectId);
  for (const request of loaded?.requests ?? []) if (request.status === 'open') await reroute(deps, request);
}

/** What a unit has in review is decided on by others now. */
async function rerouteOfUnit(deps: ChangeDeps, unit: string): Promise<void> {
  for await (const { id, state } of everyProjectOf(deps.database, unit))
    if (state === 'in-review') await rerouteProject(deps, id);
}

/** All that a unit declared goes on under the unit that it was merged into; open requests go where they would there. */
async function handOver(deps: ChangeDeps, snapshot: DirectorySnapshot, former: string): Promise<void> {
  const unit = await successorOf(snapshot, former);
  if (!unit || unit.id === former) return;
  const { id, name } = unit;
  for await (const { id: projectId } of everyProjectOf(deps.database, former)) {
    try {
      await changeProject(deps, projectId, { type: 'change-unit', unit: { id, name } });
      await rerouteProject(deps, projectId);
    } catch (error) {
      log.error('FAILED', { projectId, ...errorFields(error) });
    }
  }
}

/** An open request as it stands among what is due. */
type Listed = NonNullable<FollowedItem['listedUntil']>;

/**
 * Requests that were opened before there was a list by whom they wait for, behind the last that is listed.
 * @returns the last one at which the time of this run was over; undefined when all were looked at
 */
async function listAll(
  deps: ChangeDeps,
  until: Listed | null,
  isSpent: IsSpent,
): Promise<Listed | undefined> {
  let some: Listed[] = [];
  const look = () =>
    Promise.all(some.map(({ projectId, request }) => reroute(deps, { projectId, ...request })));
  for await (const one of whatIsDue(deps.database, EVER, until ?? undefined)) {
    if ('digestOf' in one) continue;
    const { projectId, request, dueAt } = one;
    if (request) some.push({ projectId, request, dueAt });
    if (some.length < AT_ONCE) continue;
    await look();
    if (isSpent()) return some.at(-1);
    some = [];
  }
  await look();
  return undefined;
}

/** Follows from one point to another. @returns where the time was over; undefined when all is done */
async function followFrom(
  deps: ChangeDeps,
  from: Followed,
  now: { readonly snapshot: DirectorySnapshot; readonly day: string },
  cursor: FollowedItem['cursor'],
  isSpent: IsSpent,
): Promise<FollowedItem['cursor']> {
  const { database } = deps;
  const before = snapshotOf(database, from.head);
  const days = { followed: from.day, today: now.day };
  const { people, unitsAsked, unitsDeclaring, unitsMerged } = await affectedBetween(
    before,
    now.snapshot,
    days,
  );
  const of = `${from.head.version}-${now.snapshot.version} ${from.day}-${now.day}`;
  const begun = cursor?.of === of ? cursor : undefined;
  const keys = [
    ...[...people].map(waitingFor.person),
    ...[...unitsAsked].map(waitingFor.nobodyOf),
  ].toSorted();
  for (const waiting of keys) {
    if (begun && waiting < begun.waiting) continue;
    const at = await rerouteUnder(
      deps,
      waiting,
      begun?.waiting === waiting ? begun.after : undefined,
      isSpent,
    );
    if (at) return { of, waiting, ...(at.after === undefined ? {} : { after: at.after }) };
  }
  for (const unit of unitsDeclaring) await rerouteOfUnit(deps, unit);
  for (const unit of unitsMerged) await handOver(deps, now.snapshot, unit);
  return undefined;
}

/** @param isSpent whether the time of this run is over: what is left is done by the next one */
export async function followOffice(deps: ChangeDeps, isSpent: IsSpent): Promise<void> {
  const { database } = deps;
  const [loaded, known] = await Promise.all([loadDirectory(database), loadFollowed(database)]);
  const snapshot = isTakenOver(loaded) ? await storeTakenOver(database, loaded) : loaded;
  const time = deps.now();
  const point: Followed = { head: headOf(snapshot), day: beijingDay(time) };
  // From the first look on: what changes while requests are listed is followed afterwards.
  const followed: FollowedItem = known ?? { ...point, listedUntil: null };
  if (!known) await saveFollowed(database, followed);
  if (followed.listedUntil !== undefined) {
    const { listedUntil, ...rest } = followed;
    const left = await listAll(deps, listedUntil, isSpent);
    return saveFollowed(database, left === undefined ? rest : { ...rest, listedUntil: left });
  }
  const { again, cursor, ...last } = followed;
  const isMoved = last.head.version !== point.head.version || last.day !== point.day;
  if (!isMoved && (!again || time.toISOString() < again.notBefore)) return;
  const left = await followFrom(deps, again ?? last, { snapshot, day: point.day }, cursor, isSpent);
  if (left) return saveFollowed(database, { ...followed, cursor: left });
  const notBefore = new Date(time.getTime() + SETTLED_MS).toISOString();
  await saveFollowed(database, isMoved ? { ...point, again: { ...last, notBefore } } : point);
}
