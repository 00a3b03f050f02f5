import { expect, it } from '@jest/globals';
import { blowKinds } from '../../infra/local/control/struck-calls.ts';
import { campaign, told } from '../faults/campaign.ts';
import { flows } from '../faults/flows.ts';

// Two minutes and a half on a quiet machine, most of them waiting for hangs and for what dies.
const MOST_MS = 900_000;

/**
 * A part of `npm run faults`, which tries every fault at every boundary: every tenth of them, with the kinds of faults and
 * the flows dealt out over them. The flows in which schedules do the work take as long as all others.
 */
it(
  'one outcome, everybody mailed, and nobody misled, whatever befalls a call',
  async () => {
    const played = flows.filter(({ bySchedules }) => !bySchedules);
    const shard = { index: 1, of: 10 };
    const outcome = await campaign({
      flows: played,
      kinds: blowKinds,
      faults: 'dealt',
      shard,
      platforms: 2,
      report: () => {},
    });
    console.log(told(outcome));
    expect([...outcome.failures, ...outcome.broken]).toEqual([]);
    // A call may not come again when it is awaited, and few do not.
    const { tried, missed } = outcome;
    expect(missed.length).toBeLessThan(tried.length / 2);
    const dealt = [...tried, ...missed];
    // Which kinds are dealt follows from what is called: a part with few writes has none for one or two of them.
    expect(new Set(dealt.map(({ kind }) => kind)).size).toBeGreaterThan(blowKinds.length / 2);
    expect(new Set(dealt.map(({ flow }) => flow.name))).toEqual(new Set(played.map(({ name }) => name)));
  },
  MOST_MS,
);
