import type { RecountDeadline } from './commands.ts';
import { recountedDeadline } from './deadlines.ts';
import { askingKey, type Project } from './project.ts';
import { openRequest, stillWaitedFor } from './requesting.ts';
import { type Decision, eventBase, named, refuse, systemActor } from './result.ts';
import type { World } from './world.ts';

/**
 * An open request that was counted by another calendar than the present one. Where the deadline is the same no event
 * says so: only the record's calendar moves.
 */
export function recountDeadline(project: Project, command: RecountDeadline, world: World): Decision {
  const open = openRequest(project, command, world);
  if (!open) return refuse('request-closed');
  const { calendar, at } = world;
  if (open.request.calendar === calendar.version) return refuse('not-due');
  const deadline = recountedDeadline(calendar, open.stage, open.request, at);
  if (deadline === open.request.deadline) return [];
  const { stage, revision } = command;
  // A natural key: a sweep that runs twice counts anew once.
  const requestId = `${askingKey(project, command)}-counted-by-${calendar.version}`;
  return [
    {
      ...eventBase(project, { actor: systemActor('sweep'), requestId }, world),
      action: 'deadline-changed',
      stage,
      revision,
      assignees: named(stillWaitedFor(open.request)),
      deadline,
      calendar: calendar.version,
    },
  ];
}
