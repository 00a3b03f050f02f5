import { describe, expect, it } from '@jest/globals';
import { shippedCalendar } from '../../../shared/values/calendar/calendar.ts';
import {
  deadlineOf,
  lapseAfterWarning,
  lapseStepAt,
  stepAt,
  stepKind,
} from '../../../shared/workflow/deadlines.ts';
import { defaultStages } from '../../../shared/workflow/stages.ts';

const [stage] = defaultStages.filter(({ id }) => id === 'finance-review');
if (!stage) throw new Error('There is no finance review');

describe('a request of a Friday before the National Day holiday of 2021', () => {
  // Sunday 26 September was worked, and so was Saturday 9 October; 1 to 7 October were days off.
  const asked = new Date('2021-09-24T15:00:00+08:00');
  const wait = { requestedAt: asked.toISOString(), deadline: '2021-09-30T10:00:00.000Z' };

  it('counts make-up days as working days and the holiday as none', () => {
    expect(stepAt(shippedCalendar, stage, wait, 0)).toEqual(new Date('2021-09-27T09:00:00+08:00'));
    expect(stepAt(shippedCalendar, stage, wait, 1)).toEqual(new Date('2021-09-29T09:00:00+08:00'));
    expect(deadlineOf(shippedCalendar, stage, asked)).toEqual(new Date('2021-09-30T18:00:00+08:00'));
  });

  it('reminds twice, escalates, and then reminds every week, never on a day off', () => {
    expect([0, 1, 2, 3, 4].map(stepKind)).toEqual([
      'reminded',
      'reminded',
      'escalated',
      'reminded',
      'reminded',
    ]);
    // A week after the deadline is 7 October, a holiday: the next working morning is that of the 8th.
    expect(stepAt(shippedCalendar, stage, wait, 3)).toEqual(new Date('2021-10-08T09:00:00+08:00'));
  });

  it('counts by the days that a stage of its own has', () => {
    const quick = { ...stage, deadlines: [1, 2, 3] } as const;
    expect(deadlineOf(shippedCalendar, quick, asked)).toEqual(new Date('2021-09-28T18:00:00+08:00'));
  });
});

describe('a request whose mails come late', () => {
  // Wednesday, Thursday, Monday and so on of March 2026, a month without holidays.
  const asked = new Date('2026-03-04T10:00:00+08:00');
  const wait = {
    requestedAt: asked.toISOString(),
    deadline: deadlineOf(shippedCalendar, stage, asked).toISOString(),
  };
  const at = (text: string) => new Date(`2026-03-${text}+08:00`);

  it.each([
    ['the mail that asks', 0, '12T15:00', '16T09:00'],
    ['the first reminder', 1, '12T15:00', '16T09:00'],
    ['the second reminder', 2, '12T15:00', '13T18:00'],
    ['the escalation', 3, '18T15:00', '25T15:00'],
    ['a weekly reminder', 4, '26T15:00', '02T15:00'],
  ])('keeps the usual distance from %s', (_, step, told, due) => {
    const expected = step === 4 ? new Date('2026-04-02T15:00:00+08:00') : at(`${due}:00`);
    expect(stepAt(shippedCalendar, stage, wait, step, at(`${told}:00`))).toEqual(expected);
  });

  it('is due as planned where they came in time', () => {
    const times = ['06T09:00:30', '10T09:00:30', '11T18:00:30'].map(at);
    expect(times.map((told, step) => stepAt(shippedCalendar, stage, wait, step + 1, told))).toEqual([
      stepAt(shippedCalendar, stage, wait, 1),
      stepAt(shippedCalendar, stage, wait, 2),
      at('19T09:00:00'),
    ]);
  });
});

describe('a returned project', () => {
  const returned = new Date('2021-03-01T10:00:00+08:00');

  it.each([
    [60, ['2021-04-16T10:00:00+08:00', '2021-04-23T10:00:00+08:00', '2021-04-30T10:00:00+08:00']],
    [30, ['2021-03-17T10:00:00+08:00', '2021-03-24T10:00:00+08:00', '2021-03-31T10:00:00+08:00']],
  ])('that may lie %i days is warned two weeks and one week before it lapses', (days, expected) => {
    expect(([0, 1, 2] as const).map((step) => lapseStepAt(shippedCalendar, returned, step, days))).toEqual(
      expected.map((text) => new Date(text)),
    );
  });

  it('waits a week after a warning that came late, and says when it lapses then', () => {
    const late = new Date('2021-06-02T15:00:00+08:00');
    expect(lapseStepAt(shippedCalendar, returned, 1, 60, late)).toEqual(
      new Date('2021-06-09T15:00:00+08:00'),
    );
    expect(lapseAfterWarning(shippedCalendar, 1, returned, 60, late)).toEqual(
      new Date('2021-06-16T15:00:00+08:00'),
    );
    expect(lapseAfterWarning(shippedCalendar, 2, returned, 60, late)).toEqual(
      new Date('2021-06-09T15:00:00+08:00'),
    );
  });

  it('lapses on no day off: the Dragon Boat festival moves the second warning, and the lapse with it', () => {
    const late = new Date('2021-06-07T15:00:00+08:00');
    expect(lapseAfterWarning(shippedCalendar, 1, returned, 60, late)).toEqual(
      new Date('2021-06-22T09:00:00+08:00'),
    );
  });
});
