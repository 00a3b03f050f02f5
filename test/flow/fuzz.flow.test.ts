import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { accounts, fuzz } from '../fuzz/run.ts';
import { rubbishIn } from '../fuzz/stored.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

/** Calls of each account, some two of each route, and the seed that they follow from; `npm run fuzz` makes more. */
const COUNT = 260;
const SEED = 20_261_129;

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

it('whatever is asked, by whomever, is answered as the description of the API says, and leaves no rubbish', async () => {
  const { calls, faults, byStatus } = await fuzz(platform, accounts, COUNT, SEED);
  expect(faults).toEqual([]);
  expect(calls).toBe(COUNT * accounts.length);
  // It got through: a run that is refused everywhere proves nothing.
  const got = ['200', '201', '303', '400', '401', '403', '404', '409', '422'].filter(
    (status) => (byStatus[status] ?? 0) > 0,
  );
  expect(got).toEqual(['200', '201', '303', '400', '401', '403', '404', '409', '422']);
  expect(await rubbishIn(platform)).toEqual([]);
}, 600_000);
