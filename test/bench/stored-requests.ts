import { requestDecision } from '../../functions/request-decision/request-decision.ts';
import { loadForm } from '../../shared/declaration/registry.ts';
import { openExecutions } from '../../shared/effects/executions.ts';
import { digest } from '../../shared/history/digest.ts';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { reschedule } from '../../shared/project/due.ts';
import { loadProject } from '../../shared/project/load.ts';
import { markSent } from '../../shared/project/sent-mark.ts';
import type { Database } from '../../shared/store/database.ts';
import { newProjectId } from '../../shared/values/project-id.ts';
import { usualSettings } from '../builders/settings.ts';
import { eachOf, type Store } from './store.ts';

const FORM = usualSettings.FORMS;
const STAGE = 'finance-review';
const sampleUnit = { id: '11530121MB1584810X', name: '昆明市呈贡区应急管理局' };
const submitter = { id: 'submitter', name: '经办人甲（示例）', role: 'submitter', via: 'session' } as const;

/** Nothing is owed: what mail and `sweep` leave of a project after its last event, which was mailed at a time. */
export async function laidToRest(database: Database, projectId: string, mailedAt: Date): Promise<void> {
  const loaded = await loadProject(database, projectId);
  if (!loaded) return;
  await markSent(database, projectId, loaded.record.head.seq, mailedAt);
  await reschedule(database, loaded.record, null);
}

/**
 * Puts one project under review into the store, with its open request, by the product's own code. Returns its id.
 * @param unit the unit that declares it, by its USCC and name
 */
export async function placeRequest(
  { database, rules }: Pick<Store, 'database' | 'rules'>,
  askedAt: Date,
  unit: typeof sampleUnit = sampleUnit,
): Promise<string> {
  const form = await loadForm(FORM);
  const id = newProjectId(2026);
  const deps = { database, rules, now: () => askedAt };
  const submitted = await changeProject(deps, id, {
    type: 'submit',
    id,
    unit,
    actor: submitter,
    requestId: `bench-${id}`,
    form: { id: FORM, version: form.definition.version },
    summary: { title: '森林防火物资储备项目（示例）', budgetYear: 2026, requestedFen: 12_345_600 },
    contentHash: digest(id),
    declaration: {},
    findings: [],
  });
  if (isRefused(submitted)) throw new Error(`${id} was refused: ${submitted.refused}`);
  await requestDecision(
    { ...deps, executions: openExecutions({}) },
    {
      token: `token-${id}`,
      projectId: id,
      revision: 1,
      stage: STAGE,
      enteredAt: askedAt.toISOString(),
      retryCount: 0,
    },
  );
  await laidToRest(database, id, askedAt);
  return id;
}

// The database takes its writes one after the other; more at once only wait.
const AT_ONCE = 16;

/** So many open requests, asked at one time. Returns the ids of their projects. */
export async function placeRequests(
  store: Store,
  count: number,
  askedAt: Date,
  unit?: typeof sampleUnit,
): Promise<string[]> {
  const ids: string[] = [];
  await eachOf(Array.from({ length: count }), AT_ONCE, async () => {
    ids.push(await placeRequest(store, askedAt, unit));
  });
  return ids;
}
