import { describe, expect, it } from '@jest/globals';
import { distributionOf } from '../../../functions/history/pages/plots/distribution.ts';
import { overviewOf } from '../../../shared/history/overview.ts';
import { monthsBetween } from '../../../shared/values/beijing-month.ts';
import { shippedCalendar } from '../../../shared/values/calendar/calendar.ts';
import { actors, anEvent } from '../../builders/events.ts';

const settings = {
  thresholdsFen: [],
  calendar: shippedCalendar,
  stages: ['finance-review', 'approval'],
};
const period = { from: '2025-11-30T16:00:00.000Z', to: '2026-02-28T16:00:00.000Z' };

const decided = (at: string, outcome: 'approve' | 'return' | 'reject', more: object = {}) =>
  anEvent('P', 4, 'decided', at, { actor: actors.reviewer, stage: 'finance-review', outcome, ...more });

describe('decisions per month', () => {
  it('belong to the month that it is in Beijing, over the end of a year as well', () => {
    const { months } = overviewOf(
      [
        decided('2025-12-31T15:59:59.999Z', 'approve'),
        decided('2025-12-31T16:00:00.000Z', 'return'),
        decided('2026-02-28T15:59:59.999Z', 'reject'),
        anEvent('P', 5, 'returned', '2026-01-01T02:00:00.000Z'),
      ],
      period,
      settings,
    );
    expect(months).toEqual([
      { month: '2025-12', byOutcome: { approve: 1, return: 0, reject: 0 } },
      { month: '2026-01', byOutcome: { approve: 0, return: 1, reject: 0 } },
      { month: '2026-02', byOutcome: { approve: 0, return: 0, reject: 1 } },
    ]);
  });

  it('have no month that the period does not touch', () => {
    expect(monthsBetween('2026-11-30T16:00:00.000Z', '2026-12-31T16:00:00.000Z')).toEqual(['2026-12']);
    expect(monthsBetween('2026-11-30T15:59:59.999Z', '2026-12-31T16:00:00.001Z')).toEqual([
      '2026-11',
      '2026-12',
      '2027-01',
    ]);
  });
});

describe('waiting times', () => {
  it('are working time from the request to the decision, by stage', () => {
    const asked = '2026-01-09T09:00:00.000Z';
    const { waits } = overviewOf(
      [
        // Friday 17:00 to Monday 10:00: two hours of nine.
        decided('2026-01-12T02:00:00.000Z', 'approve', { requestedAt: asked }),
        decided('2026-01-09T09:30:00.000Z', 'return', { requestedAt: asked }),
        decided('2026-01-09T09:30:00.000Z', 'approve', { requestedAt: asked, stage: 'approval' }),
        decided('2026-01-09T09:30:00.000Z', 'approve'),
      ].reverse(),
      period,
      settings,
    );
    expect(waits.map(({ stage, days }) => [stage, days.map((day) => Math.round(day * 90) / 10)])).toEqual([
      ['finance-review', [0.5, 2]],
      ['approval', [0.5]],
    ]);
  });

  it('are distributed over half days, each on the side where it begins, the long ones together', () => {
    const { bins, count, medianDays } = distributionOf({
      stage: 'approval',
      days: [0, 0.49, 0.5, 4.99, 5, 31],
    });
    expect(bins.filter((bin) => bin.count > 0)).toEqual([
      { fromDays: 0, toDays: 0.5, count: 2 },
      { fromDays: 0.5, toDays: 1, count: 1 },
      { fromDays: 4.5, toDays: 5, count: 1 },
      { fromDays: 5, toDays: null, count: 2 },
    ]);
    expect(bins).toHaveLength(11);
    expect([count, medianDays]).toEqual([6, (0.5 + 4.99) / 2]);
  });
});

describe('amounts by unit', () => {
  it('are those of approved projects, the largest request first', () => {
    const approved = (id: string, unit: string, requestedFen: number, approvedFen: number) =>
      anEvent(id, 7, 'approved', '2026-01-09T02:00:00.000Z', { unit, requestedFen, approvedFen });
    const { amounts } = overviewOf(
      [
        approved('A', 'small', 1_000_000, 1_000_000),
        approved('B', 'large', 3_000_000, 2_000_000),
        approved('C', 'large', 500_000, 500_000),
        decided('2026-01-09T02:00:00.000Z', 'reject', { unit: 'large', requestedFen: 9_000_000 }),
      ],
      period,
      settings,
    );
    expect(amounts).toEqual([
      { unit: 'large', projects: 2, requestedFen: 3_500_000, approvedFen: 2_500_000 },
      { unit: 'small', projects: 1, requestedFen: 1_000_000, approvedFen: 1_000_000 },
    ]);
  });
});

describe('a period without events', () => {
  it('has its months and nothing else', () => {
    const { months, ...rest } = overviewOf([], period, settings);
    expect(months).toHaveLength(3);
    expect(rest).toEqual({
      waits: [],
      amounts: [],
      flags: {
        quick: 0,
        late: 0,
        delegated: 0,
        'off-hours': 0,
        'office-changed': 0,
        together: 0,
        'below-threshold': 0,
      },
      splits: [],
    });
  });
});
