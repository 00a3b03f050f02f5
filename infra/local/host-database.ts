import type { DatabaseSync } from 'node:sqlite';
import { isBusy, openSqlite } from './sqlite.ts';

/**
 * Opens the file where the host's services keep what must survive kill -9: checkpoints, messages, mails.
 *
 * A lock beside it keeps a second host out of the same folder, and goes with the process that has it. It is a file of
 * its own, so that a backup can read this one meanwhile.
 */
export function openHostDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = openSqlite(file);
    lock(database, `${file}-lock`);
    database.exec('CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
  } catch (cause) {
    database?.close();
    if (!isBusy(cause)) throw cause;
    throw new Error(
      `Another host uses ${file}, or a command does: end it, or take another folder (COUNTERSIGN_DATA, server.data)`,
      { cause },
    );
  }
  return database;
}

function lock(database: DatabaseSync, file: string): void {
  database.prepare('ATTACH ? AS locked').run(file);
  database.exec(
    'PRAGMA locked.locking_mode = EXCLUSIVE; CREATE TABLE IF NOT EXISTS locked.held (at INTEGER)',
  );
  // It is taken by the first write, and kept.
  database.exec('DELETE FROM locked.held');
}

/** Small facts to remember, such as what has been loaded. */
export interface Facts {
  has(name: string): boolean;
  remember(name: string): void;
}

export function openFacts(database: DatabaseSync): Facts {
  const select = database.prepare('SELECT 1 FROM facts WHERE name = ?');
  const insert = database.prepare("INSERT INTO facts VALUES (?, '') ON CONFLICT DO NOTHING");
  return {
    has: (name) => select.get(name) !== undefined,
    remember: (name) => void insert.run(name),
  };
}
