import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { Settings } from '../config.ts';
import { openHostDatabase } from '../local/host-database.ts';
import { demandDataFolder } from '../local/serve/demand-data-folder.ts';
import { findEngine, startEngine } from '../local/services/dynamodb/engine.ts';
import { physicalName } from './doctor/ask.ts';
import { stackNames } from './doctor/checks.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { UsageError } from './usage-error.ts';

/** The two tables by their names, as functions are told them. */
export interface TableNames {
  readonly PROJECTS_TABLE: string;
  readonly HISTORY_TABLE: string;
}

/** The tables of a deployment, as CloudFormation named them. */
export async function deployedTables(settings: Settings): Promise<TableNames> {
  const { storage } = stackNames(settings);
  const [PROJECTS_TABLE, HISTORY_TABLE] = await Promise.all([
    physicalName(storage, 'Projects'),
    physicalName(storage, 'History'),
  ]);
  return { PROJECTS_TABLE, HISTORY_TABLE };
}

/**
 * Tables that a command was told by name.
 * @throws UsageError where one is named without the other: the deployment's own would be taken in its stead
 */
export function namedTables(names: {
  readonly projects?: string | undefined;
  readonly history?: string | undefined;
}): TableNames | undefined {
  const { projects, history } = names;
  if (projects === undefined && history === undefined) return undefined;
  if (projects === undefined || history === undefined)
    throw new UsageError('--projects and --history go together');
  return { PROJECTS_TABLE: projects, HISTORY_TABLE: history };
}

/** The bucket of the files that revisions and decisions name. */
export const deployedFiles = (settings: Settings): Promise<string> =>
  physicalName(stackNames(settings).storage, 'Files');

/** What the SDK's clients find a database on this machine by; it looks at no signature. */
export const onThisMachine = (endpoint: string) => ({
  endpoint,
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/** Has every client of the SDK that is made from now on speak to a database on this machine. */
export function useDatabase(endpoint: string): void {
  const { region, credentials } = onThisMachine(endpoint);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });
}

/** The database of a data folder, while no server works with it. */
export interface FolderDatabase {
  readonly endpoint: string;
  readonly tables: TableNames;
  close(): Promise<void>;
}

/** @throws Error in words, where it is no data folder of ours, a server works with it, or it holds no tables */
export async function openFolder(folder: string): Promise<FolderDatabase> {
  demandDataFolder(folder, 'dynamodb.sqlite');
  const host = openHostDatabase(join(folder, 'host.sqlite'));
  const messages = temporaryFolder();
  try {
    const engine = await startEngine({
      program: findEngine(),
      file: join(folder, 'dynamodb.sqlite'),
      log: join(messages.path, 'dynamodb.log'),
      died: (line) => console.error(line),
    });
    const close = async () => {
      await engine.stop();
      host.close();
      messages.remove();
    };
    try {
      return { endpoint: engine.endpoint, tables: await tablesAt(engine.endpoint, folder), close };
    } catch (error) {
      await engine.stop();
      throw error;
    }
  } catch (error) {
    host.close();
    messages.remove();
    throw error;
  }
}

async function tablesAt(endpoint: string, folder: string): Promise<TableNames> {
  const client = new DynamoDBClient(onThisMachine(endpoint));
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  client.destroy();
  const named = (word: string): string => {
    const name = TableNames.find((one) => one.includes(word));
    if (name === undefined) throw new Error(`${folder} holds no table ${word}`);
    return name;
  };
  return { PROJECTS_TABLE: named('Projects'), HISTORY_TABLE: named('History') };
}
