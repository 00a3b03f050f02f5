import * as z from 'zod';
import type { Executions } from '../../shared/effects/executions.ts';
import { resultOf } from '../../shared/effects/flow.ts';
import { type ChangeDeps, type Changed, changeProject, isRefused } from '../../shared/project/change.ts';
import { findRequest, loadProject } from '../../shared/project/load.ts';
import { renewToken } from '../../shared/project/task-token.ts';
import { log } from '../../shared/runtime/log.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import type { Refusal, RequestDecision } from '../../shared/workflow/commands.ts';

/** What the state machine hands over when it begins to wait. */
export const waitPayload = z.object({
  token: z.string().min(1),
  projectId: z.string(),
  revision: z.int(),
  stage: z.string(),
  enteredAt: z.iso.datetime(),
  retryCount: z.int().min(0),
});
export type WaitPayload = z.infer<typeof waitPayload>;

interface Deps extends ChangeDeps {
  readonly executions: Executions;
}

/** Tokens of one wait in the order in which they were handed out: by the state's entered time, then the retry. */
const tokenOrder = (payload: WaitPayload): string =>
  `${new Date(payload.enteredAt).toISOString()}#${String(payload.retryCount).padStart(4, '0')}`;

function warnOfNobody({ events }: Changed, { projectId, stage }: WaitPayload): void {
  if (events.some(({ assignees }) => assignees?.length === 0))
    log.error('NOBODY_TO_ASK', { projectId, stage });
}

/**
 * By the cheaper read first: the conditions of the write hold it against whatever that has not seen. Only what a strong
 * read refuses is refused.
 */
async function ask(deps: Deps, id: string, command: RequestDecision): Promise<Changed | Refusal> {
  const [known, directory] = await Promise.all([
    loadProject(deps.database, id, 'eventually'),
    loadDirectory(deps.database),
  ]);
  const asked = known ? await changeProject(deps, id, command, { known, directory }) : null;
  return asked === null || isRefused(asked) ? changeProject(deps, id, command) : asked;
}

/**
 * Asks for a decision: one request with its event, and the token that the flow waits with. Called again with a new
 * token it only stores that; where the record has moved on meanwhile it ends the wait at once, and the flow goes where
 * the record stands.
 */
export async function requestDecision(deps: Deps, payload: WaitPayload): Promise<void> {
  const { database, executions } = deps;
  const { projectId, revision, stage, token } = payload;
  const order = tokenOrder(payload);
  const command = { type: 'request', stage, revision, token, tokenOrder: order } as const;
  const result = await ask(deps, projectId, command);
  if (!isRefused(result) && !result.recognised) return warnOfNobody(result, payload);
  const isStored = !isRefused(result) || result.refused === 'already-asked';
  if (isStored) await renewToken(database, { projectId, revision, stage, token, order });
  // Also after the token was stored: a decision that landed in between has read the old one.
  const loaded = await loadProject(database, projectId);
  if (!loaded) throw new Error(`There is no project ${projectId}`);
  const { flow } = loaded.record;
  const isHere = flow.state === 'in-review' && flow.revision === revision && flow.stage === stage;
  // A flow that had left when it was asked may be back by now: no request has this token, so nothing would end the wait.
  if (isStored && isHere && findRequest(loaded, revision, stage)?.status === 'open') return;
  await executions.complete(token, resultOf(loaded, revision));
}
