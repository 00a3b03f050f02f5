import * as z from 'zod';
import { formOfRecord } from '../../shared/declaration/registry.ts';
import type { Executions } from '../../shared/effects/executions.ts';
import { resultOf } from '../../shared/effects/flow.ts';
import {
  type Change,
  changeProject,
  findRequest,
  isRefused,
  type Loaded,
  loadProject,
  requestWrite,
} from '../../shared/project/change.ts';
import { aboutOf, type RequestRecord } from '../../shared/project/records.ts';
import type { RecordRules } from '../../shared/project/rules-in-force.ts';
import { log } from '../../shared/runtime/log.ts';
import { ConditionRefused, type Database } from '../../shared/store/database.ts';
import { loadDirectory } from '../../shared/store/directory-store.ts';
import { requestKey } from '../../shared/store/keys.ts';
import { beijingDay, CALENDAR_VERSION } from '../../shared/values/working-days.ts';
import type { Refusal } from '../../shared/workflow/commands.ts';
import { deadlineOf, stepAt } from '../../shared/workflow/deadlines.ts';
import { decide, isRefusal } from '../../shared/workflow/decide.ts';
import { route } from '../../shared/workflow/directory.ts';
import { advance } from '../../shared/workflow/evolve.ts';

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

interface Deps {
  readonly database: Database;
  readonly executions: Executions;
  readonly now: () => Date;
  readonly recordRules: RecordRules;
}

/** Tokens of one wait in the order in which they were handed out: by the state's entered time, then the retry. */
const tokenOrder = (payload: WaitPayload): string =>
  `${new Date(payload.enteredAt).toISOString()}#${String(payload.retryCount).padStart(4, '0')}`;

/** Stores a newer token on the request that is there; without event and without mail. An older one changes nothing. */
async function renewToken(database: Database, payload: WaitPayload): Promise<void> {
  try {
    await database.update({
      TableName: database.projects,
      Key: requestKey(payload.projectId, payload.revision, payload.stage),
      UpdateExpression: 'SET #token = :token, #order = :order',
      ConditionExpression: 'attribute_exists(pk) AND #order < :order',
      ExpressionAttributeNames: { '#token': 'token', '#order': 'tokenOrder' },
      ExpressionAttributeValues: { ':token': payload.token, ':order': tokenOrder(payload) },
    });
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
  }
}

async function planRequest(
  deps: Deps,
  payload: WaitPayload,
  loaded: Loaded | null,
): Promise<Change | Refusal> {
  if (!loaded) return { refused: 'request-closed' };
  const { record } = loaded;
  const form = await formOfRecord(record);
  const stage = form.stages.find((one) => one.id === payload.stage);
  if (!stage || record.flow.state !== 'in-review') return { refused: 'request-closed' };
  const { directory } = await loadDirectory(deps.database);
  const routing = route(
    directory,
    stage,
    {
      unit: record.unit.id,
      editors: record.editors,
      deciders: record.flow.deciders,
    },
    beijingDay(deps.now()),
  );
  const at = deps.now();
  const deadline = deadlineOf(stage, at).toISOString();
  const events = decide(
    record.flow,
    {
      type: 'request',
      stage: payload.stage,
      revision: payload.revision,
      assignees: routing.assignees,
      deadline,
      calendar: CALENDAR_VERSION,
    },
    {
      actor: { id: 'flow', name: 'Countersign', role: 'system', via: 'system' },
      at: at.toISOString(),
      // A natural key: the flow asks once at a stage of a revision, however often it is retried.
      requestId: `${payload.projectId}-r${payload.revision}-${payload.stage}`,
    },
    aboutOf(record),
    form.stages,
  );
  if (isRefusal(events)) return events;
  if (routing.assignees.length === 0) log.error('NOBODY_TO_ASK', { projectId: record.id, stage: stage.id });
  const flow = advance(record.flow, events);
  const request: RequestRecord = {
    projectId: record.id,
    revision: payload.revision,
    stage: stage.id,
    assignees: [...routing.assignees],
    status: 'open',
    requestedAt: at.toISOString(),
    deadline,
    contentHash: record.flow.contentHash,
    askedUnit: routing.askedUnit,
    title: record.title,
    unitName: record.unit.name,
    requestedFen: record.flow.requestedFen,
    token: payload.token,
    tokenOrder: tokenOrder(payload),
    decisions: [],
    calendar: CALENDAR_VERSION,
    steps: 0,
    dueAt: stepAt(stage, at, 0).toISOString(),
  };
  return {
    record: { ...record, flow },
    events,
    writes: [requestWrite(deps.database, request)],
  };
}

/**
 * Asks for a decision: one request with its event, and the token that the flow waits with. Called again with a new
 * token it only stores that; where the record has moved on meanwhile it ends the wait at once.
 */
export async function requestDecision(deps: Deps, payload: WaitPayload): Promise<void> {
  const { database, executions } = deps;
  const requestId = `${payload.projectId}-r${payload.revision}-${payload.stage}`;
  await deps.recordRules();
  const result = await changeProject(database, payload.projectId, requestId, (loaded) =>
    planRequest(deps, payload, loaded),
  );
  if (!isRefused(result) && !result.recognised) return;
  if (!isRefused(result) || result.refused === 'already-asked') await renewToken(database, payload);
  // Also after the token was stored: a decision that landed in between has read the old one.
  const loaded = await loadProject(database, payload.projectId);
  if (!loaded) throw new Error(`There is no project ${payload.projectId}`);
  const request = findRequest(loaded, payload.revision, payload.stage);
  const { flow } = loaded.record;
  const waits =
    flow.state === 'in-review' && flow.revision === payload.revision && flow.stage === payload.stage;
  if (!waits || (request && request.status !== 'open'))
    await executions.complete(payload.token, resultOf(loaded, payload.revision));
}
