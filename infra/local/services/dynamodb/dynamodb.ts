import { existsSync } from 'node:fs';
import { connectDynamoDb, type DynamoDb } from './client.ts';
import { type Engine, findEngine, startEngine } from './engine.ts';
import { tendStreamTable } from './stream-table.ts';
import { createTables, type Table } from './tables.ts';

export interface OpenDynamoDb extends DynamoDb {
  /** Whether tables had to be created: there is no data yet. */
  readonly isNew: boolean;
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
  readonly died: (line: string) => void;
}): Promise<OpenDynamoDb> {
  const { file, log, tables, consumed, endpoint, died } = options;
  if (endpoint !== undefined) {
    const dynamodb = connectDynamoDb(endpoint);
    const isNew = await createTables(dynamodb, tables);
    return { ...dynamodb, isNew, close: async () => {} };
  }

  const program = findEngine();
  const open = async (): Promise<{ engine: Engine; dynamodb: DynamoDb; created: boolean }> => {
    const engine = await startEngine({ program, file, log, died });
    try {
      const dynamodb = connectDynamoDb(engine.endpoint);
      return { engine, dynamodb, created: await createTables(dynamodb, tables) };
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
  const { engine, dynamodb } = opened;
  return { ...dynamodb, isNew, close: () => engine.stop() };
}
