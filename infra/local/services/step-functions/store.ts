import { randomBytes } from 'node:crypto';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import * as z from 'zod';
import { type GroupCommit, openGroupCommit } from '../../group-commit.ts';
import {
  type Execution,
  eventSchema,
  executionSchema,
  type HistoryEvent,
  type NewExecution,
  wakeAt,
} from './execution.ts';
import { atStart, mutableColumns, schema } from './schema.ts';

// Made once: making a schema costs more than most that is read by it.
const idSchema = z.object({ id: z.number() });
const foundSchema = executionSchema.optional();
const executionsSchema = executionSchema.array();
const eventsSchema = eventSchema.array();
const wakeSchema = z.object({ at: z.number().nullable() });

const insertColumns = Object.keys(executionSchema.shape).filter((column) => column !== 'id');

const prepare = (database: DatabaseSync) => ({
  begin: database.prepare('BEGIN IMMEDIATE'),
  commit: database.prepare('COMMIT'),
  rollback: database.prepare('ROLLBACK'),
  insert: database.prepare(
    `INSERT INTO executions (${insertColumns.join(', ')}, wakeAt)
     VALUES (${insertColumns.map((column) => `$${column}`).join(', ')}, $wakeAt) ON CONFLICT DO NOTHING`,
  ),
  update: database.prepare(
    `UPDATE executions SET ${mutableColumns.map((column) => `${column} = $${column}`).join(', ')},
     wakeAt = $wakeAt, step = step + $steps WHERE id = $id AND step = $step AND status = 'RUNNING'`,
  ),
  event: database.prepare(
    'INSERT INTO events (execution, at, type, state, error, cause) VALUES (?, ?, ?, ?, ?, ?)',
  ),
  byId: database.prepare('SELECT * FROM executions WHERE id = ?'),
  byArn: database.prepare('SELECT * FROM executions WHERE arn = ?'),
  all: database.prepare('SELECT * FROM executions ORDER BY id'),
  unfinished: database.prepare(atStart.unfinished),
  due: database.prepare('SELECT id FROM executions WHERE wakeAt <= ? ORDER BY wakeAt'),
  nextWake: database.prepare(atStart.nextWake),
  unannounced: database.prepare(atStart.unannounced),
  announced: database.prepare('UPDATE executions SET announced = 1 WHERE id = ?'),
  history: database.prepare('SELECT * FROM events WHERE execution = ? ORDER BY id'),
  trim: database.prepare(atStart.trim),
  definition: database.prepare('SELECT body FROM definitions WHERE hash = ?'),
  keepDefinition: database.prepare(
    'INSERT INTO definitions (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING',
  ),
  dropDefinitions: database.prepare(atStart.dropDefinitions),
  setting: database.prepare('SELECT value FROM settings WHERE name = ?'),
  keepSetting: database.prepare('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING'),
});

/**
 * The durable side of the interpreter: a few prepared statements, one transaction for the steps up to one that waits. What follows from a step
 * outside of the interpreter has to wait until it is `durable`.
 */
export class Store {
  private readonly commits: GroupCommit;
  private readonly database: DatabaseSync;
  private readonly statements: ReturnType<typeof prepare>;

  /** Opens, and where needed creates, the database file. */
  constructor(path: string) {
    this.commits = openGroupCommit(path);
    this.database = this.commits.database;
    this.database.exec(schema);
    this.statements = prepare(this.database);
  }

  /** The secret that task tokens are made with; it outlives a restart, or waiting executions could not go on. */
  tokenKey(): Uint8Array {
    this.statements.keepSetting.run('token-key', randomBytes(32));
    return z.object({ value: z.instanceof(Uint8Array) }).parse(this.statements.setting.get('token-key'))
      .value;
  }

  /** Resolves when everything stored so far is on the disk. */
  durable(): Promise<void> {
    return this.commits.durable();
  }

  /** Adds an execution; undefined where its name is taken. */
  insert(execution: NewExecution, events: readonly HistoryEvent[]): Execution | undefined {
    return this.transaction(() => {
      const values: Record<string, SQLInputValue> = {
        ...execution,
        wakeAt: wakeAt({ id: 0, ...execution }),
      };
      const { changes, lastInsertRowid } = this.statements.insert.run(values);
      if (changes === 0) return undefined;
      const id = Number(lastInsertRowid);
      this.record(id, events);
      return { id, ...execution };
    });
  }

  /** Stores so many steps; false where the execution has moved since it was read, and nothing is stored. */
  commit(after: Execution, events: readonly HistoryEvent[], steps: number): boolean {
    return this.transaction(() => {
      const values: Record<string, SQLInputValue> = {
        id: after.id,
        step: after.step,
        steps,
        wakeAt: wakeAt(after),
      };
      for (const column of mutableColumns) values[column] = after[column];
      if (this.statements.update.run(values).changes === 0) return false;
      this.record(after.id, events);
      return true;
    });
  }

  byId(id: number) {
    return foundSchema.parse(this.statements.byId.get(id));
  }

  byArn(arn: string) {
    return foundSchema.parse(this.statements.byArn.get(arn));
  }

  all() {
    return executionsSchema.parse(this.statements.all.all());
  }

  /** Executions in the middle of a step: they wait for nobody but us. */
  unfinished() {
    return this.statements.unfinished.all().map((row) => idSchema.parse(row).id);
  }

  due(now: number) {
    return this.statements.due.all(now).map((row) => idSchema.parse(row).id);
  }

  nextWake() {
    return wakeSchema.parse(this.statements.nextWake.get()).at ?? undefined;
  }

  history(id: number) {
    return eventsSchema.parse(this.statements.history.all(id));
  }

  /** Ended executions of which nobody has been told: the process may have died in between. */
  unannounced() {
    return executionsSchema.parse(this.statements.unannounced.all());
  }

  markAnnounced(id: number): void {
    this.statements.announced.run(id);
  }

  hasDefinition(hash: string) {
    return this.statements.definition.get(hash) !== undefined;
  }

  definition(hash: string) {
    return z.object({ body: z.string() }).parse(this.statements.definition.get(hash)).body;
  }

  keepDefinition(hash: string, body: string): void {
    this.statements.keepDefinition.run(hash, body);
  }

  /** Forgets executions that ended before a moment. */
  trim(before: number): void {
    this.statements.trim.run(before);
  }

  /** Forgets definitions by which nothing was begun, but for some. */
  dropDefinitionsBut(kept: ReadonlySet<string>): void {
    this.statements.dropDefinitions.run(JSON.stringify([...kept]));
  }

  close(): void {
    this.commits.close();
  }

  private transaction<T>(work: () => T): T {
    this.statements.begin.run();
    try {
      const result = work();
      this.statements.commit.run();
      return result;
    } catch (error) {
      // A full disk has rolled back by itself.
      if (this.database.isTransaction) this.statements.rollback.run();
      throw error;
    }
  }

  private record(execution: number, events: readonly HistoryEvent[]): void {
    for (const { at, type, state, error, cause } of events) {
      this.statements.event.run(execution, at, type, state, error, cause);
    }
  }
}
