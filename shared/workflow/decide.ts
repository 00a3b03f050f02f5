import type { EventBody } from '../history/event.ts';
import type { Command, Refusal } from './commands.ts';
import { decideRequest, object } from './deciding.ts';
import { create, lapse, recall, restartFlow, save, submit, withdraw } from './drafting.ts';
import type { Project } from './project.ts';
import { recountDeadline } from './recounting.ts';
import { postpone, reassign, remind, renewLink, reportMailFailure, request } from './requesting.ts';
import { changeUnit, reroute } from './rerouting.ts';
import type { Decision } from './result.ts';
import { refuse } from './result.ts';
import { takeBack } from './taking-back.ts';
import { urge } from './urging.ts';
import type { World } from './world.ts';

export const isRefusal = (decision: readonly EventBody[] | Refusal): decision is Refusal =>
  'refused' in decision;

/**
 * What follows from a command: the events that say so (none where only a draft or a due time changes), or the reason
 * why not. Pure; the door runs it again on fresh state whenever another writer was first.
 * @param project null where there is none yet
 */
export function decide(project: Project | null, command: Command, world: World): Decision {
  if (command.type === 'create') return create(project, command, world);
  if (command.type === 'submit') return submit(project, command, world);
  if (!project) return refuse('no-such-project');
  switch (command.type) {
    case 'save':
      return save(project, command);
    case 'recall':
      return recall(project, command, world);
    case 'withdraw':
      return withdraw(project, command, world);
    case 'lapse':
      return lapse(project, command, world);
    case 'restart-flow':
      return restartFlow(project, command);
    case 'list':
      return [];
    case 'request':
      return request(project, command, world);
    case 'renew-link':
      return renewLink(project, command, world);
    case 'remind':
      return remind(project, command, world);
    case 'postpone':
      return postpone(project, command);
    case 'change-unit':
      return changeUnit(project, command, world);
    case 'reroute':
      return reroute(project, command, world);
    case 'recount-deadline':
      return recountDeadline(project, command, world);
    case 'reassign':
      return reassign(project, command, world);
    case 'take-back':
      return takeBack(project, command, world);
    case 'report-mail-failure':
      return reportMailFailure(project, command, world);
    case 'decide':
      return decideRequest(project, command, world);
    case 'object':
      return object(project, command, world);
    case 'urge':
      return urge(project, command, world);
  }
}
