import type { Calendar } from './calendar/calendar.ts';
import type { Lang } from './language.ts';
import { workingDaysBetween } from './office-time.ts';
import { spanOf, wordAndSpan, workingSpanOf } from './when.ts';

/** How long something was waited for: as time that has passed, and as working time. */
export interface Wait {
  /** In days of 24 hours, whether offices were open or not. */
  readonly elapsedDays: number;
  /** In working days of nine hours. */
  readonly days: number;
}

const DAY_MINUTES = 24 * 60;
const DAY_MS = DAY_MINUTES * 60_000;

/** The wait between two moments: UTC. */
export const waitBetween = (calendar: Calendar, from: string, to: string): Wait => ({
  elapsedDays: (Date.parse(to) - Date.parse(from)) / DAY_MS,
  days: workingDaysBetween(calendar, from, to),
});

/** Less than a working day is called working time, so that nobody takes it for time that has passed. */
function workingText(days: number, lang: Lang): string {
  if (days === 0) return lang === 'zh' ? '均为非工作时间' : 'none of it working time';
  const span = workingSpanOf(days, lang);
  if (days >= 1) return span;
  return lang === 'zh' ? wordAndSpan('工作时间', span) : `${span} of working time`;
}

/** `5 天 3 小时（3 个工作日）`, `20 hours (2 hours of working time)`. */
export function waitText({ elapsedDays, days }: Wait, lang: Lang): string {
  const elapsed = spanOf(elapsedDays * DAY_MINUTES, lang);
  const working = workingText(days, lang);
  return lang === 'zh' ? `${elapsed}（${working}）` : `${elapsed} (${working})`;
}
