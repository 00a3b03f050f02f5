import { type ChangeDeps, changeProject } from '../../shared/project/change.ts';
import { type ListingWalk, loadListingWalk, saveListingWalk } from '../../shared/project/listing-walk.ts';
import { someProjectsOf } from '../../shared/project/lists.ts';
import { loadProject } from '../../shared/project/load.ts';
import { inTurns } from '../../shared/runtime/in-turns.ts';
import { errorFields, log } from '../../shared/runtime/log.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import type { DirectorySnapshot } from '../../shared/store/directory/snapshot.ts';
import { entriesAfter } from '../../shared/store/piece-map.ts';
import { afterSomething, type IsSpent } from './is-spent.ts';

/** So many projects in a run: a few seconds of work. An office of a hundred thousand is listed within some hours. */
const MOST_LOOKED_AT = 400;
/** What cannot be listed is tried again a day later: somebody has to mend it, and is told once a day. */
const AGAIN_MS = 24 * 60 * 60_000;
/** So many between two looks at the time. */
const PAGE = 48;
/** So many at once: they do not depend on each other. */
const AT_ONCE = 12;

/** Whether it stands in the lists now; what could not be done is told. */
async function list(deps: ChangeDeps, projectId: string): Promise<boolean> {
  try {
    // By the cheaper read: the conditions of the write hold it against whatever that has not seen.
    const known = await loadProject(deps.database, projectId, 'eventually');
    if (known && known.record.listed === undefined)
      await changeProject(deps, projectId, { type: 'list' }, { known });
    return true;
  } catch (error) {
    log.error('FAILED', { projectId, ...errorFields(error) });
    return false;
  }
}

/** The unit that follows one, in the order of their ids. */
async function unitAfter(snapshot: DirectorySnapshot, unit: string | undefined): Promise<string | undefined> {
  for await (const [id] of entriesAfter(snapshot.units, unit)) return id;
  return undefined;
}

/**
 * Lists the projects that were handed in before there were lists: a part of them in each run, unit by unit. Whatever is
 * written since is listed by the door itself; when all are, it costs half a read.
 */
export async function listProjects(deps: ChangeDeps, isSpent: IsSpent, most = MOST_LOOKED_AT): Promise<void> {
  const { database } = deps;
  const walk = await loadListingWalk(database);
  if (walk.done || (walk.notBefore !== undefined && deps.now().toISOString() < walk.notBefore)) return;
  const snapshot = await loadDirectory(database, 'eventually');
  let { missed }: Pick<ListingWalk, 'missed'> = walk;
  let place: Pick<ListingWalk, 'unit' | 'after'> = walk;
  const isOver = afterSomething(isSpent);
  for (let left = most; left > 0 && !isOver(); ) {
    const unit = place.after ? place.unit : await unitAfter(snapshot, place.unit);
    if (unit === undefined) {
      const notBefore = new Date(deps.now().getTime() + AGAIN_MS).toISOString();
      return saveListingWalk(database, { missed: false, done: !missed, ...(missed ? { notBefore } : {}) });
    }
    const { projects, next } = await someProjectsOf(database, unit, place.after, Math.min(left, PAGE));
    const listed = await inTurns(projects, AT_ONCE, ({ id }) => list(deps, id));
    missed ||= listed.includes(false);
    left -= Math.max(1, projects.length);
    place = { unit, ...(next ? { after: next } : {}) };
  }
  const { unit, after } = place;
  await saveListingWalk(database, { unit, ...(after ? { after } : {}), missed, done: false });
}
