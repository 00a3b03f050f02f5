import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { shippedCalendar } from '../../shared/values/calendar/calendar.ts';
import { dayOf } from '../../shared/values/when.ts';
import { atHour, eveningAfter, morningAfter } from '../../shared/values/working-days.ts';
import {
  actOfUnit,
  changeDirectory,
  daysUntil,
  decideBy,
  eventually,
  historyOf,
  linkFor,
  mailsTo,
  passTime,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

/**
 * One leap of the clock is one outage: nothing of the schedule ran meanwhile, and one sweep runs after it. Time goes on
 * from one outage to the next, each of which begins on a day that it names, and looks at its own project.
 */

let platform: Platform;
/** What looks at the same months has a platform. */
function onePlatform(): void {
  beforeAll(async () => {
    platform = await startPlatform({ clock: '2026-03-18T02:00:00.000Z' });
  });
  afterEach(() => platform.faults({ clear: true }));
  afterAll(() => platform.stop());
}

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const WEEK_MS = 7 * DAY * 1000;

/** The events of waiting, oldest first. */
const waited = async (id: string): Promise<HistoryEvent[]> =>
  (await historyOf(platform, id)).filter(({ action }) =>
    ['reminded', 'escalated', 'lapsed'].includes(action),
  );
const actionsOf = (events: readonly HistoryEvent[]) => events.map(({ action }) => action);

async function passTimeUntil(at: Date): Promise<void> {
  await passTime(platform, (at.getTime() - (await platform.now()).getTime()) / 1000);
}

const begin = (day: string): Promise<void> => passTimeUntil(atHour(day, 11));

/** The mails to somebody about a project, by a word of their subject. */
const mailsOf = async (account: string, id: string, word: string) =>
  (await mailsTo(platform, account)).filter(
    ({ subject, headers }) => subject.includes(word) && headers['X-Countersign-Reference']?.startsWith(id),
  );

/** The next step: nothing before a moment, the step soon after it. Returns when it was really taken. */
async function stepAfter(id: string, earliest: Date, action: string): Promise<Date> {
  const before = await waited(id);
  // Sweeps that come right after the step before find nothing to do, nor does one just before the time.
  for (const _ of [1, 2, 3]) await passTime(platform, 6 * MINUTE);
  await passTimeUntil(new Date(earliest.getTime() - MINUTE * 1000));
  expect(actionsOf(await waited(id))).toEqual(actionsOf(before));
  await passTimeUntil(new Date(earliest.getTime() + 2 * MINUTE * 1000));
  const [next] = await daysUntil(platform, action, async () => {
    const after = (await waited(id)).slice(before.length);
    return after.length > 0 && after;
  });
  expect(next?.action).toBe(action);
  return new Date(next?.at ?? '');
}

const firstAfterOutage = async (id: string): Promise<Date> => {
  const [first] = await daysUntil(platform, 'the first step', async () => {
    const events = await waited(id);
    return events.length > 0 && events;
  });
  expect(first?.action).toBe('reminded');
  return new Date(first?.at ?? '');
};

describe('a request that waits through an outage', () => {
  onePlatform();

  // The outages end behind Qingming, on a Saturday and in Mid-Autumn.
  it.each([
    [20, '2026-03-18', '3月25日'],
    [3, '2026-05-13', '5月20日'],
    [93, '2026-06-24', '7月1日'],
  ])(
    'of %i days: each step keeps its distance from the one before, and the deadline stays',
    async (days, day, due) => {
      await begin(day);
      const { id } = await submit(platform);
      await linkFor(platform, 'reviewer', id);
      await passTime(platform, days * DAY);
      const first = await firstAfterOutage(id);
      const second = await stepAfter(id, morningAfter(shippedCalendar, first, 2), 'reminded');
      const third = await stepAfter(id, eveningAfter(shippedCalendar, second, 1), 'escalated');
      await stepAfter(id, new Date(third.getTime() + WEEK_MS), 'reminded');
      const requested = (await historyOf(platform, id)).find(({ action }) => action === 'requested');
      const deadline = eveningAfter(shippedCalendar, new Date(requested?.at ?? ''), 5).toISOString();
      expect(requested?.deadline).toBe(deadline);
      const [overdue] = await eventually('the mail to the superior', async () => {
        const mails = await mailsOf('approver', id, '超期');
        return mails.length > 0 && mails;
      });
      expect(overdue?.subject).toContain(due);
      expect((await actOfUnit(platform, id, 'withdraw')).status).toBe(200);
    },
    180_000,
  );

  it('counts from the mail, where it is the mail that could not be sent', async () => {
    await begin('2026-11-04');
    await platform.faults({ call: 'SendEmail', mode: 'refuse', times: 1000 });
    const { id } = await submit(platform);
    // Asked later it would be due later as well, and nothing would show that it waits for the mail.
    await eventually('the asking', async () =>
      (await historyOf(platform, id)).some(({ action }) => action === 'requested'),
    );
    for (const _ of [1, 2, 3, 4]) await passTime(platform, 5 * DAY);
    expect(await waited(id)).toEqual([]);
    await platform.faults({ clear: true });
    await passTime(platform, 40 * MINUTE);
    const [mail] = await eventually('the mail that asks', async () => {
      const mails = await mailsOf('reviewer', id, '');
      return mails.length > 0 && mails;
    });
    await stepAfter(id, morningAfter(shippedCalendar, new Date(mail?.at ?? ''), 2), 'reminded');
  });
});

describe('a returned project that lies through an outage', () => {
  onePlatform();

  // Planned are the first warning after 46 days, the second after 53, the lapse after 60.
  // The outages end in the holidays of May, on a working day and on a Saturday.
  it.each([
    [45, 3, '2026-03-18'],
    [45, 20, '2026-05-27'],
    [0, 93, '2026-09-03'],
  ])(
    'after %i days, of %i: a week after each warning, and on the day that the letter says',
    async (before, days, day) => {
      await begin(day);
      const { id } = await submit(platform);
      const link = await linkFor(platform, 'reviewer', id);
      await decideBy(platform, link, { outcome: 'return', comment: '请补充第三项支出的测算依据' });
      await passTime(platform, 6 * MINUTE);
      if (before > 0) await passTime(platform, before * DAY);
      expect(await waited(id)).toEqual([]);
      await passTime(platform, days * DAY);
      const first = await firstAfterOutage(id);
      const warnings = async (count: number) =>
        eventually(`${count} warnings`, async () => {
          const mails = await mailsOf('submitter', id, '即将逾期');
          return mails.length === count && mails;
        });
      const [told] = await warnings(1);
      const second = await stepAfter(id, new Date(first.getTime() + WEEK_MS), 'reminded');
      const last = (await warnings(2)).at(-1);
      const lapsed = await stepAfter(id, new Date(second.getTime() + WEEK_MS), 'lapsed');
      const until = `请于${dayOf(lapsed.toISOString(), 'zh')}前重新提交`;
      expect(told?.text).toContain(until);
      expect(last?.text).toContain(until);
    },
    180_000,
  );
});

describe('a stage with nobody left to ask', () => {
  onePlatform();

  it('is told to the administrators at once, at each step, and again every week', async () => {
    await changeDirectory(platform, (directory) => ({
      ...directory,
      units: directory.units.map((unit) =>
        unit.posts ? { ...unit, posts: unit.posts.filter(({ post }) => post !== 'reviewer') } : unit,
      ),
    }));
    const { id } = await submit(platform);
    const told = (count: number) =>
      eventually(`${count} mails`, async () => {
        const mails = await mailsTo(platform, 'administrator');
        return mails.filter(({ subject }) => subject.includes('无人可办')).length === count;
      });
    await told(1);
    const justAfter = (at: Date) => passTimeUntil(new Date(at.getTime() + 2 * MINUTE * 1000));
    await justAfter(atHour('2026-03-20', 9));
    await told(2);
    await justAfter(atHour('2026-03-24', 9));
    await told(3);
    await justAfter(atHour('2026-03-25', 18));
    const overdue = await eventually('the mail to the superior', async () =>
      (await mailsTo(platform, 'approver')).find(({ subject }) => subject.includes('超期')),
    );
    expect(overdue.text).toContain('目前无人办理');
    for (const count of [4, 5]) {
      await daysUntil(platform, 'the next week', async () => (await waited(id)).length === count);
      await told(count);
    }
    const times = (await waited(id)).map(({ at }) => Date.parse(at));
    for (const [index, at] of times.entries())
      if (index > 2) expect(at - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(WEEK_MS);
  });
});
