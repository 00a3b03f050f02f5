import { refusalProblem } from '../../shared/contract/refusals.ts';
import { actorOf, memberOfUnit } from '../../shared/identity/member.ts';
import { type Changed, changeProject, isRefused } from '../../shared/project/change.ts';
import type { Opened } from '../../shared/project/open-project.ts';
import type { Deps } from './deps.ts';

/**
 * The unit objects to a cut; the next decider sees it first.
 * @throws Problem `not-in-this-state` where nothing is cut, or the project is decided; `already-objected`
 */
export async function object(
  deps: Deps,
  { loaded, member }: Opened,
  comment: string,
  requestId: string,
): Promise<Changed> {
  memberOfUnit(member);
  const command = { type: 'object', actor: actorOf(member, 'submitter'), requestId, comment } as const;
  const result = await changeProject(deps, loaded.record.id, command, { directory: member.directory });
  if (isRefused(result)) throw refusalProblem(result);
  return result;
}
