import { expect, it } from '@jest/globals';
import { blowKinds } from '../../infra/local/control/struck-calls.ts';
import { campaign, told } from '../faults/campaign.ts';
import { flows } from '../faults/flows.ts';

/**
 * A part of `npm run faults`, which tries every fault at every call: every tenth call of every flow, with the kinds of
 * faults dealt out over them. The flow in which two months pass takes as long as all others.
 */
it('one outcome, everybody mailed, and nobody misled, whatever befalls a call', async () => {
  const played = flows.filter(({ name }) => name !== 'lapse');
  const shard = { index: 1, of: 10 };
  const outcome = await campaign({
    flows: played,
    kinds: blowKinds,
    faults: 'dealt',
    shard,
    report: () => {},
  });
  console.log(told(outcome));
  expect([...outcome.failures, ...outcome.broken]).toEqual([]);
  expect(new Set(outcome.tried.map(({ kind }) => kind))).toEqual(new Set(blowKinds));
  expect(new Set(outcome.tried.map(({ flow }) => flow.name))).toEqual(
    new Set(played.map(({ name }) => name)),
  );
});
