import { refusalProblem } from '../../shared/contract/refusals.ts';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { actorOf } from './decide-request.ts';
import type { Deps } from './deps.ts';
import { afterChange, type OpenedRequest } from './opened.ts';

/**
 * Takes back what whoever is asked has decided: the request is open again.
 * @returns the request as it is open again
 * @throws Problem `not-in-this-state`, `already-decided`
 */
export async function takeBack(deps: Deps, opened: OpenedRequest, requestId: string): Promise<OpenedRequest> {
  const { request, loaded: known, snapshot: directory } = opened;
  const { stage, revision } = request;
  const command = { type: 'take-back', actor: actorOf(opened), requestId, stage, revision } as const;
  const result = await changeProject(deps, known.record.id, command, { known, directory });
  if (isRefused(result)) throw refusalProblem(result);
  return afterChange(opened, result);
}
