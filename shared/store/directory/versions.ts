import { loadBound } from '../bound-store.ts';
import type { Database } from '../database.ts';
import { newestOf } from '../history-store.ts';
import { RULES_CHAIN } from '../system-chain.ts';
import { boundVersion, type DirectorySnapshot } from './snapshot.ts';

/** So many events of the rules are read for it: an import is one. What lies behind them waits for its next step. */
const MOST_READ = 100;

/**
 * The versions of the directory between two, without these, as the history has them: the newest first. None before the
 * first that was stored.
 */
export async function versionsBetween(
  database: Database,
  { after, before }: { readonly after: number; readonly before: number },
): Promise<DirectorySnapshot[]> {
  const versions: DirectorySnapshot[] = [];
  if (after === 0 || before - after < 2) return versions;
  for (const { action, detailsHash } of await newestOf(database, RULES_CHAIN, MOST_READ)) {
    if (action !== 'directory-changed' || detailsHash === undefined) continue;
    const one = boundVersion(database, await loadBound(database, detailsHash));
    // Before the pieces the whole directory was bound.
    if (!one || one.version <= after) break;
    if (one.version < before) versions.push(one);
  }
  return versions;
}
