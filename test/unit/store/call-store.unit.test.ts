import { expect, it } from '@jest/globals';
import { callWrites, type KeyedCall, openCalls } from '../../../shared/store/call-store.ts';
import type { Database, Item } from '../../../shared/store/database.ts';

const items: Item[] = [];
const database = {
  projects: 'projects',
  get: async (_: string, { pk }: Item) => items.find((item) => item.pk === pk),
} as unknown as Database;
const calls = openCalls(database);

const callAt = (at: string): KeyedCall => ({
  named: { person: 'submitter', route: 'POST /projects', path: {}, key: 'one' },
  body: { title: 'a' },
  at: new Date(at),
});

const writesOf = (call: KeyedCall) =>
  calls.workingOn(call, async () => callWrites(database, { made: '2026-7K3M-9QXD', version: 1 }));

it.each([
  ['went ahead by a year', '2027-03-18T02:00:00.000Z'],
  ['was set back by a year', '2025-03-18T02:00:00.000Z'],
])('a call by a key is known again, and made once, also after the clock %s', async (_, later) => {
  const [write] = await writesOf(callAt('2026-03-18T02:00:00.000Z'));
  items.splice(0, items.length, write?.Put?.Item ?? {});
  expect(await calls.earlier(callAt(later))).toEqual({
    isSameBody: true,
    made: '2026-7K3M-9QXD',
    version: 1,
  });
  const [again] = await writesOf(callAt(later));
  expect(again?.Put).toMatchObject({
    Item: { pk: items[0]?.pk },
    ConditionExpression: 'attribute_not_exists(pk)',
  });
});
