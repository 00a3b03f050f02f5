import type { Finding } from '../forms/finding.ts';
import type { Actor, EventBody } from '../history/event.ts';
import type { SystemActor } from '../history/vocabulary.ts';
import type { Assignee } from './assignee.ts';
import type { Refusal, RefusalCode } from './commands.ts';
import type { Project } from './project.ts';
import type { World } from './world.ts';

/** What a command leads to: events, none of them where only a draft or a due time changes, or the reason why not. */
export type Decision = readonly EventBody[] | Refusal;

export const refuse = (refused: RefusalCode, errors?: readonly Finding[]): Refusal => ({
  refused,
  ...(errors === undefined ? {} : { errors }),
});

/** What the product does by itself, under the name of the part that does it. */
export const systemActor = (id: SystemActor): Actor => ({
  id,
  name: 'Countersign',
  role: 'system',
  via: 'system',
});

/** What every event of a project says: who and when, and what the project is found by. */
export const eventBase = (
  project: Pick<Project, 'id' | 'unit' | 'budgetYear'>,
  { actor, requestId }: { readonly actor: Actor; readonly requestId: string },
  { at }: World,
) => ({
  actor,
  at,
  requestId,
  projectId: project.id,
  unit: project.unit.id,
  ...(project.budgetYear === null ? {} : { budgetYear: project.budgetYear }),
});

/** What an event says of people; a request's own record may say more. */
export const named = (assignees: readonly Assignee[]) =>
  assignees.map(({ id, name, onBehalfOf, onBehalfOfId }) => ({
    id,
    name,
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    ...(onBehalfOfId === undefined ? {} : { onBehalfOfId }),
  }));
