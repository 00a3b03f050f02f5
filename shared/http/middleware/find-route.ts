import type { Step } from '../exchange.ts';
import { Problem } from '../problem.ts';

/** Refuses a route key that the template routes here and the function's table does not know. */
export function findRoute(): Step {
  return {
    before: ({ event: exchange }) => {
      if (!exchange.route) throw new Problem('not-found');
    },
  };
}
