import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

/** A message as it is kept, until somebody deletes it or its queue's time is over. */
export interface StoredMessage {
  readonly id: string;
  readonly queue: string;
  readonly body: string;
  /** When it came, milliseconds since 1970. */
  readonly at: number;
}

/** The messages of all queues, in the host's database. */
export interface StoredMessages {
  add(message: StoredMessage): void;
  /** The oldest first. */
  all(): readonly StoredMessage[];
  /** @returns whether there was such a message */
  delete(id: string): boolean;
  /** Asks the platform to process it again, at work or when it next starts. @returns whether there is such a message */
  want(id: string): boolean;
  unwant(id: string): void;
  /** Those that were asked for, the oldest first. */
  wanted(): readonly StoredMessage[];
  /** Deletes what a queue got before a time. */
  deleteBefore(queue: string, at: number): void;
}

const rows = z.array(z.object({ id: z.string(), queue: z.string(), body: z.string(), at: z.number() }));

export function openStoredMessages(database: DatabaseSync): StoredMessages {
  database.exec(
    'CREATE TABLE IF NOT EXISTS queue_messages (id TEXT PRIMARY KEY, queue TEXT, body TEXT, at INTEGER) STRICT',
  );
  database.exec('CREATE TABLE IF NOT EXISTS queue_wanted (id TEXT PRIMARY KEY) STRICT');
  const want = database.prepare(
    'INSERT INTO queue_wanted SELECT id FROM queue_messages WHERE id = ? ON CONFLICT DO UPDATE SET id = excluded.id',
  );
  const unwant = database.prepare('DELETE FROM queue_wanted WHERE id = ?');
  const wanted = database.prepare(
    'SELECT id, queue, body, at FROM queue_messages WHERE id IN (SELECT id FROM queue_wanted) ORDER BY rowid',
  );
  const insert = database.prepare('INSERT INTO queue_messages VALUES (?, ?, ?, ?)');
  const select = database.prepare('SELECT id, queue, body, at FROM queue_messages ORDER BY rowid');
  const remove = database.prepare('DELETE FROM queue_messages WHERE id = ?');
  const expire = database.prepare('DELETE FROM queue_messages WHERE queue = ? AND at < ?');
  return {
    add: ({ id, queue, body, at }) => void insert.run(id, queue, body, at),
    all: () => rows.parse(select.all()),
    want: (id) => want.run(id).changes > 0,
    unwant: (id) => void unwant.run(id),
    wanted: () => rows.parse(wanted.all()),
    delete: (id) => remove.run(id).changes > 0,
    deleteBefore: (queue, at) => void expire.run(queue, at),
  };
}
