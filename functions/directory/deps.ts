import { Problem } from '../../shared/contract/problem.ts';
import type { Role } from '../../shared/contract/roles.ts';
import type { Call } from '../../shared/http/endpoint.ts';
import { ifMatch } from '../../shared/http/version.ts';
import { actorOf } from '../../shared/identity/member.ts';
import type { RulesInForce } from '../../shared/project/rules-in-force.ts';
import { ConditionRefused, type Database } from '../../shared/store/database.ts';
import { personOfToken } from '../../shared/store/directory/part.ts';
import { ChangeDoesNotHold, type DirectoryCause } from '../../shared/store/directory/save.ts';
import type { DirectorySnapshot } from '../../shared/store/directory/snapshot.ts';
import type { Defaults } from '../../shared/workflow/settings.ts';

/** What the use cases of this function work with. */
export interface Deps {
  readonly database: Database;
  readonly now: () => Date;
  readonly rules: RulesInForce;
  /** The ids of the deployment's forms. */
  readonly forms: readonly string[];
  /** What holds where the office set nothing. */
  readonly defaults: Defaults;
}

/**
 * The first of a kind is put with `If-None-Match: *`, every later one over the version that was read.
 * @throws Problem `version-required`, `stale-version`
 */
export function demandVersion(call: Pick<Call, 'headers'>, stored: { readonly version: number }): void {
  const isFirst = call.headers['if-none-match']?.trim() === '*';
  if (isFirst ? stored.version !== 0 : ifMatch(call) !== stored.version) throw new Problem('stale-version');
}

/** Who calls, as the event of a change names them. @throws Problem `unauthenticated` */
export async function causeOf(
  { now }: Deps,
  { person: principal, requestId }: Pick<Call, 'person' | 'requestId'>,
  stored: DirectorySnapshot,
  role: Role = 'administrator',
): Promise<DirectoryCause> {
  if (!principal) throw new Problem('unauthenticated');
  const person = await personOfToken(stored, principal);
  return { actor: actorOf({ principal, person }, role), at: now().toISOString(), requestId };
}

/** Another change was first. */
export const isOvertaken = (error: unknown): boolean => error instanceof ConditionRefused;

/** How a change that was refused is answered. */
export function problemOf(error: unknown): unknown {
  if (error instanceof ChangeDoesNotHold) return new Problem('invalid-body', { errors: error.findings });
  return isOvertaken(error) ? new Problem('stale-version', { cause: error }) : error;
}
