import { act, decide, submit, why } from '../acts.ts';
import type { Flow } from '../flow.ts';

const asked = ['created', 'submitted', 'requested'] as const;

/** What happens by itself while somebody waits. */
export const waitingFlows: readonly Flow[] = [
  {
    name: 'remind and escalate',
    bySchedules: true,
    async play(run) {
      await submit(run);
      await run.link('reviewer');
      await run.days(1, ...asked, 'reminded', 'reminded', 'escalated');
      await run.told('administrator', 'escalated');
      await act(run, 'withdraw');
    },
    ends: 'withdrawn',
    history: [...asked, 'reminded', 'reminded', 'escalated', 'withdrawn'],
  },
  {
    name: 'lapse',
    bySchedules: true,
    async play(run) {
      await submit(run);
      await decide(run, await run.link('reviewer'), { outcome: 'return', comment: why });
      await run.days(4, ...asked, 'decided', 'returned', 'reminded', 'reminded', 'lapsed');
    },
    ends: 'lapsed',
    history: [...asked, 'decided', 'returned', 'reminded', 'reminded', 'lapsed'],
  },
];
