import { Problem } from '../../contract/problem.ts';
import type { RouteRow } from '../../contract/route.ts';
import type { Step } from '../exchange.ts';

/** What its own role may, a program may; of what everybody may who is signed in, the row says. */
const isForPrograms = ({ who, programs }: Pick<RouteRow, 'who' | 'programs'>): boolean =>
  typeof who === 'object' || programs === true;

const forPeople = {
  zh: '程序密钥只能用于申报或查阅：作出决定和本人的事项，须由本人登录后办理',
  en: 'A program’s key is for submitting or for reading: decisions, and what is a person’s own, are for people who sign in',
};

/** Holds the person against the route's policy. Rights on one project are the use case's, from its record. */
export function policy(): Step {
  return {
    before: ({ event: { route, person, isIdle } }) => {
      if (!route || route.who === 'public') return;
      if (person?.program !== undefined && !isForPrograms(route))
        throw new Problem('forbidden', { detail: forPeople });
      if (route.who === 'link') return;
      if (!person)
        throw new Problem(isIdle ? 'session-idle' : 'unauthenticated', {
          headers: { 'www-authenticate': 'Bearer' },
        });
      if (route.who === 'signed-in') return;
      if (!route.who.roles.some((role) => person.roles.includes(role))) throw new Problem('forbidden');
    },
  };
}
