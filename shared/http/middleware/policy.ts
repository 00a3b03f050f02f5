import { Problem } from '../../contract/problem.ts';
import type { Step } from '../exchange.ts';

/** Holds the person against the route's policy. Rights on one project are the use case's, from its record. */
export function policy(): Step {
  return {
    before: ({ event: { route, person } }) => {
      if (!route || route.policy === 'public' || route.policy === 'link') return;
      if (!person) throw new Problem('unauthenticated', { headers: { 'www-authenticate': 'Bearer' } });
      if (route.policy === 'signed-in') return;
      if (!route.policy.roles.some((role) => person.roles.includes(role))) throw new Problem('forbidden');
    },
  };
}
