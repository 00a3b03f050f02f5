import { Problem } from '../../shared/contract/problem.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { loadBound, looksLikeHash } from '../../shared/store/bound-store.ts';
import { boundVersion, wholeOf } from '../../shared/store/directory/snapshot.ts';
import type { Deps } from './deps.ts';

/**
 * The directory or the rules that an event of the chain `rules` binds by its `detailsHash`: with it one can tell why
 * somebody was asked on a day. Indented, because people read it too.
 * @throws Problem `not-found` also for details that are kept with a project's decisions
 */
export async function details(deps: Deps, call: Call): Promise<Answer> {
  const hash = call.path.hash ?? '';
  const found = looksLikeHash(hash) ? await loadBound(deps.database, hash) : undefined;
  if (found === undefined) throw new Problem('not-found');
  // A version of the directory is bound by its pieces: whoever reads it wants to see units and people.
  const version = boundVersion(deps.database, found);
  const shown = version ? { ...Object(found), ...(await wholeOf(version)) } : found;
  return {
    status: 200,
    text: { body: `${JSON.stringify(shown, null, 2)}\n`, type: 'application/json; charset=utf-8' },
  };
}
