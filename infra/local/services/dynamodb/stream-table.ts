import { DatabaseSync } from 'node:sqlite';

/**
 * Looks after the embedded database's own table of stream records, while the database is stopped.
 *
 * Each write looks for the last sequence number, which costs time in proportion to all records ever written: an
 * index makes that cost the same at any size. And records that every consumer has had are never removed by the
 * database itself; the last one stays, because the next number is counted from it.
 */
export function tendStreamTable(file: string, consumed: ReadonlyMap<string, string>): void {
  const database = new DatabaseSync(file);
  try {
    // Killed at its very first start, the database may have left an empty file.
    if (database.prepare("SELECT 1 FROM sqlite_master WHERE name = '_stream_records'").get() === undefined)
      return;
    database.exec(
      'CREATE INDEX IF NOT EXISTS _stream_records_by_number ' +
        'ON _stream_records (table_name, CAST(sequence_number AS INTEGER))',
    );
    trim(database, consumed);
  } finally {
    database.close();
  }
}

/**
 * Removes what every consumer has had, while the database works: a few records in each transaction, which keeps it
 * waiting for a millisecond. Their room in the file is used again.
 * @returns how many
 */
export function trimStreamTable(file: string, consumed: ReadonlyMap<string, string>): number {
  const database = new DatabaseSync(file);
  try {
    // As long as one of the database's own transactions takes at most.
    database.exec('PRAGMA busy_timeout = 1000; PRAGMA synchronous = NORMAL');
    return trim(database, consumed);
  } finally {
    database.close();
  }
}

const recordsAtOnce = 200;

function trim(database: DatabaseSync, consumed: ReadonlyMap<string, string>): number {
  // By the stream's label as well: a table made anew counts from one again.
  const remove = database.prepare(
    'DELETE FROM _stream_records WHERE rowid IN (SELECT rowid FROM _stream_records WHERE ' +
      'CAST(sequence_number AS INTEGER) < CAST(? AS INTEGER) AND table_name = ' +
      `(SELECT table_name FROM _tables WHERE table_name = ? AND stream_label = ?) LIMIT ${recordsAtOnce})`,
  );
  let count = 0;
  for (const [streamArn, number] of consumed) {
    const [, table, label] = /:table\/([^/]+)\/stream\/(.+)$/.exec(streamArn) ?? [];
    if (table === undefined || label === undefined) continue;
    for (let removed = recordsAtOnce; removed === recordsAtOnce; count += removed)
      removed = Number(remove.run(number, table, label).changes);
  }
  return count;
}
