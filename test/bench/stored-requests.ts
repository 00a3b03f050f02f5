import { requestDecision } from '../../functions/request-decision/request-decision.ts';
import { loadForm } from '../../shared/declaration/registry.ts';
import { openExecutions } from '../../shared/effects/executions.ts';
import { digest } from '../../shared/history/digest.ts';
import type { EventBody } from '../../shared/history/event.ts';
import { changeProject, loadProject } from '../../shared/project/change.ts';
import { reschedule } from '../../shared/project/due.ts';
import type { Database } from '../../shared/store/database.ts';
import { newProjectId } from '../../shared/values/project-id.ts';
import type { Command } from '../../shared/workflow/commands.ts';
import { decide, isRefusal } from '../../shared/workflow/decide.ts';
import { advance } from '../../shared/workflow/evolve.ts';
import { type Flow, nothingYet } from '../../shared/workflow/flow.ts';
import type { Stage } from '../../shared/workflow/stages.ts';
import { eachOf, rules, type Store } from './store.ts';

const FORM = rules.FORMS;
const STAGE = 'finance-review';
const unit = { id: '11530121MB1584810X', name: '昆明市呈贡区应急管理局' };
const submitter = { id: 'submitter', name: '经办人甲（示例）' };

/** The events of a command that the workflow core takes. @throws Error where it refuses */
function accepted(
  flow: Flow,
  command: Command,
  cause: Parameters<typeof decide>[2],
  projectId: string,
  stages: readonly Stage[],
): readonly EventBody[] {
  const events = decide(flow, command, cause, { projectId, unit: unit.id, budgetYear: 2026 }, stages);
  if (isRefusal(events)) throw new Error(`${command.type} was refused: ${events.refused}`);
  return events;
}

/** Nothing is owed: what `sweep` leaves of a project that it has looked at once, after its last event. */
export async function laidToRest(database: Database, projectId: string): Promise<void> {
  const loaded = await loadProject(database, projectId);
  if (loaded) await reschedule(database, loaded.record, null);
}

/** Puts one project under review into the store, with its open request, by the product's own code. Returns its id. */
export async function placeRequest({ database, recordRules }: Store, askedAt: Date): Promise<string> {
  const form = await loadForm(FORM);
  const id = newProjectId(2026);
  const at = askedAt.toISOString();
  const contentHash = digest(id);
  const subject = { title: '森林防火物资储备项目（示例）', budgetYear: 2026, requestedFen: 12_345_600 };
  const cause = {
    actor: { ...submitter, role: 'submitter', via: 'session' },
    at,
    requestId: `bench-${id}`,
  } as const;
  const created = accepted(nothingYet, { type: 'create' }, cause, id, form.stages);
  const draft = advance(nothingYet, created);
  const command = { type: 'submit', ...subject, contentHash, passes: [STAGE, 'approval'] } as const;
  const submitted = accepted(draft, command, cause, id, form.stages);
  await changeProject(database, id, cause.requestId, () => ({
    record: {
      id,
      form: FORM,
      formVersion: form.definition.version,
      version: 1,
      unit,
      ...subject,
      createdAt: at,
      savedAt: at,
      editors: [submitter.id],
      submittedBy: submitter,
      objections: [],
      flow: advance(draft, submitted),
      attempt: 1,
    },
    events: [...created, ...submitted],
  }));
  await requestDecision(
    { database, executions: openExecutions({}), now: () => askedAt, recordRules },
    { token: `token-${id}`, projectId: id, revision: 1, stage: STAGE, enteredAt: at, retryCount: 0 },
  );
  await laidToRest(database, id);
  return id;
}

// The database takes its writes one after the other; more at once only wait.
const AT_ONCE = 16;

/** So many open requests, asked at one time. Returns the ids of their projects. */
export async function placeRequests(store: Store, count: number, askedAt: Date): Promise<string[]> {
  const ids: string[] = [];
  await eachOf(Array.from({ length: count }), AT_ONCE, async () => {
    ids.push(await placeRequest(store, askedAt));
  });
  return ids;
}
