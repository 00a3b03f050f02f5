import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { isWorkday } from 'chinese-days';
import {
  type Calendar,
  isProvisional,
  isWorkingDay,
  shippedCalendar,
} from '../../../../shared/values/calendar/calendar.ts';
import { PUBLISHED_BY } from '../../../../shared/values/calendar/published-notices.ts';
import { statutoryDaysOff } from '../../../../shared/values/calendar/statutory.ts';
import { dayAfter } from '../../../../shared/values/working-days.ts';
import { aNotice } from '../../../builders/notices.ts';

const publishedYears = [2020, 2021, 2022, 2023, 2024, 2025, 2026];

const isWeekday = (day: string): boolean => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

function daysOf(year: number): string[] {
  const days: string[] = [];
  for (let day = `${year}-01-01`; day.startsWith(`${year}-`); day = dayAfter(day)) days.push(day);
  return days;
}

/** What a calendar makes of a year: weekdays that are off, weekend days that are worked; as month and day. */
function unusual(calendar: Calendar, year: number): { off: string; worked: string } {
  const days = daysOf(year);
  const named = (some: readonly string[]) => some.map((day) => day.slice(5)).join(' ');
  return {
    off: named(days.filter((day) => isWeekday(day) && !isWorkingDay(calendar, day))),
    worked: named(days.filter((day) => !isWeekday(day) && isWorkingDay(calendar, day))),
  };
}

describe('a year that was announced', () => {
  it.each(publishedYears)('%i is day by day as the package has it', (year) => {
    for (const day of daysOf(year))
      expect([day, isWorkingDay(shippedCalendar, day)]).toEqual([day, isWorkday(day)]);
  });

  // As the State Council announced them.
  it.each([
    {
      year: 2024,
      off: '01-01 02-12 02-13 02-14 02-15 02-16 04-04 04-05 05-01 05-02 05-03 06-10 09-16 09-17 10-01 10-02 10-03 10-04 10-07',
      worked: '02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12',
    },
    {
      year: 2025,
      off: '01-01 01-28 01-29 01-30 01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 10-01 10-02 10-03 10-06 10-07 10-08',
      worked: '01-26 02-08 04-27 09-28 10-11',
    },
    {
      year: 2026,
      off: '01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06 10-07',
      worked: '01-04 02-14 02-28 05-09 09-20 10-10',
    },
  ])('$year has its days off and its make-up days', ({ year, off, worked }) => {
    expect(unusual(shippedCalendar, year)).toEqual({ off, worked });
  });

  it('knows all years that the package knows, and says so by its version', () => {
    const folder = createRequire(import.meta.url)
      .resolve('chinese-days')
      .replace(/dist\/.*$/, '');
    const { version } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
    expect(PUBLISHED_BY).toBe(`chinese-days ${version}`);
    const { holidays } = JSON.parse(readFileSync(`${folder}dist/chinese-days.json`, 'utf8'));
    const years = new Set(Object.keys(holidays).map((day) => Number(day.slice(0, 4))));
    expect(shippedCalendar.notices.map(({ year }) => year)).toEqual(
      [...years].filter((year) => year >= 2020).sort(),
    );
  });
});

describe('a year that was not announced', () => {
  // By rule, not verified: no notice for them is known yet.
  it.each([
    {
      year: 2027,
      off: '01-01 02-05 02-08 04-05 06-09 09-15 10-01',
      statutory: '01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03',
    },
    {
      year: 2028,
      off: '01-25 01-26 01-27 01-28 04-04 05-01 05-02 10-02 10-03',
      statutory: '01-01 01-25 01-26 01-27 01-28 04-04 05-01 05-02 05-28 10-01 10-02 10-03',
    },
  ])('$year has its statutory days off, and no make-up days', ({ year, off, statutory }) => {
    expect(unusual(shippedCalendar, year)).toEqual({ off, worked: '' });
    expect(
      statutoryDaysOff(year)
        .map((day) => day.slice(5))
        .join(' '),
    ).toBe(statutory);
  });

  it('had three days of Spring Festival and one of Labour Day before 2025', () => {
    expect(statutoryDaysOff(2024).map((day) => day.slice(5))).toEqual([
      '01-01',
      '02-10',
      '02-11',
      '02-12',
      '04-04',
      '05-01',
      '06-10',
      '09-17',
      '10-01',
      '10-02',
      '10-03',
    ]);
  });

  it('is provisional, and so is what reaches into it', () => {
    expect(isProvisional(shippedCalendar, '2026-12-01', '2026-12-31')).toBe(false);
    expect(isProvisional(shippedCalendar, '2026-12-31', '2027-01-01')).toBe(true);
    expect(isProvisional(shippedCalendar, '2027-03-01', '2027-03-02')).toBe(true);
  });
});

describe('a notice that is added', () => {
  const added = aNotice(2027, {
    daysOff: ['2027-01-02', '2027-01-03', '2027-02-09'],
    workdays: ['2027-01-31'],
  });
  const calendar: Calendar = { version: 'added', notices: [...shippedCalendar.notices, added] };

  it('moves days off and make-up days, and ends what was provisional', () => {
    const { off, worked } = unusual(calendar, 2027);
    expect([off.includes('02-09'), worked]).toEqual([true, '01-31']);
    expect(isProvisional(calendar, '2026-12-31', '2027-01-01')).toBe(false);
  });

  it('replaces the year’s earlier one whole', () => {
    const corrected = { version: 'corrected', notices: [...calendar.notices, aNotice(2027)] };
    expect(unusual(corrected, 2027)).toEqual(unusual(shippedCalendar, 2027));
  });

  it('may speak of days of the year before', () => {
    const early = aNotice(2027, { daysOff: ['2026-12-31'] });
    const withEarly = { version: 'early', notices: [...shippedCalendar.notices, early] };
    expect(isWorkingDay(shippedCalendar, '2026-12-31')).toBe(true);
    expect(isWorkingDay(withEarly, '2026-12-31')).toBe(false);
  });
});
