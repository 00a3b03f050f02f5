import type { RefusalCode } from './commands.ts';
import { type Project, requestAt } from './project.ts';

/**
 * Why a unit may not take back what it has handed in, or null: while nobody has decided it always may, and after an
 * approval until somebody looks at it at the next stage.
 */
export function recallRefusal(project: Project): RefusalCode | null {
  const { flow } = project;
  if (flow.state !== 'in-review') return 'not-in-this-state';
  if (!flow.deciders.some((one) => one.revision === flow.revision)) return null;
  const request = requestAt(project, flow);
  if (!flow.asked || !request) return null;
  if (request.decisions.length > 0) return 'already-decided';
  return request.openedAt === undefined ? null : 'opened-since';
}
