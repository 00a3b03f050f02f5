import type { HistoryEvent } from '../../shared/history/event.ts';
import { type ChangeDeps, changeProject } from '../../shared/project/change.ts';
import type { Loaded } from '../../shared/project/load.ts';
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
  const allowed = notOnADayOff(today);
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
export async function lapse(deps: ChangeDeps, projectId: string, warning: boolean): Promise<void> {
  await changeProject(deps, projectId, { type: 'lapse', warning });
}
