/** The real tables on the embedded database, for a file of tests; projects of one run are told apart by their ids. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDynamoDb } from '../../infra/local/services/dynamodb/client.ts';
import { findEngine, startEngine } from '../../infra/local/services/dynamodb/engine.ts';
import { createTables, readTables, type Table } from '../../infra/local/services/dynamodb/tables.ts';
import { type Database, openDatabase } from '../../shared/store/database.ts';
import { resourcesOf } from '../local/fixture.ts';

/** The tables as the template has them, without their streams: the tests deliver events themselves. */
async function makeTables(): Promise<Table[]> {
  const [{ App, Stack }, { Template }, { Records }] = await Promise.all([
    import('aws-cdk-lib'),
    import('aws-cdk-lib/assertions'),
    import('../../infra/constructs/records.ts'),
  ]);
  const stack = new Stack(new App(), 'Storage');
  new Records(stack, 'Records', { protected: false });
  const { Resources } = Template.fromStack(stack).toJSON() as {
    Resources: Record<string, { Type: string; Properties: object }>;
  };
  return readTables(resourcesOf({ Storage: { resources: Resources } })).map((table) => {
    const { StreamSpecification: _, ...definition } = table.definition;
    return { ...table, definition };
  });
}

/** The same for all test files of a run: to load what makes them takes each as long as many a test. */
async function templateTables(): Promise<Table[]> {
  const folder = process.env.SHARED_TEST_FOLDER;
  if (folder === undefined) return makeTables();
  const file = join(folder, 'tables.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Table[];
  const tables = await makeTables();
  const written = `${file}.${process.pid}`;
  writeFileSync(written, JSON.stringify(tables));
  renameSync(written, file);
  return tables;
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
  const tables = await templateTables();
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
