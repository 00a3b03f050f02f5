import { festivals } from './festivals.ts';

/** The days on which everybody is off by law, before any notice moves a weekend (State Council decree 795 of 2024). */

/** The years whose festivals are known. */
export const FIRST_YEAR = 2020;
export const LAST_YEAR = 2050;

const DAY_MS = 24 * 60 * 60_000;

const moved = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

export const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/** All of a year's, in the order of the calendar; of a year outside of the table those that do not move. */
export function statutoryDaysOff(year: number): string[] {
  // Since 2025 the lunar New Year's Eve and the second of May are days off as well.
  const isSince2025 = year >= 2025;
  const [spring, qingming, dragonBoat, midAutumn] = festivals[year] ?? [];
  const springDays = (isSince2025 ? [-1, 0, 1, 2] : [0, 1, 2]).flatMap((days) =>
    spring === undefined ? [] : [moved(`${year}-${spring}`, days)],
  );
  const fixed = ['01-01', '05-01', ...(isSince2025 ? ['05-02'] : []), '10-01', '10-02', '10-03'];
  const days = [...fixed, qingming, dragonBoat, midAutumn].flatMap((day) =>
    day === undefined ? [] : [`${year}-${day}`],
  );
  // Mid-Autumn may fall on National Day: that is one day off.
  return [...new Set([...days, ...springDays])].sort();
}
