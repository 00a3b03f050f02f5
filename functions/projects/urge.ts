import { refusalProblem } from '../../shared/contract/refusals.ts';
import { actorOf, memberOfUnit } from '../../shared/identity/member.ts';
import { type Changed, changeProject, isRefused } from '../../shared/project/change.ts';
import type { Opened } from '../../shared/project/open-project.ts';
import type { Deps } from './deps.ts';

/**
 * The unit urges whoever is asked.
 * @param seen when it was last urged, as the page that asks said
 * @throws Problem `not-in-this-state` where nobody is asked; `too-soon-to-urge` with the time from which on it can be
 */
export async function urge(
  deps: Deps,
  { loaded, member }: Opened,
  seen: string | undefined,
  requestId: string,
): Promise<Changed> {
  memberOfUnit(member);
  const command = { type: 'urge', actor: actorOf(member, 'submitter'), requestId, seen } as const;
  const result = await changeProject(deps, loaded.record.id, command, { directory: member.directory });
  if (isRefused(result)) throw refusalProblem(result);
  return result;
}
