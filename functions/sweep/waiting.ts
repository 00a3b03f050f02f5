import { formOfRecord } from '../../shared/declaration/registry.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import {
  type Change,
  changeProject,
  draftRemoval,
  findRequest,
  type Loaded,
  requestChange,
} from '../../shared/project/change.ts';
import { aboutOf } from '../../shared/project/records.ts';
import { unmarked } from '../../shared/project/undelivered.ts';
import type { Database } from '../../shared/store/database.ts';
import { loadDirectory } from '../../shared/store/directory-store.ts';
import { notOnADayOff } from '../../shared/values/working-days.ts';
import type { Refusal } from '../../shared/workflow/commands.ts';
import { lapseStepAt, stepAt, stepKind } from '../../shared/workflow/deadlines.ts';
import { decide, isRefusal } from '../../shared/workflow/decide.ts';
import { administratorsOf, superiorsOf } from '../../shared/workflow/directory.ts';
import { advance } from '../../shared/workflow/evolve.ts';

interface Deps {
  readonly database: Database;
  readonly now: () => Date;
}

const system = { id: 'sweep', name: 'Countersign', role: 'system', via: 'system' } as const;

/**
 * Takes the step of waiting that an open request is due for: a reminder, or the escalation to the superior. Each has a
 * natural key, so that a sweep that runs twice reminds once. A project never dies because a reviewer was slow.
 */
export async function remindRequest(
  { database, now }: Deps,
  projectId: string,
  at: { readonly revision: number; readonly stage: string },
): Promise<void> {
  const { directory } = await loadDirectory(database);
  const plan = async (loaded: Loaded | null): Promise<Change | Refusal> => {
    const request = loaded && findRequest(loaded, at.revision, at.stage);
    if (!loaded || request?.status !== 'open' || request.dueAt > now().toISOString()) {
      return { refused: 'request-closed' };
    }
    const { record } = loaded;
    const form = await formOfRecord(record);
    const stage = form.stages.find(({ id }) => id === at.stage);
    if (!stage) return { refused: 'request-closed' };
    // A sweep that comes late, after an outage, still mails nobody on a day off.
    const today = now();
    const allowed = notOnADayOff(today);
    if (allowed > today) {
      const later = { ...request, dueAt: allowed.toISOString() };
      return { record, events: [], writes: [requestChange(database, later)] };
    }
    const kind = stepKind(request.steps);
    const waiting = request.assignees.filter(({ id }) => !request.decisions.some(({ by }) => by.id === id));
    const asked = waiting.length > 0 ? waiting : administratorsOf(directory);
    const assignees = kind === 'escalated' ? superiorsOf(directory, stage, record.unit.id) : asked;
    const cause = {
      actor: system,
      at: now().toISOString(),
      requestId: `${projectId}-r${at.revision}-${at.stage}-step-${request.steps}`,
    };
    const about = aboutOf(record);
    const events = decide(record.flow, { type: 'remind', kind, ...at, assignees }, cause, about, form.stages);
    if (isRefusal(events)) return events;
    const steps = request.steps + 1;
    const dueAt = stepAt(stage, new Date(request.requestedAt), steps).toISOString();
    // A reminder is a new mail: what is known of an older one says nothing of it.
    const waitedFor = kind === 'reminded' ? unmarked(request.assignees, assignees) : request.assignees;
    const next = { ...request, steps, dueAt, assignees: waitedFor };
    return { record, events, writes: [requestChange(database, next)] };
  };
  await changeProject(
    database,
    projectId,
    `step-${projectId}-${at.revision}-${at.stage}-${now().toISOString()}`,
    plan,
  );
}

/** When a returned project is next warned, or lapses; null where nothing waits for its unit. */
export function nextLapse(
  loaded: Loaded,
  events: readonly HistoryEvent[],
  lapseDays: number,
): { at: string; warning: boolean } | null {
  if (loaded.record.flow.state !== 'returned') return null;
  const returned = events.findLastIndex(({ action }) => action === 'returned');
  const event = events[returned];
  if (!event) return null;
  const warned = events.slice(returned).filter(({ action }) => action === 'reminded').length;
  const step = warned === 0 ? 0 : warned === 1 ? 1 : 2;
  return { at: lapseStepAt(new Date(event.at), step, lapseDays).toISOString(), warning: step < 2 };
}

/** Warns the unit of a returned project, or ends it: only what the unit itself does not hand in again lapses. */
export async function lapse({ database, now }: Deps, projectId: string, warning: boolean): Promise<void> {
  const plan = async (loaded: Loaded | null): Promise<Change | Refusal> => {
    if (!loaded) return { refused: 'not-in-this-state' };
    const { record } = loaded;
    const { stages } = await formOfRecord(record);
    const command = { type: 'lapse', revision: record.flow.revision, warning } as const;
    const at = now().toISOString();
    const requestId = `${projectId}-r${record.flow.revision}-${warning ? `warning-${at}` : 'lapse'}`;
    const about = aboutOf(record);
    const events = decide(record.flow, command, { actor: system, at, requestId }, about, stages);
    if (isRefusal(events)) return events;
    const flow = advance(record.flow, events);
    return {
      record: { ...record, version: record.version + (warning ? 0 : 1), flow },
      events,
      writes: warning ? [] : [draftRemoval(database, projectId)],
    };
  };
  await changeProject(database, projectId, `lapse-${projectId}-${now().toISOString()}`, plan);
}
