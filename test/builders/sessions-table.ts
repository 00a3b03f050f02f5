import { ConditionRefused, type Database, type Item } from '../../shared/store/database.ts';

const unused = (): never => {
  throw new Error('Sessions do not need this operation');
};

/** The Projects table as far as sessions use it; whatever else is touched fails. */
export function aSessionsTable(): Database & { readonly items: Map<string, Item> } {
  const items = new Map<string, Item>();
  const keyOf = ({ pk, sk }: Item): string => `${pk}|${sk}`;
  return {
    items,
    projects: 'projects',
    history: '',
    get: async (_table, key) => items.get(keyOf(key)),
    put: async (_table, item, condition) => {
      // The one condition that sessions know: what was ended meanwhile does not come back.
      if (condition !== undefined && !items.has(keyOf(item))) throw new ConditionRefused(['put']);
      items.set(keyOf(item), JSON.parse(JSON.stringify(item)));
    },
    delete: async (_table, key) => {
      items.delete(keyOf(key));
    },
    query: async ({ ExpressionAttributeValues }) => ({
      items: [...items.values()].filter(({ pk }) => pk === ExpressionAttributeValues?.[':pk']),
      next: undefined,
    }),
    update: unused,
    transact: unused,
  };
}
