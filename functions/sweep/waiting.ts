import { formOfRecord } from '../../shared/declaration/registry.ts';
import { owesMail } from '../../shared/effects/mail/owed.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { type ChangeDeps, changeProject, isRefused } from '../../shared/project/change.ts';
import { reschedule } from '../../shared/project/due.ts';
import { isHeldOf, nextLapseStep } from '../../shared/project/lapse-steps.ts';
import { findRequest, loadMarked, type Marked, toldAt } from '../../shared/project/load.ts';
import type { RequestRecord } from '../../shared/project/records.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import type { DirectorySnapshot } from '../../shared/store/directory/snapshot.ts';
import { eventsUpTo } from '../../shared/store/history-store.ts';
import type { Calendar } from '../../shared/values/calendar/calendar.ts';
import { notOnADayOff } from '../../shared/values/working-days.ts';
import { earliestAt, soonDeadlines } from '../../shared/workflow/deadlines.ts';
import { type OfficeSettings, stagesBy } from '../../shared/workflow/settings.ts';
import type { Stage } from '../../shared/workflow/stages.ts';

/** When what is due from a moment on may be done: a sweep that comes late, after an outage, mails nobody on a day off. */
const whenPossible = (calendar: Calendar, from: Date, now: Date): Date =>
  notOnADayOff(calendar, new Date(Math.max(+from, +now)));

/** How soon it is looked again whether the mail of the step before has gone out. */
const OWED_MAIL_MS = 60 * 60_000;

const isStep = ({ action }: HistoryEvent): boolean =>
  action === 'requested' || action === 'reminded' || action === 'escalated';

/** Whether somebody else was asked then, or by another mailbox. */
const asksAnew = ({ action, joined = [] }: HistoryEvent): boolean =>
  action === 'reassigned' || (action === 'rerouted' && joined.length > 0);

/** Where a mail is still on its way, or waits for a digest. */
const isOnItsWay = (loaded: Marked, event: HistoryEvent): boolean =>
  owesMail(loaded, event) || loaded.held.has(event.seq);

/**
 * Before when whoever was asked anew is not reminded: as whoever is asked first, and soon where the deadline was moved
 * for it. It puts off no escalation, and no reminder beyond the deadline: a request that is passed on and on gets there.
 */
function anewKept(
  loaded: Marked,
  { deadline, steps }: RequestRecord,
  stage: Stage,
  event: HistoryEvent,
  { now, calendar }: { readonly now: Date; readonly calendar: Calendar },
): Date {
  if (steps === 2) return now;
  const soon = event.deadline === undefined ? stage : { ...stage, deadlines: soonDeadlines };
  const at = isOnItsWay(loaded, event)
    ? new Date(now.getTime() + OWED_MAIL_MS)
    : earliestAt(calendar, soon, toldAt(loaded, event), 0);
  return steps > 2 ? at : new Date(Math.min(+at, Math.max(+now, Date.parse(deadline))));
}

interface Reminding {
  readonly now: Date;
  readonly calendar: Calendar;
  readonly settings: OfficeSettings;
}

/**
 * The earliest that a request's next step may be taken: not before the mail of the step before, and the one by which
 * somebody was asked anew since, has really gone out to everybody, in a digest or by itself, nor nearer to it than usual.
 */
async function distanceKept(
  loaded: Marked,
  request: RequestRecord,
  events: readonly HistoryEvent[],
  { now, calendar, settings }: Reminding,
): Promise<Date> {
  const { stage: id, revision, steps } = request;
  const own = events.filter((one) => one.stage === id && one.revision === revision);
  const before = own.findLast(isStep);
  if (!before) return now;
  if (isOnItsWay(loaded, before)) return new Date(now.getTime() + OWED_MAIL_MS);
  const { stages } = await formOfRecord(loaded.record);
  const stage = stagesBy(settings, stages).find((one) => one.id === id);
  if (!stage) return now;
  const kept = earliestAt(calendar, stage, toldAt(loaded, before), steps);
  const anew = own.findLast((one) => one.seq > before.seq && asksAnew(one));
  const anewAt = anew ? anewKept(loaded, request, stage, anew, { now, calendar }) : kept;
  return new Date(Math.max(+kept, +anewAt));
}

/**
 * A project whose open request asks whom it would ask today: most did so within a minute of the change. What could not
 * be done then is done here at the latest.
 */
async function followed(
  deps: ChangeDeps,
  directory: DirectorySnapshot,
  known: Marked | null,
  at: { readonly revision: number; readonly stage: string },
): Promise<Marked | null> {
  if (!known || findRequest(known, at.revision, at.stage)?.status !== 'open') return known;
  const moved = await changeProject(deps, known.record.id, { type: 'reroute', ...at }, { known, directory });
  if (isRefused(moved)) return known;
  // What was mailed or held meanwhile is read with it.
  return loadMarked(deps.database, known.record.id);
}

/**
 * Takes the step of waiting that an open request is due for. What is not due any more is nobody's fault: the index lags
 * a moment behind.
 */
export async function remindRequest(
  deps: ChangeDeps,
  projectId: string,
  at: { readonly revision: number; readonly stage: string },
): Promise<void> {
  const directory = await loadDirectory(deps.database);
  const known = await followed(deps, directory, await loadMarked(deps.database, projectId), at);
  const request = known && findRequest(known, at.revision, at.stage);
  if (!known || request?.status !== 'open') return;
  const now = deps.now();
  const calendar = await deps.rules.calendar();
  const events = await eventsUpTo(deps.database, projectId, known.record.head.seq);
  const until = whenPossible(
    calendar,
    await distanceKept(known, request, events, {
      now,
      calendar,
      settings: await deps.rules.load(directory),
    }),
    now,
  );
  const command =
    until > now
      ? ({ type: 'postpone', ...at, until: until.toISOString() } as const)
      : ({ type: 'remind', ...at } as const);
  const changed = await changeProject(deps, projectId, command, { known, directory });
  // Left alone it would come first in every run from now on.
  if (isRefused(changed) && changed.refused === 'request-closed')
    throw new Error(`The flow of ${projectId} is not at its open request of ${at.stage}`);
}

/**
 * Warns the unit of a returned project, or ends it: only what the unit itself does not hand in again lapses. The step
 * was found in what was read: two sweeps that read the same take it once.
 */
export async function seeToLapse(
  deps: ChangeDeps,
  known: Marked,
  events: readonly HistoryEvent[],
): Promise<void> {
  const { id, flow } = known.record;
  // Nearly all that is looked after is not: for that neither rules nor calendar are read.
  if (flow.state !== 'returned') return reschedule(deps.database, known.record, null);
  const { lapseDays } = await deps.rules.load();
  const calendar = await deps.rules.calendar();
  const next = nextLapseStep(known, events, { lapseDays, calendar });
  if (!next) return reschedule(deps.database, known.record, null);
  const now = deps.now();
  const from = isHeldOf(known, events) ? new Date(now.getTime() + OWED_MAIL_MS) : next.at;
  const at = whenPossible(calendar, from, now);
  if (at > now) return reschedule(deps.database, known.record, at.toISOString());
  const { warning } = next;
  const { revision } = flow;
  const command = { type: 'lapse', revision, ...(warning === undefined ? {} : { warning }) } as const;
  await changeProject(deps, id, command, { known });
}
