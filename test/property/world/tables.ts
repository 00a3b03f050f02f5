/** The real tables on the embedded database, for a file of tests; projects of one run are told apart by their ids. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Records } from '../../../infra/constructs/records.ts';
import { connectDynamoDb } from '../../../infra/local/services/dynamodb/client.ts';
import { findEngine, startEngine } from '../../../infra/local/services/dynamodb/engine.ts';
import { createTables, readTables, type Table } from '../../../infra/local/services/dynamodb/tables.ts';
import { type Database, openDatabase } from '../../../shared/store/database.ts';
import { resourcesOf } from '../../local/fixture.ts';

/** The tables as the template has them, without their streams: the tests deliver events themselves. */
function templateTables(): Table[] {
  const stack = new Stack(new App(), 'Storage');
  new Records(stack, 'Records');
  const { Resources } = Template.fromStack(stack).toJSON() as {
    Resources: Record<string, { Type: string; Properties: object }>;
  };
  return readTables(resourcesOf({ Storage: { resources: Resources } })).map((table) => {
    const { StreamSpecification: _, ...definition } = table.definition;
    return { ...table, definition };
  });
}

export interface Tables {
  /** Empty tables of random names: what one run leaves is nothing to the next. */
  fresh(): Promise<Database>;
  stop(): Promise<void>;
}

export async function openTables(): Promise<Tables> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-world-'));
  const engine = await startEngine({
    program: findEngine(),
    file: join(folder, 'tables.sqlite'),
    log: join(folder, 'dynamodb.log'),
    died: (line) => {
      throw new Error(line);
    },
  });
  const tables = templateTables();
  const dynamodb = connectDynamoDb(engine.endpoint);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  return {
    async fresh() {
      const suffix = randomUUID().slice(0, 8);
      const named = tables.map((table) => ({ ...table, name: `${table.name}-${suffix}` }));
      await createTables(dynamodb, named);
      const nameOf = (word: string): string => named.find(({ name }) => name.includes(word))?.name ?? '';
      return openDatabase({ PROJECTS_TABLE: nameOf('Projects'), HISTORY_TABLE: nameOf('History') });
    },
    async stop() {
      await engine.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
