import { describe, expect, it } from '@jest/globals';
import { shippedCalendar } from '../../../shared/values/calendar/calendar.ts';
import { closedBetween, isOfficeTime, workingDaysBetween } from '../../../shared/values/office-time.ts';

const HOUR_MS = 3_600_000;
/** A moment in Beijing, as UTC. */
const at = (beijing: string): string => new Date(`${beijing}+08:00`).toISOString();

describe('a moment in Beijing', () => {
  it.each([
    ['2026-11-09T08:59:59.999', false, 'a Monday, before the offices open'],
    ['2026-11-09T09:00:00.000', true, 'a Monday, as they open'],
    ['2026-11-09T17:59:59.999', true, 'a Monday, before they close'],
    ['2026-11-09T18:00:00.000', false, 'a Monday, as they close'],
    ['2026-11-09T00:30:00.000', false, 'after midnight, which is still Sunday in UTC'],
    ['2026-11-08T10:00:00.000', false, 'a Sunday'],
    ['2026-10-01T10:00:00.000', false, 'National Day, a Thursday'],
    ['2026-10-10T10:00:00.000', true, 'a Saturday that makes up for a holiday'],
    ['2026-01-01T10:00:00.000', false, 'New Year'],
    ['2025-12-31T17:00:00.000', true, 'the last hour of the year in which offices are open'],
  ])('%s is office time: %s (%s)', (beijing, isOpen) => {
    expect(isOfficeTime(shippedCalendar, at(beijing))).toBe(isOpen);
  });
});

describe('the working time between two moments', () => {
  it.each([
    ['2026-11-09T09:12', '2026-11-09T10:12', 1],
    // Nights do not count, and a day has nine hours.
    ['2026-11-09T17:00', '2026-11-10T10:00', 2],
    ['2026-11-09T09:00', '2026-11-10T09:00', 9],
    // Neither do weekends.
    ['2026-11-06T17:00', '2026-11-09T10:00', 2],
    // National Day's week has none, the Saturday that makes up for it has nine.
    ['2026-10-01T00:00', '2026-10-08T00:00', 0],
    ['2026-10-10T00:00', '2026-10-11T00:00', 9],
    // A year's end: the 31st counts, the holiday after it does not.
    ['2025-12-31T17:00', '2026-01-04T10:00', 2],
    ['2026-11-09T03:00', '2026-11-09T04:00', 0],
  ])('from %s to %s is %i hours', (from, to, hours) => {
    expect(workingDaysBetween(shippedCalendar, at(from), at(to))).toBe(hours / 9);
  });

  it('is what the closed times between them leave', () => {
    const [from, to] = [at('2026-09-28T11:00'), at('2026-10-12T11:00')];
    const closed = closedBetween(shippedCalendar, from, to);
    const ms = closed.reduce((sum, span) => sum + Date.parse(span.to) - Date.parse(span.from), 0);
    const open = Date.parse(to) - Date.parse(from) - ms;
    expect(open / (9 * HOUR_MS)).toBe(workingDaysBetween(shippedCalendar, from, to));
    expect(closed[0]).toEqual({ from: at('2026-09-28T18:00'), to: at('2026-09-29T09:00') });
  });

  it('is closed throughout where no office opens', () => {
    const [from, to] = [at('2026-11-07T08:00'), at('2026-11-08T20:00')];
    expect(closedBetween(shippedCalendar, from, to)).toEqual([{ from, to }]);
  });
});
