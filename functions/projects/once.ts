import { Problem } from '../../shared/contract/problem.ts';
import { loadProject } from '../../shared/project/load.ts';
import type { ProjectRecord } from '../../shared/project/records.ts';
import { ConditionRefused } from '../../shared/store/database.ts';
import { earlierCall, type IdempotentCall } from '../../shared/store/idempotency-store.ts';
import type { Deps } from './deps.ts';

async function answerOfEarlierCall(deps: Deps, call: IdempotentCall): Promise<ProjectRecord | null> {
  const earlier = await earlierCall(deps.database, call, deps.now());
  if (!earlier) return null;
  if (!earlier.sameBody) throw new Problem('idempotency-mismatch');
  const loaded = await loadProject(deps.database, earlier.projectId);
  return loaded?.record ?? null;
}

/** Its twin was first, in this very moment: it wrote the record of the call, or took the last use within a limit. */
const mayBeTwins = (error: unknown): boolean =>
  (error instanceof ConditionRefused && error.writes.includes('idempotency')) ||
  (error instanceof Problem && error.code === 'too-many-requests');

/**
 * Makes a project once per idempotency key; without a key, every time. `make` lets the record of the call ride in
 * its transaction.
 * @throws Problem `idempotency-mismatch` where the key came with another body
 */
export async function once(
  deps: Deps,
  { key, ...rest }: Omit<IdempotentCall, 'key'> & { readonly key: string | undefined },
  make: (call: IdempotentCall | undefined) => Promise<ProjectRecord>,
): Promise<ProjectRecord> {
  if (key === undefined || key === '') return make(undefined);
  const call = { ...rest, key };
  const earlier = await answerOfEarlierCall(deps, call);
  if (earlier) return earlier;
  try {
    return await make(call);
  } catch (error) {
    const twin = mayBeTwins(error) ? await answerOfEarlierCall(deps, call) : null;
    if (twin) return twin;
    throw error;
  }
}
