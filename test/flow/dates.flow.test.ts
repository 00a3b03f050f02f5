import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beijingDay } from '../../shared/values/working-days.ts';
import {
  daysUntil,
  decideBy,
  executionOf,
  historyOf,
  linkFor,
  linksFor,
  passTime,
  submit,
} from '../support/client.ts';
import { dates } from '../support/dates.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

const inOrder = dates.toSorted(([, one], [, other]) => Date.parse(one) - Date.parse(other));

/** Time leaps on from each of the dates to the next: what is handed in there has ended before. */
let platform: Platform;
beforeAll(async () => {
  const anHourBefore = new Date(Date.parse(inOrder[0]?.[1] ?? '') - 3_600_000);
  platform = await startPlatform({ clock: anHourBefore.toISOString() });
});
afterAll(() => platform.stop());

/** By the calendar on the wall, written down here: what the working days are is not asked of the product. */
const remindedOn: Readonly<Record<(typeof dates)[number][0], string>> = {
  'a Saturday': '2026-03-24',
  'the eve of National Day': '2026-10-09',
  '31 December, 23:50 in Beijing': '2027-01-05',
  '29 February': '2024-03-04',
  'a year whose holidays are not published': '2031-06-20',
};

describe.each(inOrder)('a project that is handed in at %s', (name, clock) => {
  it('is reminded of on the second working day, and approved', async () => {
    await passTime(platform, (Date.parse(clock) - (await platform.now()).getTime()) / 1000);
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    const reminder = await daysUntil(platform, 'the reminder', async () =>
      (await historyOf(platform, id)).find(({ action }) => action === 'reminded'),
    );
    expect(beijingDay(new Date(reminder.at))).toBe(remindedOn[name]);
    const link = (await linksFor(platform, 'reviewer', id)).at(-1) ?? '';
    expect(await decideBy(platform, link, { outcome: 'approve' })).toMatchObject({ status: 200 });
    expect(
      (await decideBy(platform, await linkFor(platform, 'approver', id), { outcome: 'approve' })).status,
    ).toBe(200);
    expect(await executionOf(platform, id)).toBe('SUCCEEDED');
  });
});
