import { existsSync, rmSync } from 'node:fs';
import { renameDurably } from '../../durable-file.ts';
import { connectDynamoDb, type DynamoDb } from './client.ts';
import { type Engine, findEngine, startEngine } from './engine.ts';
import { lackingIn, noteMade, noteMaking, removeHalfMade } from './half-made.ts';
import { keepRunning } from './keep-running.ts';
import { tendStreamTable, trimStreamTable } from './stream-table.ts';
import { indexesIn } from './table-catalogue.ts';
import { createTables, type Table } from './tables.ts';

export interface OpenDynamoDb extends DynamoDb {
  /** Whether tables had to be created: there is no data yet. */
  readonly isNew: boolean;
  /** Removes the records of the streams (by ARN) that have been consumed. @returns how many; none of a foreign database */
  trim(consumed: ReadonlyMap<string, string>): number;
  /** Ends its process, as a lack of memory would. */
  kill(): void;
  close(): Promise<void>;
}

/** Opens the database, embedded or one that runs already, with the template's tables in it. */
export async function openDynamoDb(options: {
  readonly file: string;
  readonly log: string;
  readonly tables: readonly Table[];
  /** Up to where the records of each stream (by its ARN) have been consumed. */
  readonly consumed: ReadonlyMap<string, string>;
  /** Where set, nothing is started. */
  readonly endpoint: string | undefined;
  /** A line for the person at the terminal. */
  readonly report: (line: string) => void;
  /** Told when it ended so often that it is not started again. */
  readonly died: (line: string) => void;
}): Promise<OpenDynamoDb> {
  const { file, log, tables, consumed, endpoint, report, died } = options;
  if (endpoint !== undefined) {
    const dynamodb = connectDynamoDb(endpoint);
    const isNew = await createTables(dynamodb, tables);
    return { ...dynamodb, isNew, trim: () => 0, kill: () => {}, close: async () => {} };
  }

  const program = findEngine();
  let engine: Engine | undefined;
  const keeping = keepRunning({
    // At its place, where the functions know it by.
    start: async () => {
      engine = await startEngine({ program, file, log, died: keeping.ended, place: engine?.place });
      report('The database is there again');
    },
    report,
    gaveUp: died,
  });
  const open = async (): Promise<{ engine: Engine; dynamodb: DynamoDb; created: boolean }> => {
    removeHalfMade(file);
    const indexes = indexesIn(file);
    const lacking = lackingIn(tables, indexes);
    noteMaking(file, lacking);
    const engine = await startEngine({ program, file, log, died: keeping.ended });
    try {
      const dynamodb = connectDynamoDb(engine.endpoint);
      const created = await createTables(dynamodb, tables, async (table) => indexes.get(table));
      noteMade(file, lacking);
      return { engine, dynamodb, created };
    } catch (error) {
      await engine.stop();
      throw error;
    }
  };

  const isMade = !existsSync(file);
  if (isMade) await makeFile({ program, file, log }, tables);
  tendStreamTable(file, consumed);
  const opened = await open();
  engine = opened.engine;
  return {
    ...opened.dynamodb,
    isNew: isMade || opened.created,
    trim: (upTo) => trimStreamTable(file, upTo),
    kill: () => engine?.kill(),
    async close() {
      keeping.stop();
      await engine?.stop();
    },
  };
}

/**
 * Makes a file with all its tables, and only then gives it its name: the database makes a table in several steps, and one
 * that ended between them, or found no room, would have left a table without its stream, or none where it lists one.
 */
async function makeFile(
  { file, ...how }: { readonly program: string; readonly file: string; readonly log: string },
  tables: readonly Table[],
): Promise<void> {
  const unfinished = `${file}.new`;
  for (const part of ['', '-wal', '-shm']) rmSync(`${unfinished}${part}`, { force: true });
  // That it ended is told by the call that it does not answer.
  const engine = await startEngine({ ...how, file: unfinished, died: () => {} });
  try {
    await createTables(connectDynamoDb(engine.endpoint), tables, async () => undefined);
  } finally {
    await engine.stop();
  }
  // Its stream table is there only now; whoever closes the file last leaves all of it in one.
  tendStreamTable(unfinished, new Map());
  renameDurably(unfinished, file);
}
