import type { ObjectStore } from '../../shared/attachments/object-store.ts';
import { effects } from '../../shared/effects/effects.ts';
import type { Executions } from '../../shared/effects/executions.ts';
import { resultOf, startFlow } from '../../shared/effects/flow.ts';
import { deliver } from '../../shared/effects/mail/deliver.ts';
import type { Delivery } from '../../shared/effects/mail/delivery.ts';
import { owesMail } from '../../shared/effects/mail/owed.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { changeProject, effectsDue, isRefused } from '../../shared/project/change.ts';
import { reschedule } from '../../shared/project/due.ts';
import { type Loaded, loadMarked, type Marked } from '../../shared/project/load.ts';
import { log } from '../../shared/runtime/log.ts';
import { eventsUpTo } from '../../shared/store/history-store.ts';
import { seeToLapse } from './waiting.ts';

export interface Deps {
  readonly delivery: Delivery;
  readonly executions: Executions;
  readonly store: Pick<ObjectStore, 'touch' | 'keep' | 'remove'>;
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
 * looked. A token that was stored since this read needs no second one: `request-decision` reads after it has stored
 * one, and ends the wait itself where the request is over.
 */
async function repairCompletion({ executions }: Deps, loaded: Loaded): Promise<void> {
  for (const { status, token, revision } of loaded.requests)
    if (status !== 'open') await executions.complete(token, resultOf(loaded, revision));
}

/** Keeps the rows of what was approved. */
async function repairLibrary(
  { delivery }: Deps,
  loaded: Loaded,
  events: readonly HistoryEvent[],
): Promise<void> {
  const approved = events.find(({ action }) => effects[action].keeps);
  if (!approved) return;
  const { keepRows } = await import('../../shared/project/library.ts');
  if (await keepRows(delivery.database, loaded, approved.at))
    log.warn('FLOW_REPAIRED', { projectId: loaded.record.id, effect: 'library' });
}

/** Sends what was not sent. @returns which mails have been sent after that */
async function repairMail(
  { delivery }: Deps,
  loaded: Marked,
  events: readonly HistoryEvent[],
): Promise<Marked['sent']> {
  const { id } = loaded.record;
  let { sent } = loaded;
  for (const event of events) {
    if (!owesMail(loaded, event)) continue;
    // Read again: it was sent meanwhile, or people have gone on while the flow was looked after.
    const fresh = await loadMarked(delivery.database, id);
    if (!fresh || !owesMail(fresh, event)) continue;
    log.warn('FLOW_REPAIRED', { projectId: id, effect: 'mail', seq: event.seq });
    await deliver(delivery, fresh, event);
    sent = (await loadMarked(delivery.database, id))?.sent ?? sent;
  }
  return sent;
}

/**
 * Looks after a project whose effects are due: repairs what was lost, warns or ends what its unit left lying.
 * @param waits whether effects that are young yet are given the time to happen by themselves
 */
export async function repair(deps: Deps, projectId: string, waits: boolean): Promise<void> {
  const { database, now } = deps.delivery;
  // By the cheaper read where its effects are minutes old: whatever is done is conditional, or looks again first.
  const loaded = await loadMarked(database, projectId, { eventually: waits ? 'eventually' : undefined });
  if (!loaded) return;
  const events = await eventsUpTo(database, projectId, loaded.record.head.seq);
  const newest = events.at(-1);
  const at = now();
  const due = newest ? effectsDue(newest.at) : at.toISOString();
  // What a clock wrote that was ahead may be of any age by the one that is right.
  const isAhead = newest !== undefined && effectsDue(at.toISOString()) < newest.at;
  if (waits && !isAhead && due > at.toISOString()) return reschedule(database, loaded.record, due);
  // The completion first: a flow that only waits for it must not be taken for one that stands still.
  await repairCompletion(deps, loaded);
  await repairFlow(deps, loaded);
  await repairLibrary(deps, loaded, events);
  const sent = await repairMail(deps, loaded, events);
  await seeToLapse(deps.delivery, { ...loaded, sent }, events);
}
