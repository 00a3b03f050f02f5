import { shippedCalendar } from '../../shared/values/calendar/calendar.ts';
import type { Notice } from '../../shared/values/calendar/notice.ts';
import type { Lang, Words } from '../../shared/values/language.ts';
import { dayLines, readDays } from './day-lines.ts';

/** The notices of days off (放假安排) as the page of the settings has them. */

/** What a page that has fields for notices posts, also where none is left: a page of an earlier release takes none away. */
export const NOTICES_SHOWN = 'notices';

export const noticeTexts = ['year', 'daysOff', 'workdays', 'source'] as const;
type NoticeTexts = Readonly<Record<(typeof noticeTexts)[number], string>>;

export const typedNotice = ({ year, daysOff, workdays, source }: Notice, lang: Lang): NoticeTexts => ({
  year: String(year),
  daysOff: dayLines(daysOff, lang),
  workdays: dayLines(workdays, lang),
  source,
});

const noDays = (unread: readonly string[]): Words => ({
  zh: `应为日期或起止日期，每行一条，跨年的写明年份，例：2027-02-05 至 2027-02-12；读不出：${unread.join('、')}`,
  en: `One day or range on each line, with its year where it crosses one, e.g. 2027-02-05 to 2027-02-12; not understood: ${unread.join(', ')}`,
});
const allDays: Words = {
  zh: '请列出全年放假日期，含其中的周末',
  en: 'List every day off of the year, the weekends among them',
};
const noSource: Words = {
  zh: '请填写通知文号或来源',
  en: 'Enter the number of the notice, or where it was taken from',
};

/** The days of a field. @param found takes what does not hold */
export function readNoticeDays(
  text: string,
  year: number | undefined,
  kind: 'daysOff' | 'workdays',
  found: (message: Words) => undefined,
): string[] {
  // Where the year cannot be read that is what is told: nothing is checked against one then.
  const { days, unread } = readDays(text, year ?? 2000, kind);
  if (unread.length > 0) found(noDays(unread.slice(0, 5)));
  else if (kind === 'daysOff' && days.length === 0) found(allDays);
  return [...days];
}

/** Where a notice comes from. @param found takes what does not hold */
export const readSource = (text: string, found: (message: Words) => undefined): string =>
  text === '' ? (found(noSource) ?? text) : text;

/** A year, and what its working days are counted by. */
export interface KnownYear {
  readonly year: number;
  /** `release`: what this version brings; `office`: what was entered here; `provisional`: the statutory days off alone. */
  readonly by: 'release' | 'office' | 'provisional';
}

/** Every year whose notice is known, and this one and the next in any case; in their order. */
export function knownYears(added: readonly Notice[], thisYear: number): KnownYear[] {
  const shipped = shippedCalendar.notices.map(({ year }) => year);
  const entered = new Set(added.map(({ year }) => year));
  const years = [...new Set([...shipped, ...entered, thisYear, thisYear + 1])].toSorted((a, b) => a - b);
  return years.map((year) => ({
    year,
    by: entered.has(year) ? 'office' : shipped.includes(year) ? 'release' : 'provisional',
  }));
}
