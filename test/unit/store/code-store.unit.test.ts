import { expect, it } from '@jest/globals';
import { codeHolds, saveCode } from '../../../shared/store/code-store.ts';
import type { Database, Item } from '../../../shared/store/database.ts';

const holder = { projectId: '2026-7K3M-9QXD', revision: 1, stage: 'approval', person: 'approver' };
const at = (minutes: number): Date => new Date(Date.parse('2026-03-18T02:00:00.000Z') + minutes * 60_000);

it('a code holds its ten minutes, and not as long as a clock was ahead that was set back since', async () => {
  let stored: Item | undefined;
  const database = {
    projects: 'projects',
    put: async (_: string, item: Item) => {
      stored = item;
    },
    get: async () => stored,
  } as unknown as Database;
  const holdsAt = (now: Date) => codeHolds(database, holder, 'token', '123456', now);
  await saveCode(database, holder, 'token', '123456', at(0));
  expect([await holdsAt(at(0)), await holdsAt(at(9.9)), await holdsAt(at(10))]).toEqual([true, true, false]);
  await saveCode(database, holder, 'token', '123456', at(60));
  expect(await holdsAt(at(0))).toBe(false);
});
