import { Problem } from '../../contract/problem.ts';
import type { Step } from '../exchange.ts';

/** Holds the person against the route's policy. Rights on one project are the use case's, from its record. */
export function policy(): Step {
  return {
    before: ({ event: { route, person, isIdle } }) => {
      if (!route || route.who === 'public' || route.who === 'link') return;
      if (!person)
        throw new Problem(isIdle ? 'session-idle' : 'unauthenticated', {
          headers: { 'www-authenticate': 'Bearer' },
        });
      if (route.who === 'signed-in') return;
      if (!route.who.roles.some((role) => person.roles.includes(role))) throw new Problem('forbidden');
    },
  };
}
