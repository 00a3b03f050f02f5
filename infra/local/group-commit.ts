import { closeSync, fdatasync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import * as z from 'zod';
import { openSqlite } from './sqlite.ts';

/**
 * A file of the host's own whose commits wait for the disk together, and not on the host's only thread.
 *
 * A commit is there at once, also after kill -9, but a power cut may still take it: nobody may be told of it before
 * `durable` has resolved.
 */
export interface GroupCommit {
  readonly database: DatabaseSync;
  /** Resolves when everything that has been committed so far is on the disk. @throws Error where the disk fails */
  durable(): Promise<void>;
  close(): void;
}

const syncToDisk = promisify(fdatasync);
const checkpointed = z.object({ busy: z.number() });

/** Opens the file. With `synchronous = NORMAL` SQLite leaves out one thing only: the waiting at each commit. */
export function openGroupCommit(file: string, sync = syncToDisk): GroupCommit {
  const database = openSqlite(file, 'NORMAL');
  // The first look makes the log, which is there as long as the database is open.
  database.exec('SELECT 1 FROM sqlite_schema');
  // Windows flushes only what may be written.
  const log = openSync(`${file}-wal`, 'r+');
  let failure: unknown;
  let underWay: Promise<void> = Promise.resolve();
  /** Has not begun yet: it also covers what is committed meanwhile. */
  let next: Promise<void> | undefined;

  const flush = async (): Promise<void> => {
    next = undefined;
    // A system tells once of pages that the disk did not take, and then holds them for written: they are written anew,
    // to where they belong in the end.
    if (failure !== undefined && !isMovedOutOfLog(database)) throw failure;
    try {
      await sync(log);
      failure = undefined;
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  return {
    database,
    durable() {
      next ??= underWay.then(flush);
      // Whoever waits for it is told of a failure; the next one begins all the same.
      underWay = next.catch(() => {});
      return next;
    },
    close() {
      database.close();
      void underWay.then(() => closeSync(log));
    },
  };
}

/** Whether all of the log is in the database's own file, and on the disk: a reader, such as a backup, may prevent it. */
const isMovedOutOfLog = (database: DatabaseSync): boolean =>
  checkpointed.parse(database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()).busy === 0;
