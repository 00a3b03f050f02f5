import type { RouteRow, RouteRows } from '../contract/route.ts';
import { once } from '../values/once.ts';
import type { HandlerOfAny, Handlers } from './route.ts';

/**
 * A table whose handlers are loaded with the first call to one of them: a part of a function that few calls are for. None
 * of them answers a mistyped query by itself.
 */
export function later<Rows extends RouteRows>(
  rows: Rows,
  load: () => Promise<Handlers<Rows>>,
): Handlers<Rows> {
  const loaded = once(async () => new Map<string, HandlerOfAny>(Object.entries(await load())));
  const handlerOf = async (key: string): Promise<HandlerOfAny> => {
    const handler = (await loaded()).get(key);
    if (!handler) throw new Error(`The route ${key} has no handler`);
    return handler;
  };
  const lateOf = (key: string, { again }: RouteRow): HandlerOfAny => ({
    lookUp: async (head) => {
      const handler = await handlerOf(key);
      return typeof handler === 'function' ? handler : handler.lookUp(head);
    },
    ...(again === 'told'
      ? {
          again: async (call, earlier) => {
            const handler = await handlerOf(key);
            if (typeof handler === 'function' || !handler.again)
              throw new Error(`The route ${key} cannot tell again`);
            return handler.again(call, earlier);
          },
        }
      : {}),
  });
  return Object.fromEntries(
    Object.entries<RouteRow>(rows).map(([key, row]) => [key, lateOf(key, row)]),
  ) as Handlers<Rows>;
}
