import { DatabaseSync } from 'node:sqlite';
import { isRecord } from './assembly/is-record.ts';

/** Whether somebody else holds the lock of a file. */
export const isBusy = (error: unknown): boolean => isRecord(error) && error.errcode === 5;

/**
 * Opens a file of the host's own.
 *
 * Whoever is told that something is stored may rely on it, also after a power cut: WAL with synchronous FULL waits at
 * each commit until the disk has it. With NORMAL, whoever commits looks after that (see `group-commit.ts`). A reader,
 * such as a backup, stands in no writer's way.
 */
export function openSqlite(file: string, synchronous: 'FULL' | 'NORMAL' = 'FULL'): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous};`);
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}
