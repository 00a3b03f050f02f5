import type { Reassignment } from '../../shared/contract/bodies.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { formOfRecord } from '../../shared/declaration/registry.ts';
import type { Call } from '../../shared/http/route.ts';
import { actorOf, loadMember } from '../../shared/identity/member.ts';
import { changeProject, findRequest, isRefused, requestChange } from '../../shared/project/change.ts';
import { aboutOf } from '../../shared/project/records.ts';
import { looksLikeProjectId } from '../../shared/values/project-id.ts';
import { decide, isRefusal } from '../../shared/workflow/decide.ts';
import { exclusionOf } from '../../shared/workflow/directory.ts';
import { advance } from '../../shared/workflow/evolve.ts';
import type { Deps } from './deps.ts';

/**
 * Gives an open request to somebody else. An administrator has no way around the exclusions: whoever may not decide
 * may not be given it either.
 * @throws Problem `not-found`, `unknown-person`, `own-project`, `request-closed`
 */
export async function reassign(
  deps: Deps,
  call: Call,
  { stage: stageId, to, comment }: Reassignment,
): Promise<void> {
  const id = call.path.id ?? '';
  const member = await loadMember(deps.database, call.person);
  const { directory } = member;
  const person = directory.people.find((one) => one.id === to);
  if (!person) throw new Problem('unknown-person');
  const cause = {
    actor: actorOf(member, 'administrator'),
    at: deps.now().toISOString(),
    requestId: call.requestId,
  };
  if (!looksLikeProjectId(id)) throw new Problem('not-found');
  const result = await changeProject(deps.database, id, call.requestId, async (loaded) => {
    if (!loaded) throw new Problem('not-found');
    const { record } = loaded;
    const { stages } = await formOfRecord(record);
    const stage = stages.find((one) => one.id === stageId);
    const request = findRequest(loaded, record.flow.revision, stageId);
    if (!stage || request?.status !== 'open') return { refused: 'request-closed' };
    const parties = { unit: record.unit.id, editors: record.editors, deciders: record.flow.deciders };
    const assignee = { id: person.id, name: person.name };
    const command = {
      type: 'reassign',
      stage: stageId,
      revision: record.flow.revision,
      assignee,
      comment,
      excluded: exclusionOf(stage, parties, person),
    } as const;
    const about = aboutOf(record);
    const events = decide(record.flow, command, cause, about, stages);
    if (isRefusal(events)) return events;
    const former = [...(request.former ?? []), ...request.assignees].filter((one) => one.id !== to);
    return {
      record: { ...record, flow: advance(record.flow, events) },
      events,
      writes: [requestChange(deps.database, { ...request, assignees: [assignee], former })],
    };
  });
  if (!isRefused(result)) return;
  throw new Problem(result.refused === 'own-project' ? 'own-project' : 'request-closed');
}
