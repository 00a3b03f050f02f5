import { Problem } from '../../shared/contract/problem.ts';
import { actorOf, memberOfUnit } from '../../shared/identity/member.ts';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { aboutOf, type ProjectRecord } from '../../shared/project/records.ts';
import { decide, isRefusal } from '../../shared/workflow/decide.ts';
import type { Deps, Opened } from './deps.ts';
import { problemOf } from './submit.ts';

/**
 * The unit objects to a cut; the next decider sees it first. It changes nothing else: deciding stays with the stage.
 * @throws Problem `not-in-this-state` where nothing is cut, or the project is decided
 */
export async function object(
  deps: Deps,
  { loaded, form, member }: Opened,
  comment: string,
  requestId: string,
): Promise<ProjectRecord> {
  memberOfUnit(member);
  const { id } = loaded.record;
  const cause = { actor: actorOf(member, 'submitter'), at: deps.now().toISOString(), requestId };
  const result = await changeProject(deps.database, id, requestId, (fresh) => {
    if (!fresh) throw new Problem('not-found');
    const { record } = fresh;
    const about = aboutOf(record);
    const events = decide(record.flow, { type: 'object', comment }, cause, about, form.stages);
    if (isRefusal(events)) return events;
    const objection = { revision: record.flow.revision, at: cause.at, by: cause.actor, comment };
    return { record: { ...record, objections: [...record.objections, objection] }, events };
  });
  if (isRefused(result)) throw problemOf(result);
  return result.record;
}
