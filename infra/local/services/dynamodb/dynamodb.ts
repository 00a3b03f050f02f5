import { existsSync } from 'node:fs';
import { connectDynamoDb, type DynamoDb } from './client.ts';
import { type Engine, findEngine, startEngine } from './engine.ts';
import { tendStreamTable } from './stream-table.ts';
import { createTables, type Table } from './tables.ts';

export interface OpenDynamoDb extends DynamoDb {
  close(): Promise<void>;
}

/** Opens the database, embedded or one that runs already, with the template's tables in it. */
export async function openDynamoDb(options: {
  readonly file: string;
  readonly tables: readonly Table[];
  /** Up to where the records of each stream (by its ARN) have been consumed. */
  readonly consumed: ReadonlyMap<string, string>;
  /** Where set, nothing is started. */
  readonly endpoint: string | undefined;
  readonly died: (line: string) => void;
}): Promise<OpenDynamoDb> {
  const { file, tables, consumed, endpoint, died } = options;
  if (endpoint !== undefined) {
    const dynamodb = connectDynamoDb(endpoint);
    await createTables(dynamodb, tables);
    return { ...dynamodb, close: async () => {} };
  }

  const program = findEngine();
  const open = async (): Promise<{ engine: Engine; dynamodb: DynamoDb; created: boolean }> => {
    const engine = await startEngine(program, file, died);
    const dynamodb = connectDynamoDb(engine.endpoint);
    return { engine, dynamodb, created: await createTables(dynamodb, tables) };
  };

  if (existsSync(file)) tendStreamTable(file, consumed);
  let { engine, dynamodb, created } = await open();
  if (created) {
    // A new file gets its own tables at the first start; only then can its stream table be tended.
    await engine.stop();
    tendStreamTable(file, consumed);
    ({ engine, dynamodb, created } = await open());
  }
  return { ...dynamodb, close: () => engine.stop() };
}
