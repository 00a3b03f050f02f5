import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

/** How far a consumer has come in a stream. */
export interface Checkpoint {
  readonly stream: string;
  readonly shard: string;
  readonly sequenceNumber: string;
}

/**
 * The memory of every consumer. Nothing waits for the disk to have it: after a power cut the records since come again,
 * as they do wherever a consumer is told of something twice.
 */
export interface Checkpoints {
  get(mapping: string, stream: string): Checkpoint | undefined;
  set(mapping: string, checkpoint: Checkpoint): void;
  /** For each stream, the record up to which all of these consumers have had everything; none if one is new. */
  consumed(mappings: readonly string[]): ReadonlyMap<string, string>;
}

const rowSchema = z.object({ stream: z.string(), shard: z.string(), number: z.string() });

export function openCheckpoints(database: DatabaseSync): Checkpoints {
  database.exec(
    'CREATE TABLE IF NOT EXISTS checkpoints (mapping TEXT PRIMARY KEY, stream TEXT, shard TEXT, number TEXT) STRICT',
  );
  const select = database.prepare('SELECT stream, shard, number FROM checkpoints WHERE mapping = ?');
  const upsert = database.prepare(
    'INSERT INTO checkpoints VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET ' +
      'stream = excluded.stream, shard = excluded.shard, number = excluded.number',
  );

  return {
    get(mapping, stream) {
      const found = select.get(mapping);
      if (found === undefined) return undefined;
      const row = rowSchema.parse(found);
      // A table that was made anew has another stream, whose numbers start again.
      if (row.stream !== stream) return undefined;
      return { stream: row.stream, shard: row.shard, sequenceNumber: row.number };
    },
    set: (mapping, { stream, shard, sequenceNumber }) =>
      void upsert.run(mapping, stream, shard, sequenceNumber),
    consumed(mappings) {
      const lowest = new Map<string, string>();
      for (const mapping of mappings) {
        const found = select.get(mapping);
        if (found === undefined) return new Map();
        const { stream, number } = rowSchema.parse(found);
        const other = lowest.get(stream);
        if (other === undefined || isAfter(other, number)) lowest.set(stream, number);
      }
      return lowest;
    },
  };
}

/** Stands before every record: a consumer that was started on an empty stream. */
export const beginning = '0';

/** Whether one sequence number comes after another: they are numbers of any length, written without zeros before. */
export function isAfter(one: string, other: string): boolean {
  return one.length === other.length ? one > other : one.length > other.length;
}
