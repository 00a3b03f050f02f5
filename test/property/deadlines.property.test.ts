import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Calendar, isWorkingDay, shippedCalendar } from '../../shared/values/calendar/calendar.ts';
import { statutoryDaysOff } from '../../shared/values/calendar/statutory.ts';
import { atHour, beijingDay, EVENING, eveningAfter } from '../../shared/values/working-days.ts';
import { deadlineOf, recountedDeadline, stepAt } from '../../shared/workflow/deadlines.ts';
import { defaultStages, type Stage } from '../../shared/workflow/stages.ts';
import { aNotice } from '../builders/notices.ts';

const [first] = defaultStages;
if (!first) throw new Error('There are no stages');

const DAY_MS = 86_400_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/** Days to the reminders and to the deadline, each at least the one before. */
const stages: fc.Arbitrary<Stage> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }))
  .map(([a, b, c]) => ({ ...first, deadlines: [a, a + b, a + b + c] }));

/** What could be announced for a year: any weekdays off, any weekend days worked. */
const calendars = (year: number): fc.Arbitrary<Calendar> => {
  const day = fc.integer({ min: 0, max: 364 }).map((days) => dayOf(Date.UTC(year, 0, 1) + days * DAY_MS));
  return fc
    .tuple(fc.array(day, { maxLength: 12 }), fc.array(day, { maxLength: 8 }), fc.string({ minLength: 1 }))
    .map(([off, on, name]) => {
      const statutory = statutoryDaysOff(year);
      const workdays = [...new Set(on)].filter((one) => isWeekend(one) && !statutory.includes(one));
      const daysOff = off.filter((one) => !workdays.includes(one));
      return {
        version: `of ${name}`,
        notices: [...shippedCalendar.notices, aNotice(year, { daysOff, workdays })],
      };
    });
};

const years = fc.integer({ min: 2027, max: 2049 });
const cases = years.chain((year) =>
  fc.record({
    calendar: calendars(year),
    stage: stages,
    asked: fc
      .integer({ min: Date.UTC(year, 0, 1) - 20 * DAY_MS, max: Date.UTC(year, 11, 31) })
      .map((ms) => new Date(ms)),
    /** How long after that it is looked at. */
    laterMs: fc.oneof(fc.integer({ min: 0, max: 20 * DAY_MS }), fc.integer({ min: 0, max: 60 * DAY_MS })),
  }),
);

it('no deadline comes before its reminders, and all of them lie on working days', () => {
  fc.assert(
    fc.property(cases, ({ calendar, stage, asked }) => {
      const deadline = deadlineOf(calendar, stage, asked);
      const wait = { requestedAt: asked.toISOString(), deadline: deadline.toISOString() };
      const steps = [0, 1, 2, 3, 4].map((step) => stepAt(calendar, stage, wait, step));
      expect(steps).toEqual(steps.toSorted((a, b) => a.getTime() - b.getTime()));
      expect(steps[2]).toEqual(deadline);
      for (const step of steps)
        expect([step, isWorkingDay(calendar, beijingDay(step))]).toEqual([step, true]);
      expect(deadline).toEqual(atHour(beijingDay(deadline), EVENING));
    }),
  );
});

it('a deadline is so many working days after the asking', () => {
  fc.assert(
    fc.property(cases, ({ calendar, stage, asked }) => {
      const last = beijingDay(deadlineOf(calendar, stage, asked));
      let counted = 0;
      for (let ms = Date.parse(`${beijingDay(asked)}T00:00:00Z`) + DAY_MS; dayOf(ms) <= last; ms += DAY_MS)
        if (isWorkingDay(calendar, dayOf(ms))) counted += 1;
      expect(counted).toBe(stage.deadlines?.[2]);
    }),
  );
});

it('counting anew by the same calendar changes nothing, whenever it is done', () => {
  fc.assert(
    fc.property(cases, ({ calendar, stage, asked, laterMs }) => {
      const deadline = deadlineOf(calendar, stage, asked).toISOString();
      const now = new Date(asked.getTime() + laterMs).toISOString();
      expect(recountedDeadline(calendar, stage, { requestedAt: asked.toISOString(), deadline }, now)).toBe(
        deadline,
      );
    }),
  );
});

it('counting anew by another moves a deadline to what is counted, or leaves two working days', () => {
  fc.assert(
    fc.property(cases, ({ calendar, stage, asked, laterMs }) => {
      const before = deadlineOf(shippedCalendar, stage, asked).toISOString();
      const wait = { requestedAt: asked.toISOString(), deadline: before };
      const now = new Date(asked.getTime() + laterMs);
      const after = recountedDeadline(calendar, stage, wait, now.toISOString());
      if (after === before) return;
      const soonest = eveningAfter(calendar, now, 2).toISOString();
      expect([deadlineOf(calendar, stage, asked).toISOString(), soonest]).toContain(after);
      expect(after >= soonest).toBe(true);
      // Once more, by the same calendar and a moment later, it stays.
      const again = recountedDeadline(
        calendar,
        stage,
        { ...wait, deadline: after },
        new Date(now.getTime() + 1).toISOString(),
      );
      expect(again).toBe(after);
    }),
    // Few of what could be announced bring a deadline forward that is near.
    { numRuns: 2_000 },
  );
});
