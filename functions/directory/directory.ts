import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { etag } from '../../shared/http/version.ts';
import type { EarlierCall } from '../../shared/store/call-store.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { replaceDirectory } from '../../shared/store/directory/save.ts';
import { type DirectorySnapshot, wholeOf } from '../../shared/store/directory/snapshot.ts';
import { allValues } from '../../shared/store/piece-map.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import { causeOf, type Deps, demandVersion, problemOf } from './deps.ts';
import { demandNoOpenProjects } from './removed-units.ts';

/** The directory as one document. */

const answerOf = (version: number, directory: Directory): Answer => ({
  status: 200,
  headers: { etag: etag(version) },
  json: directory,
});

export async function showDirectory({ database }: Deps): Promise<Answer> {
  const stored = await loadDirectory(database);
  return answerOf(stored.version, await wholeOf(stored));
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);

/** What was put, as it is shown from then on: `wholeOf` of the version that it made, without reading that. */
const asPut = (version: number, { units, people, administrators = [] }: Directory): Answer =>
  answerOf(version, {
    units: units.toSorted(byId),
    people: people.toSorted(byId),
    ...(administrators.length > 0 ? { administrators } : {}),
  });

/** What was put earlier, told again: whatever has become of it since. */
export const putAgain = async (
  deps: Deps,
  { body }: Call<Directory>,
  { version }: EarlierCall,
): Promise<Answer> => (version === undefined ? showDirectory(deps) : asPut(version, body));

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
    const { version } = await replaceDirectory(deps.database, stored, call.body, cause);
    return asPut(version, call.body);
  } catch (error) {
    throw problemOf(error);
  }
}
