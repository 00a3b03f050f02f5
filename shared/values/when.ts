import { BEIJING_MS } from './beijing-time.ts';
import type { Lang } from './language.ts';

/**
 * Times are stored in UTC; people read them in Beijing's time, with the zone named. They are put together here: the
 * formats of `Intl` for the same texts took a tenth of every cold start.
 */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'] as const;
const WEEKDAYS = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const;

/** A moment as a date that reads in UTC what clocks in Beijing show. */
const inBeijing = (utc: string): Date => new Date(Date.parse(utc) + BEIJING_MS);

/** `2021-11-18 10:32:05`, as files for spreadsheets and reports have it. @throws RangeError where it is no time */
export const stampOf = (utc: string): string => inBeijing(utc).toISOString().slice(0, 19).replace('T', ' ');

/** The time of day to the second: `10:32:05`. */
export const clockOf = (utc: string): string => stampOf(utc).slice(11);

const hourAndMinute = (utc: string): string => clockOf(utc).slice(0, 5);

/** The day: `2021年11月18日`, `18 Nov 2021`. */
export const dayOf = (utc: string, lang: Lang): string => {
  const year = inBeijing(utc).getUTCFullYear();
  return lang === 'zh' ? `${year}年${shortDayOf(utc, lang)}` : `${shortDayOf(utc, lang)} ${year}`;
};

/** A day of these weeks: `11月18日`, `18 Nov`. */
export const shortDayOf = (utc: string, lang: Lang): string => {
  const at = inBeijing(utc);
  const month = at.getUTCMonth();
  return lang === 'zh' ? `${month + 1}月${at.getUTCDate()}日` : `${at.getUTCDate()} ${MONTHS[month]}`;
};

/** Date and time to the minute: `2021年11月18日 18:00`, `18 Nov 2021, 18:00`. */
export const minuteOf = (utc: string, lang: Lang): string =>
  `${dayOf(utc, lang)}${lang === 'zh' ? '' : ','} ${hourAndMinute(utc)}`;

/** A due date, with its weekday: `11月18日周四 18:00`, `Thu 18 Nov, 18:00`. */
export const dueOf = (utc: string, lang: Lang): string => {
  const weekday = WEEKDAYS[lang][inBeijing(utc).getUTCDay()];
  const day = shortDayOf(utc, lang);
  return lang === 'zh'
    ? `${day}${weekday} ${hourAndMinute(utc)}`
    : `${weekday} ${day}, ${hourAndMinute(utc)}`;
};

export const zoneOf = (lang: Lang): string => (lang === 'zh' ? '北京时间' : 'Beijing time');

/** Offices are open nine hours a day (shared/values/office-time.ts). */
const WORKING_DAY_MINUTES = 9 * 60;

type Unit = readonly [minutes: number, zh: string, en: string];
const hour: Unit = [60, '小时', 'hour'];
const minute: Unit = [1, '分钟', 'minute'];

/** So many minutes in their two largest units, of those given from the largest to the smallest. */
function inLargestUnits(minutes: number, units: readonly Unit[], lang: Lang): string {
  let rest = Math.round(minutes);
  if (rest < 1) return lang === 'zh' ? '不到 1 分钟' : 'under a minute';
  const parts = units.map(([size, zh, en]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return { count, zh, en };
  });
  const first = parts.findIndex(({ count }) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(({ count }) => count > 0)
    .map(({ count, zh, en }) =>
      lang === 'zh' ? `${count} ${zh}` : `${count} ${en}${count === 1 ? '' : 's'}`,
    )
    .join(' ');
}

/** Time that has passed, in its two largest units: `5 天 3 小时`, `25 minutes`. */
export const spanOf = (minutes: number, lang: Lang): string =>
  inLargestUnits(minutes, [[24 * 60, '天', 'day'], hour, minute], lang);

/** The same where less than a minute matters: `12 秒`, `5 minutes`. */
export function spanOfSeconds(seconds: number, lang: Lang): string {
  if (seconds >= 60) return spanOf(seconds / 60, lang);
  const whole = Math.floor(seconds);
  if (whole < 1) return lang === 'zh' ? '不到 1 秒' : 'under a second';
  return lang === 'zh' ? `${whole} 秒` : `${whole} second${whole === 1 ? '' : 's'}`;
}

/** Working time in its two largest units: `1 个工作日 3 小时`, `25 minutes`. A working day has nine hours. */
export const workingSpanOf = (days: number, lang: Lang): string =>
  inLargestUnits(
    days * WORKING_DAY_MINUTES,
    [[WORKING_DAY_MINUTES, '个工作日', 'working day'], hour, minute],
    lang,
  );

/** A Chinese word and the span behind it: `等待 5 天`, but `等待不到 1 分钟`. Only a figure keeps a blank from the word. */
export const wordAndSpan = (word: string, span: string): string =>
  /^\d/.test(span) ? `${word} ${span}` : `${word}${span}`;

/** A place on an axis of time, given as a date that reads in UTC what clocks in Beijing show: the day, or its hour. */
export function tickOf(beijing: Date, lang: Lang): string {
  const [hours, minutes] = [beijing.getUTCHours(), beijing.getUTCMinutes()];
  const [month, day] = [beijing.getUTCMonth(), beijing.getUTCDate()];
  if (hours === 0 && minutes === 0)
    return lang === 'zh' ? `${month + 1}月${day}日` : `${day} ${MONTHS[month]}`;
  return [hours, minutes].map((part) => String(part).padStart(2, '0')).join(':');
}
