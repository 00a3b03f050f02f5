import * as z from 'zod';
import type { Executions } from '../../shared/effects/executions.ts';
import { completeRequest, startFlow } from '../../shared/effects/flow.ts';
import { type Delivery, deliver } from '../../shared/effects/mail/deliver.ts';
import { owesMail } from '../../shared/effects/mail/owed.ts';
import { changeProject, effectsDue, isRefused } from '../../shared/project/change.ts';
import { type Due, reschedule, whatIsDue } from '../../shared/project/due.ts';
import { type Loaded, loadProject } from '../../shared/project/load.ts';
import { errorFields, log } from '../../shared/runtime/log.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import { notOnADayOff } from '../../shared/values/working-days.ts';

import { watchCalendar } from './calendar-watch.ts';
import { followOffice } from './follow-office.ts';
import { recountDeadlines } from './recount.ts';
import { lapse, nextLapse, remindRequest } from './waiting.ts';

/** The schedule sends an empty event; EventBridge tells of an execution that ended badly. */
export const wakeUp = z.object({ detail: z.object({ name: z.string() }).optional() });

interface Deps {
  readonly delivery: Delivery;
  readonly executions: Executions;
}

/** Sees to it that a project in review has an execution that runs. */
async function repairFlow({ delivery, executions }: Deps, loaded: Loaded): Promise<void> {
  const { record } = loaded;
  const { id, form, attempt, flow } = record;
  if (flow.state !== 'in-review') return;
  const status = await executions.status(form, { projectId: id, revision: flow.revision, attempt });
  if (status === 'RUNNING') return;
  if (status === null) {
    log.warn('FLOW_REPAIRED', { projectId: id, effect: 'start' });
    return startFlow(executions, loaded);
  }
  // The name of an ended execution is taken for 90 days: the next attempt continues from the record.
  log.error('FLOW_RESTARTED', { projectId: id, status });
  const next = await changeProject(delivery, id, { type: 'restart-flow', attempt });
  if (!isRefused(next)) await startFlow(executions, { ...loaded, record: next.record });
}

/**
 * Ends waits whose completion was lost, of earlier revisions too: a unit may hand in the next one before anybody has
 * looked.
 */
async function repairCompletion({ delivery, executions }: Deps, loaded: Loaded): Promise<void> {
  for (const request of loaded.requests) {
    if (request.status !== 'open') await completeRequest(delivery.database, executions, loaded, request);
  }
}

/** Looks after a project whose effects are due: repairs what was lost, warns or ends what its unit left lying. */
async function repair(deps: Deps, projectId: string, waits: boolean): Promise<void> {
  const { database, now } = deps.delivery;
  const loaded = await loadProject(database, projectId);
  if (!loaded) return;
  const events = await eventsOf(database, projectId);
  const newest = events.at(-1);
  const due = newest ? effectsDue(newest.at) : now().toISOString();
  if (waits && due > now().toISOString()) return reschedule(database, loaded.record, due);
  // The completion first: a flow that only waits for it must not be taken for one that stands still.
  await repairCompletion(deps, loaded);
  await repairFlow(deps, loaded);
  for (const event of events) {
    if (!owesMail(loaded, event)) continue;
    // Read again: it was sent meanwhile, or people have gone on while the flow was looked after.
    const fresh = await loadProject(database, projectId);
    if (!fresh || !owesMail(fresh, event)) continue;
    log.warn('FLOW_REPAIRED', { projectId, effect: 'mail', seq: event.seq });
    await deliver(deps.delivery, fresh, event);
  }
  const { lapseDays } = deps.delivery.rules;
  const calendar = await deps.delivery.rules.calendar();
  const next = nextLapse(loaded, events, { lapseDays, calendar });
  const today = now();
  const allowed = notOnADayOff(calendar, today);
  const isDue = next !== null && next.at <= today.toISOString();
  if (isDue && allowed > today) await reschedule(database, loaded.record, allowed.toISOString());
  else if (isDue) await lapse(deps.delivery, loaded, next);
  else await reschedule(database, loaded.record, next?.at ?? null);
}

const lookAfter = (deps: Deps, due: Due): Promise<void> =>
  due.request ? remindRequest(deps.delivery, due.projectId, due.request) : repair(deps, due.projectId, true);

/** Well within the function's time-out, so that what is due has its turn as well. */
const FOLLOWING_MS = 20_000;

const projectOf = (executionName: string): string => executionName.replace(/-r\d+-a\d+$/, '');

/** Finds what should have moved and has not; reads only what is due. One failure does not hold up the others. */
export async function sweep(deps: Deps, event: z.infer<typeof wakeUp>): Promise<void> {
  if (event.detail) return repair(deps, projectOf(event.detail.name), false);
  // Also where nobody submits or decides: a release is in the history within a minute.
  await deps.delivery.rules.record();
  const { database, rules, now } = deps.delivery;
  await watchCalendar(database, await rules.calendar(), now());
  const ends = performance.now() + FOLLOWING_MS;
  await followOffice(deps.delivery, () => performance.now() >= ends);
  const failures: unknown[] = [];
  for await (const due of whatIsDue(deps.delivery.database, deps.delivery.now())) {
    try {
      await lookAfter(deps, due);
    } catch (error) {
      log.error('FAILED', { projectId: due.projectId, ...errorFields(error) });
      failures.push(error);
    }
  }
  await recountDeadlines(deps.delivery).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} could not be looked after`);
}
