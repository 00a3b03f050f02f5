import { Problem } from '../../shared/contract/problem.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import { isOver } from '../../shared/history/vocabulary.ts';
import { everyProjectOf } from '../../shared/project/lists.ts';
import { inTurns } from '../../shared/runtime/in-turns.ts';
import type { Database, Write } from '../../shared/store/database.ts';
import type { PlaceOf } from '../../shared/store/directory/check.ts';
import { changeDirectory, type DirectoryCause } from '../../shared/store/directory/save.ts';
import type { DirectorySnapshot } from '../../shared/store/directory/snapshot.ts';
import type { DirectoryChange } from '../../shared/store/directory/with-change.ts';

/**
 * A unit with open projects is not removed: nobody would see them, and what is asked for them would go to nobody. It
 * names a successor, and once its projects go on there it can go. The index that tells lags a moment behind.
 */

/** So many units at once keep the table calm. */
const AT_ONCE = 25;
/** So many projects are named. */
const MOST_NAMED = 3;

async function openOf(database: Database, unit: string): Promise<string[]> {
  const open: string[] = [];
  for await (const { id, state } of everyProjectOf(database, unit)) {
    if (isOver(state)) continue;
    open.push(id);
    if (open.length > MOST_NAMED) break;
  }
  return open;
}

async function findingsOf(database: Database, unit: string, path: string): Promise<Finding[]> {
  const open = await openOf(database, unit);
  if (open.length === 0) return [];
  const names = open.slice(0, MOST_NAMED).join('、');
  const isMore = open.length > MOST_NAMED;
  return [
    {
      rule: 'directory',
      severity: 'error',
      path,
      message: {
        zh: `该单位还有未办结的项目或草稿，不能删除：${names}${isMore ? ' 等' : ''}。请先填写承接单位，项目转入承接单位后再删除`,
        en: `The unit still has open projects or drafts: ${names.replaceAll('、', ', ')}${isMore ? ' and more' : ''}. Name its successor first; once they go on there, the unit can be removed`,
      },
    },
  ];
}

/** What stands against removing units by a change, beside what the directory itself says. */
export async function removalFindings(
  database: Database,
  { units }: Pick<DirectoryChange, 'units'>,
  placeOf: PlaceOf = () => '',
): Promise<Finding[]> {
  const gone = [...units].flatMap(([id, unit]) => (unit === null ? [id] : []));
  return (await inTurns(gone, AT_ONCE, (id) => findingsOf(database, id, placeOf('unit', id)))).flat();
}

/** @throws Problem `invalid-body` */
export async function demandNoOpenProjects(
  database: Database,
  change: Pick<DirectoryChange, 'units'>,
): Promise<void> {
  const errors = await removalFindings(database, change);
  if (errors.length > 0) throw new Problem('invalid-body', { errors });
}

/**
 * Changes the directory where no unit goes that has open projects.
 * @param beside what is written with it
 * @throws Problem `invalid-body`, and as `changeDirectory`
 */
export async function changeOffice(
  database: Database,
  stored: DirectorySnapshot,
  change: DirectoryChange,
  cause: DirectoryCause,
  beside: readonly Write[] = [],
): Promise<void> {
  await demandNoOpenProjects(database, change);
  await changeDirectory(database, stored, change, cause, { beside });
}
