import { digest } from '../history/digest.ts';
import type { RefusalCode, TakeBack } from './commands.ts';
import { type DecisionMade, type DecisionRequest, madeOn, type Project, requestAt } from './project.ts';
import { type Decision, eventBase, named, refuse } from './result.ts';
import type { World } from './world.ts';

/**
 * A decision that its maker takes back: an approval, while nobody has gone on from it. What sends a project back to its
 * unit or ends it has been told to people outside by then, and stays.
 */

/** As long as somebody notices that the wrong button was pressed; what follows has hardly begun. */
const TAKE_BACK_MS = 10 * 60_000;

/** Until when a decision can be taken back, if nobody goes on from it: UTC. */
export const takeBackUntil = ({ at }: Pick<DecisionMade, 'at'>): string =>
  new Date(Date.parse(at) + TAKE_BACK_MS).toISOString();

type Own = Pick<TakeBack, 'stage' | 'revision'> & { readonly person: string };

/** Somebody's own decision, with the request that it answers. */
function ownOf(project: Project, { person, ...at }: Own) {
  const request = requestAt(project, at);
  const decision = request?.decisions.findLast(({ by }) => by.id === person);
  return request && decision ? { request, decision } : undefined;
}

/** Why somebody may not take back what they decided, or null. */
export function takeBackRefusal(project: Project, own: Own, at: string): RefusalCode | null {
  const { flow } = project;
  const { decision } = ownOf(project, own) ?? {};
  if (!decision) return 'nothing-to-take-back';
  if (flow.state !== 'in-review' || flow.revision !== own.revision) return 'has-taken-effect';
  const next = flow.stage === own.stage ? undefined : requestAt(project, flow);
  const last = madeOn(flow, project.requests, flow.revision).at(-1);
  const isLast = last?.stage === own.stage && last.by.id === own.person;
  if (!isLast || next?.openedAt !== undefined) return 'opened-since';
  // Of one that lies ahead nobody can tell how old it is: a clock has been set back since.
  const isNear = Math.abs(Date.parse(at) - Date.parse(decision.at)) < TAKE_BACK_MS;
  return isNear ? null : 'too-late';
}

const peopleWith = ({ assignees }: DecisionRequest, ids: readonly string[]) =>
  named(assignees.filter(({ id }) => ids.includes(id)));

/** The request is open again with its old deadline, on what was decided on. */
export function takeBack(project: Project, command: TakeBack, world: World): Decision {
  const { stage, revision, actor, requestId } = command;
  const own = { stage, revision, person: actor.id };
  const refused = takeBackRefusal(project, own, world.at);
  const made = ownOf(project, own);
  if (refused || !made) return refuse(refused ?? 'nothing-to-take-back');
  const { request, decision } = made;
  const approvedFen = madeOn(project.flow, project.requests, revision).at(-2)?.approvedFen;
  const others = request.decisions.filter((one) => one !== decision).map(({ by }) => by.id);
  return [
    {
      ...eventBase(project, command, world),
      action: 'taken-back',
      stage,
      revision,
      assignees: named(request.assignees),
      approvals: peopleWith(request, others),
      reopens: {
        // Another hash: no page of before decides what is asked again.
        contentHash: digest({ shown: decision.contentHash, takenBack: requestId }),
        ...(approvedFen === undefined ? {} : { approvedFen }),
      },
    },
  ];
}
