import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { etag } from '../../shared/http/version.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { replaceDirectory } from '../../shared/store/directory/save.ts';
import { type DirectorySnapshot, wholeOf } from '../../shared/store/directory/snapshot.ts';
import { allValues } from '../../shared/store/piece-map.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import { causeOf, type Deps, demandVersion, problemOf } from './deps.ts';
import { demandNoOpenProjects } from './removed-units.ts';

/** The directory as one document. */

const answerOf = async (stored: DirectorySnapshot): Promise<Answer> => ({
  status: 200,
  headers: { etag: etag(stored.version) },
  json: await wholeOf(stored),
});

export const showDirectory = async ({ database }: Deps): Promise<Answer> =>
  answerOf(await loadDirectory(database));

/** The units that a directory has no more. */
async function unitsGone(stored: DirectorySnapshot, { units }: Directory) {
  const left = new Set(units.map(({ id }) => id));
  const gone = (await allValues(stored.units)).filter(({ unit }) => !left.has(unit.id));
  return { units: new Map(gone.map(({ unit }) => [unit.id, null])) };
}

/** @throws Problem `version-required`, `stale-version`, `invalid-body` */
export async function putDirectory(deps: Deps, call: Call<Directory>): Promise<Answer> {
  const stored = await loadDirectory(deps.database);
  demandVersion(call, stored);
  const cause = await causeOf(deps, call, stored);
  await demandNoOpenProjects(deps.database, await unitsGone(stored, call.body));
  try {
    return await answerOf(await replaceDirectory(deps.database, stored, call.body, cause));
  } catch (error) {
    throw problemOf(error);
  }
}
