import type { HistoryEvent } from '../../shared/history/event.ts';
import { type ChangeDeps, changeProject } from '../../shared/project/change.ts';
import type { Loaded } from '../../shared/project/load.ts';
import type { Calendar } from '../../shared/values/calendar/calendar.ts';
import { notOnADayOff } from '../../shared/values/working-days.ts';
import { lapseStepAt } from '../../shared/workflow/deadlines.ts';

/** Takes the step of waiting that an open request is due for; what is not due any more is nobody's fault. */
export async function remindRequest(
  deps: ChangeDeps,
  projectId: string,
  at: { readonly revision: number; readonly stage: string },
): Promise<void> {
  // A sweep that comes late, after an outage, still mails nobody on a day off.
  const today = deps.now();
  const allowed = notOnADayOff(await deps.rules.calendar(), today);
  await changeProject(
    deps,
    projectId,
    allowed > today ? { type: 'postpone', ...at, until: allowed.toISOString() } : { type: 'remind', ...at },
  );
}

/** When a returned project is next warned, or lapses; null where nothing waits for its unit. */
export function nextLapse(
  loaded: Loaded,
  events: readonly HistoryEvent[],
  { lapseDays, calendar }: { readonly lapseDays: number; readonly calendar: Calendar },
): { at: string; warning?: 1 | 2 } | null {
  if (loaded.record.flow.state !== 'returned') return null;
  const returned = events.findLastIndex(({ action }) => action === 'returned');
  const event = events[returned];
  if (!event) return null;
  const warned = events.slice(returned).filter(({ action }) => action === 'reminded').length;
  const at = (step: 0 | 1 | 2) => lapseStepAt(calendar, new Date(event.at), step, lapseDays).toISOString();
  if (warned >= 2) return { at: at(2) };
  return warned === 0 ? { at: at(0), warning: 1 } : { at: at(1), warning: 2 };
}

/**
 * Warns the unit of a returned project, or ends it: only what the unit itself does not hand in again lapses. The step
 * was found in what was read: two sweeps that read the same take it once.
 */
export async function lapse(
  deps: ChangeDeps,
  known: Loaded,
  { warning }: { readonly warning?: 1 | 2 },
): Promise<void> {
  const { id, flow } = known.record;
  const { revision } = flow;
  const command = { type: 'lapse', revision, ...(warning === undefined ? {} : { warning }) } as const;
  await changeProject(deps, id, command, { known });
}
