import type { Problem } from '../../contract/problem.ts';
import type { Step } from '../exchange.ts';

/** Refuses what no row has, before anything of the request is held against what only a route could ask for. */
export function demandRoute(unrouted: (path: string) => Promise<Problem>): Step {
  return {
    before: async ({ event: { route, event } }) => {
      if (!route) throw await unrouted(event.rawPath);
    },
  };
}
