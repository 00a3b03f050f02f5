import { CALENDAR_AGE_MS } from '../../shared/project/calendar-in-force.ts';
import { type ChangeDeps, changeProject } from '../../shared/project/change.ts';
import { openRequestsFrom } from '../../shared/project/open-requests.ts';
import { errorFields, log } from '../../shared/runtime/log.ts';
import { loadRecount, type Recount, saveRecount } from '../../shared/store/calendar-store.ts';
import { afterSomething, type IsSpent } from './is-spent.ts';

/** So many of what is due are looked at in a run: seconds of work where each is counted anew. */
const MOST_LOOKED_AT = 200;
/** So many at once: they do not depend on each other. */
const AT_ONCE = 12;

/** For so long after a calendar was first seen some process may open requests that are counted by the one before. */
const SETTLED_MS = 2 * CALENDAR_AGE_MS;

const began = (calendar: string, since: string, begun: string): Recount => ({
  ...{ calendar, since, begun },
  ...{ quiet: true, done: false },
});

/**
 * Counts open requests anew that were counted by another calendar than the present one: a part of them in each run,
 * walk after walk, until a whole walk finds none. From then on it costs one read.
 */
export async function recountDeadlines(deps: ChangeDeps, isSpent: IsSpent): Promise<void> {
  const { database, rules } = deps;
  const { version } = await rules.calendar();
  const now = deps.now().toISOString();
  const before = await loadRecount(database);
  const walk = before?.calendar === version ? before : began(version, now, now);
  if (walk.done) return;
  const { requests, next } = await openRequestsFrom(database, walk.cursor, MOST_LOOKED_AT);
  const others = requests.filter(({ calendar }) => calendar !== version);
  const failures: unknown[] = [];
  const recount = async ({ projectId, revision, stage }: (typeof others)[number]) => {
    try {
      await changeProject(deps, projectId, { type: 'recount-deadline', revision, stage });
    } catch (error) {
      log.error('FAILED', { projectId, ...errorFields(error) });
      failures.push(error);
    }
  };
  const isOver = afterSomething(isSpent);
  let done = 0;
  for (; done < others.length && !isOver(); done += AT_ONCE)
    await Promise.all(others.slice(done, done + AT_ONCE).map(recount));
  const quiet = walk.quiet && others.length === 0;
  const settled = Date.parse(walk.begun) - Date.parse(walk.since) >= SETTLED_MS;
  // The rest of them is met again by the next run, which begins at the same place.
  if (done < others.length) await saveRecount(database, { ...walk, quiet });
  else if (next) await saveRecount(database, { ...walk, quiet, cursor: next });
  else
    await saveRecount(database, quiet && settled ? { ...walk, done: true } : began(version, walk.since, now));
  // Each of them is met again in the next walk.
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} could not be counted anew`);
}
