import type { Database, Item } from '../store/database.ts';
import { programKey, programUseKey } from '../store/keys.ts';
import { type ProgramRecord, programRecord } from './program.ts';

/** The programs as they are stored: one item each, under one key, as few as an office has. */

/** Read strongly: a key that was revoked lets nobody in from then on. */
export async function findProgram(database: Database, id: string): Promise<ProgramRecord | undefined> {
  const item = await database.get(database.projects, programKey(id));
  return item && programRecord.parse(item);
}

async function everyItem(database: Database, pk: string): Promise<Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await database.query({
      TableName: database.projects,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ExclusiveStartKey: start,
    });
    items.push(...page.items);
    start = page.next;
  } while (start);
  return items;
}

/** All that there ever were, the newest first. */
export async function everyProgram(database: Database): Promise<ProgramRecord[]> {
  const items = await everyItem(database, programKey('').pk);
  return items.map((item) => programRecord.parse(item)).sort((a, b) => (a.madeAt > b.madeAt ? -1 : 1));
}

/** The last day in Beijing on which each program called, by its id. */
export async function lastUses(database: Database): Promise<ReadonlyMap<string, string>> {
  const items = await everyItem(database, programUseKey('').pk);
  return new Map(items.map(({ sk, day }) => [String(sk), String(day)]));
}

/** Beside the program: functions that only read may write what begins like a session. */
export const keepUse = (database: Database, id: string, day: string): Promise<void> =>
  database.put(database.projects, { ...programUseKey(id), day });
