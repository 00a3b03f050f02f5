import type { Lang } from './language.ts';

/** Times are stored in UTC; people read them in Beijing's time, with the zone named. */
const ZONE = 'Asia/Shanghai';

const formats = {
  zh: {
    minute: new Intl.DateTimeFormat('zh-CN', {
      timeZone: ZONE,
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
    date: new Intl.DateTimeFormat('zh-CN', {
      timeZone: ZONE,
      year: 'numeric',
      month: 'long',
      day: 'numeric',
    }),
    short: new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, month: 'long', day: 'numeric' }),
    day: new Intl.DateTimeFormat('zh-CN', {
      timeZone: ZONE,
      month: 'long',
      day: 'numeric',
      weekday: 'short',
    }),
  },
  en: {
    minute: new Intl.DateTimeFormat('en-GB', {
      timeZone: ZONE,
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
    date: new Intl.DateTimeFormat('en-GB', {
      timeZone: ZONE,
      year: 'numeric',
      month: 'short',
      day: 'numeric',
    }),
    short: new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, month: 'short', day: 'numeric' }),
    day: new Intl.DateTimeFormat('en-GB', {
      timeZone: ZONE,
      month: 'short',
      day: 'numeric',
      weekday: 'short',
    }),
  },
} as const;

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, timeStyle: 'medium', hourCycle: 'h23' });
const hourAndMinute = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  timeStyle: 'short',
  hourCycle: 'h23',
});

/** Date and time to the minute: `2021年11月18日 18:00`, `18 Nov 2021, 18:00`. */
export const minuteOf = (utc: string, lang: Lang): string => formats[lang].minute.format(new Date(utc));

/** The day: `2021年11月18日`, `18 Nov 2021`. */
export const dayOf = (utc: string, lang: Lang): string => formats[lang].date.format(new Date(utc));

/** A day of these weeks: `11月18日`, `18 Nov`. */
export const shortDayOf = (utc: string, lang: Lang): string => formats[lang].short.format(new Date(utc));

/** A due date, with its weekday: `11月18日周四 18:00`, `Thu, 18 Nov, 18:00`. */
export const dueOf = (utc: string, lang: Lang): string => {
  const at = new Date(utc);
  const day = formats[lang].day.format(at);
  return lang === 'zh' ? `${day} ${hourAndMinute.format(at)}` : `${day}, ${hourAndMinute.format(at)}`;
};

/** The time of day to the second: `10:32:05`. */
export const clockOf = (utc: string): string => clock.format(new Date(utc));

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

/** A place on an axis of time, given as a date that reads in UTC what clocks in Beijing show: the day, or its hour. */
export function tickOf(beijing: Date, lang: Lang): string {
  const [hours, minutes] = [beijing.getUTCHours(), beijing.getUTCMinutes()];
  const [month, day] = [beijing.getUTCMonth() + 1, beijing.getUTCDate()];
  if (hours === 0 && minutes === 0) return lang === 'zh' ? `${month}月${day}日` : `${day}/${month}`;
  return [hours, minutes].map((part) => String(part).padStart(2, '0')).join(':');
}
