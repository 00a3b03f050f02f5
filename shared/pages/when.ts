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

/** A due date, with its weekday: `11月18日周四 18:00`, `Thu, 18 Nov, 18:00`. */
export const dueOf = (utc: string, lang: Lang): string => {
  const at = new Date(utc);
  const day = formats[lang].day.format(at);
  return lang === 'zh' ? `${day} ${hourAndMinute.format(at)}` : `${day}, ${hourAndMinute.format(at)}`;
};

/** The time of day to the second: `10:32:05`. */
export const clockOf = (utc: string): string => clock.format(new Date(utc));

export const zoneOf = (lang: Lang): string => (lang === 'zh' ? '北京时间' : 'Beijing time');

const MINUTE = 60_000;

/** A length of time in its two largest units, as people say it; nothing that is shorter than a minute. */
export function spanOf(milliseconds: number, lang: Lang): string {
  const minutes = Math.floor(milliseconds / MINUTE);
  if (minutes < 1) return lang === 'zh' ? '不到 1 分钟' : 'under a minute';
  const parts: [number, string, string][] = [
    [Math.floor(minutes / 1_440), '天', 'day'],
    [Math.floor(minutes / 60) % 24, '小时', 'hour'],
    [minutes % 60, '分钟', 'minute'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, zh, en]) => (lang === 'zh' ? `${count} ${zh}` : `${count} ${en}${count === 1 ? '' : 's'}`))
    .join(' ');
}
