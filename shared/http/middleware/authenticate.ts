import type { Identity } from '../../identity/identity.ts';
import { sessionCookieName } from '../../identity/session.ts';
import type { Step } from '../exchange.ts';

const BEARER = /^bearer +(\S+)$/i;

/** Finds out who is asking, where the route can use the answer. A token that does not hold is refused at once. */
export function authenticate(identity: Identity | undefined, baseUrl: string): Step {
  const sessionCookie = sessionCookieName(baseUrl);
  return {
    before: async ({ event: exchange }) => {
      if (!identity || exchange.route?.who === 'public') return;
      const token = BEARER.exec(exchange.headers.authorization?.trim() ?? '')?.[1];
      const cookie = exchange.cookies.get(sessionCookie);
      if (token !== undefined) exchange.person = await identity.fromBearer(token);
      else if (cookie !== undefined) {
        const found = await identity.fromSession(cookie);
        if (found === 'idle') exchange.isIdle = true;
        else exchange.person = found;
      }
    },
  };
}
