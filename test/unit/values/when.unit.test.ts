import { describe, expect, it } from '@jest/globals';
import { clockOf, dueOf, minuteOf, tickOf, workingSpanOf } from '../../../shared/values/when.ts';

describe('times are Beijing’s', () => {
  it.each([
    ['2026-11-18T10:00:00.000Z', '2026年11月18日 18:00', '18 Nov 2026, 18:00'],
    // A new day, and a new year, begin eight hours before those of UTC.
    ['2026-11-17T16:00:00.000Z', '2026年11月18日 00:00', '18 Nov 2026, 00:00'],
    ['2026-12-31T15:59:59.999Z', '2026年12月31日 23:59', '31 Dec 2026, 23:59'],
    ['2026-12-31T16:00:00.000Z', '2027年1月1日 00:00', '1 Jan 2027, 00:00'],
  ])('%s', (utc, zh, en) => {
    expect(minuteOf(utc, 'zh')).toBe(zh);
    expect(minuteOf(utc, 'en')).toBe(en);
  });

  it('tells the weekday of what is due, and the second of what was saved', () => {
    expect(dueOf('2026-11-18T10:00:00.000Z', 'zh')).toBe('11月18日周三 18:00');
    expect(dueOf('2026-11-18T10:00:00.000Z', 'en')).toBe('Wed 18 Nov, 18:00');
    expect(clockOf('2026-11-18T02:32:05.000Z')).toBe('10:32:05');
  });

  it('names the days of an axis so that no month is taken for a day', () => {
    const day = new Date('2026-11-10T00:00:00.000Z');
    expect([tickOf(day, 'zh'), tickOf(day, 'en')]).toEqual(['11月10日', '10 Nov']);
    expect(tickOf(new Date('2026-11-10T09:30:00.000Z'), 'en')).toBe('09:30');
  });
});

describe('a length of working time', () => {
  it.each([
    [0, '不到 1 分钟', 'under a minute'],
    [1 / 540, '1 分钟', '1 minute'],
    [1 / 9, '1 小时', '1 hour'],
    [2 / 9 + 5 / 540, '2 小时 5 分钟', '2 hours 5 minutes'],
    [1 + 3 / 9 + 29 / 540, '1 个工作日 3 小时', '1 working day 3 hours'],
    [2 + 4 / 540, '2 个工作日', '2 working days'],
    // Rounded to minutes before it is divided: 8 hours and 59.9 minutes are a day, not "9 hours".
    [0.9999, '1 个工作日', '1 working day'],
  ])('of %f days', (days, zh, en) => {
    expect(workingSpanOf(days, 'zh')).toBe(zh);
    expect(workingSpanOf(days, 'en')).toBe(en);
  });
});
