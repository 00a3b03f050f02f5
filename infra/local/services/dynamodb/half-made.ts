import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { indexDefinitions } from './table-catalogue.ts';
import type { Table } from './tables.ts';

/**
 * What a later template adds to a file that has data already. The database makes a table, or an index with what goes into
 * it, in several steps; one that is killed between them lists what is not whole. So it is noted in the file before it is
 * begun and until it is done, and what a start finds noted is taken away, to be made anew: nobody has written to it, since
 * functions come later, and all that an index holds is its table's.
 */

/** A table without its indexes and stream, or one index of a table that was there. */
interface Lacking {
  readonly table: string;
  /** The empty text: the table itself. */
  readonly index: string;
}

/** @param indexes by table, of those that are there */
export function lackingIn(
  tables: readonly Table[],
  indexes: ReadonlyMap<string, readonly string[]>,
): readonly Lacking[] {
  return tables.flatMap(({ name: table, definition }) => {
    const own = indexes.get(table);
    if (own === undefined) return [{ table, index: '' }];
    return (definition.GlobalSecondaryIndexes ?? []).flatMap(({ IndexName: index }) =>
      own.includes(index) ? [] : [{ table, index }],
    );
  });
}

const inFile = <T>(file: string, work: (database: DatabaseSync) => T): T => {
  const database = new DatabaseSync(file);
  try {
    // As long as one of the database's own transactions takes at most.
    database.exec('PRAGMA busy_timeout = 1000; PRAGMA synchronous = FULL; BEGIN IMMEDIATE');
    const done = work(database);
    database.exec('COMMIT');
    return done;
  } finally {
    database.close();
  }
};

/** Notes what is going to be made, while the database is stopped. */
export function noteMaking(file: string, lacking: readonly Lacking[]): void {
  if (lacking.length === 0) return;
  inFile(file, (database) => {
    database.exec('CREATE TABLE _being_made (table_name TEXT NOT NULL, index_name TEXT NOT NULL) STRICT');
    const note = database.prepare('INSERT INTO _being_made VALUES (?, ?)');
    for (const { table, index } of lacking) note.run(table, index);
  });
}

/** All of it is there. */
export const noteMade = (file: string, lacking: readonly Lacking[]): void => {
  if (lacking.length > 0) inFile(file, (database) => database.exec('DROP TABLE _being_made'));
};

const noted = z.array(z.object({ table_name: z.string(), index_name: z.string() }));
const named = z.array(z.object({ name: z.string() }));
const listed = z.object({ gsi_definitions: indexDefinitions });

/** Takes away what an earlier start had begun to make and not ended, while the database is stopped. */
export function removeHalfMade(file: string): void {
  inFile(file, (database) => {
    if (database.prepare("SELECT 1 FROM sqlite_master WHERE name = '_being_made'").get() === undefined)
      return;
    for (const { table_name: table, index_name: index } of noted.parse(
      database.prepare('SELECT * FROM _being_made').all(),
    )) {
      const whole = `${table}${index === '' ? '' : `::gsi::${index}`}`;
      const parts = database.prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND (name = ? OR substr(name, 1, ?) = ?)",
      );
      for (const { name } of named.parse(parts.all(whole, whole.length + 2, `${whole}::`)))
        database.exec(`DROP TABLE "${name.replaceAll('"', '""')}"`);
      if (index === '') {
        database.prepare('DELETE FROM _tables WHERE table_name = ?').run(table);
        database.prepare('DELETE FROM _stream_records WHERE table_name = ?').run(table);
      } else unlist(database, table, index);
    }
    database.exec('DROP TABLE _being_made');
  });
}

function unlist(database: DatabaseSync, table: string, index: string): void {
  const { gsi_definitions: all } = listed.parse(
    database.prepare('SELECT gsi_definitions FROM _tables WHERE table_name = ?').get(table),
  );
  const left = all.filter(({ IndexName }) => IndexName !== index);
  database
    .prepare('UPDATE _tables SET gsi_definitions = ? WHERE table_name = ?')
    .run(JSON.stringify(left), table);
}
