import type { Notice } from '../../shared/values/calendar/notice.ts';
import { statutoryDaysOff } from '../../shared/values/calendar/statutory.ts';

/** A notice for a year that has none yet: the statutory days off, and what a test adds. It is nobody's announcement. */
export const aNotice = (
  year: number,
  {
    daysOff = [],
    workdays = [],
  }: { readonly daysOff?: readonly string[]; readonly workdays?: readonly string[] } = {},
): Notice => ({
  year,
  daysOff: [...new Set([...statutoryDaysOff(year), ...daysOff])].sort(),
  workdays: [...workdays],
  source: '国办发明电〔示例〕1号',
});
