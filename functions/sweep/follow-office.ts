import type { ChangeDeps } from '../../shared/project/change.ts';
import { isOfRequest, whatIsDue } from '../../shared/project/due.ts';
import type { Database } from '../../shared/store/database.ts';
import { affectedBetween } from '../../shared/store/directory/affected.ts';
import {
  type Followed,
  type FollowedItem,
  loadFollowed,
  saveFollowed,
} from '../../shared/store/directory/followed.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { isTakenOver, storeTakenOver } from '../../shared/store/directory/save.ts';
import { type DirectorySnapshot, headOf, snapshotOf } from '../../shared/store/directory/snapshot.ts';
import { versionsBetween } from '../../shared/store/directory/versions.ts';
import { alignSettingsHead } from '../../shared/store/settings-store.ts';
import { beijingDay } from '../../shared/values/working-days.ts';
import { AT_ONCE, reroute, stepsOf } from './followed-steps.ts';
import { afterSomething, type IsSpent } from './is-spent.ts';

/**
 * Open requests follow the office: each goes to whom it would go today. It is found by comparing the directory with the
 * one that was followed last, and costs what waits for those whom the difference concerns.
 */

/** Longer than any call that may be opening a request with the directory that it has read. */
const SETTLED_MS = 30_000;
/** Everything that will ever be due: an open request stands in the index until it ends. */
const EVER = new Date('9999-12-31T00:00:00.000Z');

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
    if (!isOfRequest(one)) continue;
    const { projectId, request, dueAt } = one;
    some.push({ projectId, request, dueAt });
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
  to: Followed,
  cursor: FollowedItem['cursor'],
  isSpent: IsSpent,
): Promise<FollowedItem['cursor']> {
  const { database } = deps;
  const days = { followed: from.day, today: to.day };
  const affected = await affectedBetween(
    snapshotOf(database, from.head),
    snapshotOf(database, to.head),
    days,
    await versionsBetween(database, { after: from.head.version, before: to.head.version }),
  );
  const of = `${from.head.version}-${to.head.version} ${from.day}-${to.day}`;
  const steps = stepsOf(deps, affected);
  const begun = cursor?.of === of ? cursor : undefined;
  const first = Math.max(
    0,
    steps.findIndex(({ name }) => name === begun?.waiting),
  );
  for (const [at, { name, run }] of steps.slice(first).entries()) {
    const place = await run(at === 0 ? begun?.after : undefined, isSpent);
    if (!place) continue;
    const { after } = place;
    return { of, to, waiting: name, ...(after === undefined ? {} : { after }) };
  }
  return undefined;
}

/**
 * Where following begins: at no office at all, since the one that stands at the first look may have been changed before
 * it. Of the one document of 0.1, which followed nothing, nobody is told what was changed in its time.
 */
function firstPoint(database: Database, loaded: DirectorySnapshot, point: Followed): FollowedItem {
  const before = isTakenOver(loaded) ? point : { ...point, head: headOf(snapshotOf(database)) };
  return { ...before, listedUntil: null };
}

/** @param isSpent whether the time of this run is over: what is left is done by the next one */
export async function followOffice(deps: ChangeDeps, isSpent: IsSpent): Promise<void> {
  const { database } = deps;
  const [loaded, known] = await Promise.all([loadDirectory(database), loadFollowed(database)]);
  if (loaded.version > 0) await alignSettingsHead(database, loaded);
  const snapshot = isTakenOver(loaded) ? await storeTakenOver(database, loaded) : loaded;
  const time = deps.now();
  const point: Followed = { head: headOf(snapshot), day: beijingDay(time) };
  const followed = known ?? firstPoint(database, loaded, point);
  if (!known) await saveFollowed(database, followed);
  if (followed.listedUntil !== undefined) {
    const { listedUntil, ...rest } = followed;
    const left = await listAll(deps, listedUntil, isSpent);
    return saveFollowed(database, left === undefined ? rest : { ...rest, listedUntil: left });
  }
  const { again, cursor, ...last } = followed;
  // What was begun is ended first: an office that changes every minute would begin anew for ever.
  const to = cursor?.to ?? point;
  const isMoved = last.head.version !== to.head.version || last.day !== to.day;
  const notBefore = new Date(time.getTime() + SETTLED_MS).toISOString();
  // One that lies further ahead was said by a clock that has been set back since.
  const isSettled = again && (again.notBefore <= time.toISOString() || again.notBefore > notBefore);
  if (!isMoved && !isSettled) return;
  const left = await followFrom(deps, again ?? last, to, cursor, afterSomething(isSpent));
  if (left) return saveFollowed(database, { ...followed, cursor: left });
  await saveFollowed(database, isMoved ? { ...to, again: { ...last, notBefore } } : to);
}
