import { findRequest, type Loaded, loadProject } from '../project/load.ts';
import type { RequestRecord } from '../project/records.ts';
import type { Database } from '../store/database.ts';
import type { Executions, StageResult } from './executions.ts';

/**
 * What the record says of a revision's flow, in the words of the state machine's `decided?` states. An execution
 * belongs to one revision: where the unit has handed in the next one meanwhile, the older one's is over. Told of the
 * newer one's stage it would ask there for its own revision, be refused, and go round until that is decided.
 */
export function resultOf(loaded: Loaded, revision: number): StageResult {
  const { flow } = loaded.record;
  if (flow.state !== 'in-review') return { state: flow.state, stage: null };
  return flow.revision === revision
    ? { state: flow.state, stage: flow.stage }
    : { state: 'superseded', stage: null };
}

/** Starts the execution that this project in review needs. */
export async function startFlow(executions: Executions, loaded: Loaded): Promise<void> {
  const { id, form, attempt, flow } = loaded.record;
  if (flow.state !== 'in-review') return;
  await executions.start(form, { projectId: id, revision: flow.revision, stage: flow.stage, attempt });
}

/**
 * Ends the waits of decided or closed requests. A token that nobody waits on any more means done, unless the flow has
 * asked again meanwhile and stored a newer one: then that one is completed.
 */
export async function completeRequests(
  database: Database,
  executions: Executions,
  loaded: Loaded,
  requests: readonly RequestRecord[],
): Promise<void> {
  const unawaited: RequestRecord[] = [];
  for (const request of requests) {
    const isWaited = await executions.complete(request.token, resultOf(loaded, request.revision));
    if (!isWaited) unawaited.push(request);
  }
  const fresh = unawaited.length > 0 ? await loadProject(database, loaded.record.id) : null;
  if (!fresh) return;
  for (const { revision, stage, token } of unawaited) {
    const again = findRequest(fresh, revision, stage);
    if (again && again.token !== token) await executions.complete(again.token, resultOf(fresh, revision));
  }
}
