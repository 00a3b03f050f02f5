import { describe, expect, it } from '@jest/globals';
import { shippedCalendar } from '../../../shared/values/calendar/calendar.ts';
import { waitBetween, waitText } from '../../../shared/values/wait-text.ts';

/** A Wednesday of a week without holidays, 10:00 in Beijing. */
const from = '2026-03-18T10:00:00+08:00';

describe('a wait', () => {
  it.each([
    [
      '2026-03-23T13:00:00+08:00',
      '5 天 3 小时（3 个工作日 3 小时）',
      '5 days 3 hours (3 working days 3 hours)',
    ],
    ['2026-03-19T10:00:00+08:00', '1 天（1 个工作日）', '1 day (1 working day)'],
    ['2026-03-19T08:00:00+08:00', '22 小时（工作时间 8 小时）', '22 hours (8 hours of working time)'],
    ['2026-03-18T10:25:00+08:00', '25 分钟（工作时间 25 分钟）', '25 minutes (25 minutes of working time)'],
    [
      '2026-03-18T10:00:10+08:00',
      '不到 1 分钟（工作时间不到 1 分钟）',
      'under a minute (under a minute of working time)',
    ],
  ])('until %s is told as time that has passed and as working time', (to, zh, en) => {
    const wait = waitBetween(shippedCalendar, from, to);
    expect([waitText(wait, 'zh'), waitText(wait, 'en')]).toEqual([zh, en]);
  });

  it('over a weekend holds no working time, and says so', () => {
    const wait = waitBetween(shippedCalendar, '2026-03-20T18:00:00+08:00', '2026-03-22T20:00:00+08:00');
    expect(wait.days).toBe(0);
    expect(waitText(wait, 'zh')).toBe('2 天 2 小时（均为非工作时间）');
    expect(waitText(wait, 'en')).toBe('2 days 2 hours (none of it working time)');
  });
});
