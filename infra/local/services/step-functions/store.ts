import { randomBytes } from 'node:crypto';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import * as z from 'zod';
import {
  type Execution,
  eventSchema,
  executionSchema,
  type HistoryEvent,
  type NewExecution,
  wakeAt,
} from './execution.ts';
import { mutableColumns, schema } from './schema.ts';

/** The durable side of the interpreter: a few prepared statements, one transaction per step. */
export type Store = ReturnType<typeof openStore>;

const idSchema = z.object({ id: z.number() });

/** Opens, and where needed creates, the database file. */
export function openStore(path: string) {
  const database = new DatabaseSync(path);
  // NORMAL in WAL mode survives the death of the process at any moment; only a power cut may lose the last commits.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  database.exec(schema);

  const insertColumns = Object.keys(executionSchema.shape).filter((column) => column !== 'id');
  const statements = {
    begin: database.prepare('BEGIN IMMEDIATE'),
    commit: database.prepare('COMMIT'),
    rollback: database.prepare('ROLLBACK'),
    insert: database.prepare(
      `INSERT INTO executions (${insertColumns.join(', ')}, wakeAt)
       VALUES (${insertColumns.map((column) => `$${column}`).join(', ')}, $wakeAt) ON CONFLICT DO NOTHING`,
    ),
    update: database.prepare(
      `UPDATE executions SET ${mutableColumns.map((column) => `${column} = $${column}`).join(', ')},
       wakeAt = $wakeAt, step = step + 1 WHERE id = $id AND step = $step AND status = 'RUNNING'`,
    ),
    event: database.prepare(
      'INSERT INTO events (execution, at, type, state, error, cause) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    byId: database.prepare('SELECT * FROM executions WHERE id = ?'),
    byArn: database.prepare('SELECT * FROM executions WHERE arn = ?'),
    all: database.prepare('SELECT * FROM executions ORDER BY id'),
    unfinished: database.prepare(
      `SELECT id FROM executions WHERE status = 'RUNNING' AND phase IN ('entered', 'invoking', 'settling') ORDER BY id`,
    ),
    due: database.prepare('SELECT id FROM executions WHERE wakeAt <= ? ORDER BY wakeAt'),
    nextWake: database.prepare('SELECT MIN(wakeAt) AS at FROM executions WHERE wakeAt IS NOT NULL'),
    unannounced: database.prepare(
      'SELECT * FROM executions WHERE announced = 0 AND stoppedAt IS NOT NULL ORDER BY id',
    ),
    announced: database.prepare('UPDATE executions SET announced = 1 WHERE id = ?'),
    history: database.prepare('SELECT * FROM events WHERE execution = ? ORDER BY id'),
    trim: database.prepare('DELETE FROM executions WHERE stoppedAt < ?'),
    definition: database.prepare('SELECT body FROM definitions WHERE hash = ?'),
    keepDefinition: database.prepare(
      'INSERT INTO definitions (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING',
    ),
    dropDefinitions: database.prepare(
      'DELETE FROM definitions WHERE hash NOT IN (SELECT definition FROM executions)',
    ),
    setting: database.prepare('SELECT value FROM settings WHERE name = ?'),
    keepSetting: database.prepare('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING'),
  };

  function transaction<T>(work: () => T): T {
    statements.begin.run();
    try {
      const result = work();
      statements.commit.run();
      return result;
    } catch (error) {
      statements.rollback.run();
      throw error;
    }
  }

  function record(execution: number, events: readonly HistoryEvent[]): void {
    for (const { at, type, state, error, cause } of events) {
      statements.event.run(execution, at, type, state, error, cause);
    }
  }

  return {
    /** The secret that task tokens are made with; it outlives a restart, or waiting executions could not go on. */
    tokenKey(): Uint8Array {
      statements.keepSetting.run('token-key', randomBytes(32));
      return z.object({ value: z.instanceof(Uint8Array) }).parse(statements.setting.get('token-key')).value;
    },

    /** Adds an execution; undefined where its name is taken. */
    insert(execution: NewExecution, events: readonly HistoryEvent[]): Execution | undefined {
      return transaction(() => {
        const values: Record<string, SQLInputValue> = {
          ...execution,
          wakeAt: wakeAt({ id: 0, ...execution }),
        };
        const { changes, lastInsertRowid } = statements.insert.run(values);
        if (changes === 0) return undefined;
        const id = Number(lastInsertRowid);
        record(id, events);
        return { id, ...execution };
      });
    },

    /** Stores one step; false where the execution has moved since it was read, and nothing is stored. */
    commit(after: Execution, events: readonly HistoryEvent[]): boolean {
      return transaction(() => {
        const values: Record<string, SQLInputValue> = {
          id: after.id,
          step: after.step,
          wakeAt: wakeAt(after),
        };
        for (const column of mutableColumns) values[column] = after[column];
        if (statements.update.run(values).changes === 0) return false;
        record(after.id, events);
        return true;
      });
    },

    byId: (id: number) => executionSchema.optional().parse(statements.byId.get(id)),
    byArn: (arn: string) => executionSchema.optional().parse(statements.byArn.get(arn)),
    all: () => executionSchema.array().parse(statements.all.all()),
    /** Executions in the middle of a step: they wait for nobody but us. */
    unfinished: () => statements.unfinished.all().map((row) => idSchema.parse(row).id),
    due: (now: number) => statements.due.all(now).map((row) => idSchema.parse(row).id),
    nextWake: () => z.object({ at: z.number().nullable() }).parse(statements.nextWake.get()).at ?? undefined,
    history: (id: number) => eventSchema.array().parse(statements.history.all(id)),

    /** Ended executions of which nobody has been told: the process may have died in between. */
    unannounced: () => executionSchema.array().parse(statements.unannounced.all()),
    markAnnounced(id: number): void {
      statements.announced.run(id);
    },

    hasDefinition: (hash: string) => statements.definition.get(hash) !== undefined,
    definition: (hash: string) => z.object({ body: z.string() }).parse(statements.definition.get(hash)).body,
    keepDefinition(hash: string, body: string): void {
      statements.keepDefinition.run(hash, body);
    },

    /** Forgets executions that ended before a moment. */
    trim(before: number): void {
      statements.trim.run(before);
    },
    dropUnusedDefinitions(): void {
      statements.dropDefinitions.run();
    },

    close(): void {
      database.close();
    },
  };
}
