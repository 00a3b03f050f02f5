import type { RouteRows } from '../contract/route.ts';
import { once } from '../values/once.ts';
import type { Handlers } from './route.ts';

/**
 * A table whose handlers are loaded with the first call to one of them: a part of a function that few calls are for. None
 * of them answers a mistyped query by itself.
 */
export function later<Rows extends RouteRows>(
  rows: Rows,
  load: () => Promise<Handlers<Rows>>,
): Handlers<Rows> {
  const loaded = once(load);
  const handlerOf = <Key extends keyof Rows>(key: Key): Handlers<Rows>[Key] => ({
    lookUp: async (head) => {
      const handler = (await loaded())[key];
      return typeof handler === 'function' ? handler : handler.lookUp(head);
    },
  });
  return Object.fromEntries(
    Object.keys(rows).map((key) => [key, handlerOf(key as keyof Rows)]),
  ) as Handlers<Rows>;
}
