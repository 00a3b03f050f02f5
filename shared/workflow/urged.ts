import type { Calendar } from '../values/calendar/calendar.ts';
import { isOfficeTime } from '../values/office-time.ts';
import { beijingDay, morningAfter, nextOfficeMoment } from '../values/working-days.ts';
import type { Project } from './project.ts';

/** When the unit last urged, whoever was asked then: UTC; empty for never. */
export const lastUrged = ({ requests }: Pick<Project, 'requests'>): string =>
  requests
    .map(({ urgedAt = '' }) => urgedAt)
    .sort()
    .at(-1) ?? '';

/** Why and until when nobody can be urged. */
export interface NotYet {
  readonly why: 'urged-today' | 'offices-closed';
  readonly from: Date;
}

/**
 * Whether whoever is asked can be urged now: once on a working day, and while offices are open.
 * @param last when they last were: UTC, empty for never
 */
export function urgingWaits(calendar: Calendar, last: string, now: Date): NotYet | null {
  if (last !== '' && beijingDay(new Date(last)) === beijingDay(now))
    return { why: 'urged-today', from: morningAfter(calendar, now, 1) };
  if (!isOfficeTime(calendar, now.toISOString()))
    return { why: 'offices-closed', from: nextOfficeMoment(calendar, now) };
  return null;
}
