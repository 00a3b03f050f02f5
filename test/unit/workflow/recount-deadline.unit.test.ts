import { describe, expect, it } from '@jest/globals';
import { type Calendar, shippedCalendar } from '../../../shared/values/calendar/calendar.ts';
import type { Command } from '../../../shared/workflow/commands.ts';
import { aNotice } from '../../builders/notices.ts';
import { atApproval, by, type Given, given, inReview } from '../../builders/workflow.ts';

const at = { stage: 'finance-review', revision: 1 };
const recount: Command = { type: 'recount-deadline', ...at };
const remind: Command = { type: 'remind', ...at };
const of = (utc: string): string => new Date(`${utc}+08:00`).toISOString();

/** A Tuesday. By rule New Year's Day alone is off: reminders on the 31st and the 5th, the deadline on the 6th. */
const asked = of('2026-12-29T10:00');
const before: Calendar = { ...shippedCalendar, version: 'before' };
const inDecember: readonly Given[] = inReview.map(
  (command) => [command, { at: asked, calendar: before }] as const,
);

/** Announced: the 4th is off as well. */
const later: Calendar = {
  version: 'later',
  notices: [...before.notices, aNotice(2027, { daysOff: ['2027-01-02', '2027-01-03', '2027-01-04'] })],
};
/** Announced: the Saturday and the Sunday are worked. */
const sooner: Calendar = {
  version: 'sooner',
  notices: [...before.notices, aNotice(2027, { workdays: ['2027-01-02', '2027-01-03'] })],
};

it('is counted by rule while the year is not announced', () => {
  const request = given(...inDecember).story().loaded?.requests[0];
  expect(request).toMatchObject({
    deadline: of('2027-01-06T18:00'),
    dueAt: of('2026-12-31T09:00'),
    calendar: 'before',
  });
});

describe('a calendar that moves the deadline', () => {
  it('makes an event with the deadline counted from when it was asked, and names who is told', () => {
    const after = given(...inDecember)
      .when(recount, { at: of('2026-12-30T10:00'), calendar: later })
      .follows([
        {
          action: 'deadline-changed',
          ...at,
          actor: { id: 'sweep', name: 'Countersign', role: 'system', via: 'system' },
          assignees: [{ id: 'reviewer', name: 'reviewer' }],
          deadline: of('2027-01-07T18:00'),
          calendar: 'later',
          requestId: 'P-r1-finance-review-counted-by-later',
        },
      ]);
    expect(after?.loaded?.requests[0]).toMatchObject({
      deadline: of('2027-01-07T18:00'),
      dueAt: of('2026-12-31T09:00'),
      calendar: 'later',
    });
  });

  it('moves the next reminder with it', () => {
    const after = given(...inDecember, [remind, { at: of('2026-12-31T09:00'), calendar: before }])
      .when(recount, { at: of('2026-12-31T10:00'), calendar: later })
      .follows([{ action: 'deadline-changed', deadline: of('2027-01-07T18:00') }]);
    expect(after?.loaded?.requests[0]).toMatchObject({ steps: 1, dueAt: of('2027-01-06T09:00') });
  });

  it('may bring it forward', () => {
    given(...inDecember)
      .when(recount, { at: of('2026-12-30T10:00'), calendar: sooner })
      .follows([{ action: 'deadline-changed', deadline: of('2027-01-04T18:00') }]);
  });

  it('but to no less than two working days from now', () => {
    const after = given(...inDecember)
      .when(recount, { at: of('2027-01-02T10:00'), calendar: sooner })
      .follows([{ action: 'deadline-changed', deadline: of('2027-01-04T18:00') }]);
    const soon = given(...inDecember)
      .when(recount, { at: of('2027-01-03T10:00'), calendar: sooner })
      .follows([{ action: 'deadline-changed', deadline: of('2027-01-05T18:00') }]);
    expect(after?.loaded?.requests[0]?.deadline).not.toBe(soon?.loaded?.requests[0]?.deadline);
  });

  it('escalates on the evening that was told, not on the one that was counted', () => {
    const steps: Given[] = [
      [remind, { at: of('2026-12-31T09:00'), calendar: before }],
      [recount, { at: of('2027-01-03T10:00'), calendar: sooner }],
      [remind, { at: of('2027-01-04T09:00'), calendar: sooner }],
    ];
    expect(given(...inDecember, ...steps).story().loaded?.requests[0]).toMatchObject({
      steps: 2,
      dueAt: of('2027-01-05T18:00'),
    });
  });

  it('leaves a deadline that is nearer than that where it is', () => {
    const after = given(...inDecember)
      .when(recount, { at: of('2027-01-05T10:00'), calendar: sooner })
      .follows([]);
    expect(after?.loaded?.requests[0]).toMatchObject({
      deadline: of('2027-01-06T18:00'),
      calendar: 'sooner',
    });
  });

  it('leaves one that has passed by either calendar', () => {
    given(...inDecember)
      .when(recount, { at: of('2027-01-08T10:00'), calendar: later })
      .follows([]);
  });

  it('opens one again that has passed by the old and not by the new', () => {
    given(...inDecember)
      .when(recount, { at: of('2027-01-07T10:00'), calendar: later })
      .follows([{ action: 'deadline-changed', deadline: of('2027-01-11T18:00') }]);
  });

  it('tells those alone who have not decided, and asks them anew where a mail had not arrived', () => {
    const failed: Command = {
      type: 'report-mail-failure',
      seq: 3,
      recipient: { id: 'reviewer', name: 'reviewer' },
      asked: true,
      reason: 'bounced',
      again: false,
      ...at,
    };
    const after = given(...inDecember, [failed, { at: of('2026-12-29T11:00'), calendar: before }])
      .when(recount, { at: of('2026-12-30T10:00'), calendar: later })
      .follows([{ action: 'deadline-changed' }]);
    const [reviewer] = after?.loaded?.requests[0]?.assignees ?? [];
    expect(reviewer).toMatchObject({ id: 'reviewer' });
    expect(reviewer).not.toHaveProperty('undeliveredAt');
  });
});

it('makes no event where the deadline is the same: the calendar alone moves, a step that was put off stays so', () => {
  const same: Calendar = { version: 'same', notices: [...before.notices, aNotice(2027)] };
  const putOff: Command = { type: 'postpone', ...at, until: of('2027-01-04T09:00') };
  const after = given(...inDecember, putOff)
    .when(recount, { at: of('2026-12-30T10:00'), calendar: same })
    .follows([]);
  expect(after?.loaded?.requests[0]).toMatchObject({
    deadline: of('2027-01-06T18:00'),
    dueAt: of('2027-01-04T09:00'),
    calendar: 'same',
  });
});

it('is refused where it was counted by this calendar already', () => {
  given(...inDecember)
    .when(recount, { at: of('2026-12-30T10:00'), calendar: before })
    .refuses('not-due');
});

it('is refused once the request is decided', () => {
  given(...atApproval)
    .when(recount, { calendar: later })
    .refuses('request-closed');
  const withdraw: Command = { type: 'withdraw', actor: by('maker'), requestId: 'w', version: 2 };
  given(...inDecember, [withdraw, { at: asked, calendar: before }])
    .when(recount, { at: asked, calendar: later })
    .refuses('request-closed');
});
