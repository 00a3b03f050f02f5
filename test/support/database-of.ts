import { readFile } from 'node:fs/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Platform } from './platform.ts';

/** Where the database of a platform that runs on this machine listens. */
export async function databaseAddressOf(platform: Pick<Platform, 'data'>): Promise<string> {
  const log = await readFile(`${platform.data}/logs/dynamodb.log`, 'utf8');
  // The database is started twice on a first start; the last address is the one that listens.
  const endpoint = log.match(/http:\/\/127(?:\.\d+){3}:\d+/g)?.at(-1);
  if (!endpoint) throw new Error(`The database's address is not in its log: ${log}`);
  return endpoint;
}

/** The database of a platform that runs on this machine, as somebody reaches it who goes around the product. */
export async function databaseOf(platform: Pick<Platform, 'data'>): Promise<DynamoDBClient> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return new DynamoDBClient({ endpoint: await databaseAddressOf(platform), region: 'local', credentials });
}
