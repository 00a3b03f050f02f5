import { existsSync } from 'node:fs';
import { connectDynamoDb, type DynamoDb } from './client.ts';
import { type Engine, findEngine, startEngine } from './engine.ts';
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
    const indexes = existsSync(file) ? indexesIn(file) : new Map();
    const engine = await startEngine({ program, file, log, died: keeping.ended });
    try {
      const dynamodb = connectDynamoDb(engine.endpoint);
      return {
        engine,
        dynamodb,
        created: await createTables(dynamodb, tables, async (table) => indexes.get(table)),
      };
    } catch (error) {
      await engine.stop();
      throw error;
    }
  };

  if (existsSync(file)) tendStreamTable(file, consumed);
  let opened = await open();
  const isNew = opened.created;
  if (isNew) {
    // A new file gets its own tables at the first start; only then can its stream table be tended.
    await opened.engine.stop();
    tendStreamTable(file, consumed);
    opened = await open();
  }
  engine = opened.engine;
  return {
    ...opened.dynamodb,
    isNew,
    trim: (upTo) => trimStreamTable(file, upTo),
    kill: () => engine?.kill(),
    async close() {
      keeping.stop();
      await engine?.stop();
    },
  };
}
