import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

/** The indexes of a table as the catalogue lists them: with all that stands in each. */
export const indexDefinitions = z
  .string()
  .nullable()
  .transform((text): unknown => JSON.parse(text ?? '[]'))
  .pipe(z.array(z.looseObject({ IndexName: z.string() })));

const rows = z.array(z.object({ table_name: z.string(), gsi_definitions: indexDefinitions }));

/**
 * The tables in the file of the embedded database, while it is stopped, with the names of their indexes. Asked about a
 * table, the database itself counts all that is in it first.
 */
export function indexesIn(file: string): ReadonlyMap<string, readonly string[]> {
  const database = new DatabaseSync(file);
  try {
    // Killed at its very first start, it may have left an empty file.
    if (database.prepare("SELECT 1 FROM sqlite_master WHERE name = '_tables'").get() === undefined)
      return new Map();
    const found = rows.parse(database.prepare('SELECT table_name, gsi_definitions FROM _tables').all());
    return new Map(
      found.map((table) => [table.table_name, table.gsi_definitions.map(({ IndexName }) => IndexName)]),
    );
  } finally {
    database.close();
  }
}
