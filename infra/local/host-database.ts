import { DatabaseSync } from 'node:sqlite';
import { isRecord } from './assembly/is-record.ts';

// SQLite's code for a lock that somebody else holds.
const sqliteBusy = 5;

/**
 * Opens the file where the host's services keep what must survive kill -9: checkpoints, messages, mails.
 *
 * WAL with synchronous NORMAL writes to the operating system at each commit: a killed process loses nothing, and a
 * commit costs tens of microseconds. The exclusive lock is also what keeps a second host out of the same folder.
 */
export function openHostDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    // The lock is taken by the first write.
    database.exec('CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
    database.exec("INSERT INTO facts VALUES ('opened', '') ON CONFLICT DO UPDATE SET value = excluded.value");
  } catch (cause) {
    database.close();
    const busy = isRecord(cause) && cause.errcode === sqliteBusy;
    if (!busy) throw cause;
    throw new Error(`Another host uses ${file}; end it, or choose another folder with COUNTERSIGN_DATA=…`, {
      cause,
    });
  }
  return database;
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
