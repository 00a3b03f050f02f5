import { type Database, readPartition } from '../store/database.ts';
import { programKey, programUseKey } from '../store/keys.ts';
import { type ProgramRecord, programRecord } from './program.ts';

/** The programs as they are stored: one item each, under one key, as few as an office has. */

/** Read strongly: a key that was revoked lets nobody in from then on. */
export async function findProgram(database: Database, id: string): Promise<ProgramRecord | undefined> {
  const item = await database.get(database.projects, programKey(id));
  return item && programRecord.parse(item);
}

/** All that there ever were, the newest first. */
export async function everyProgram(database: Database): Promise<ProgramRecord[]> {
  const items = await readPartition(database, programKey('').pk);
  return items.map((item) => programRecord.parse(item)).sort((a, b) => (a.madeAt > b.madeAt ? -1 : 1));
}

/** The last day in Beijing on which each program called, by its id. */
export async function lastUses(database: Database): Promise<ReadonlyMap<string, string>> {
  const items = await readPartition(database, programUseKey('').pk);
  return new Map(items.map(({ sk, day }) => [String(sk), String(day)]));
}

/** Beside the program: functions that only read may write what begins like a session. */
export const keepUse = (database: Database, id: string, day: string): Promise<void> =>
  database.put(database.projects, { ...programUseKey(id), day });
