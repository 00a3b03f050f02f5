/** The History table itself, as somebody reaches it who goes around the product. */
import { readFile } from 'node:fs/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { ChainHead } from '../../shared/history/chain.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { Platform } from './platform.ts';

export type Stored = HistoryEvent & Readonly<Record<string, unknown>>;

export interface HistoryTable {
  get(chain: string, seq: number): Promise<Stored>;
  put(item: object): Promise<unknown>;
  remove(chain: string, seq: number): Promise<unknown>;
  /** Writes the head into a project's record, as a forger would who can write both tables. */
  setHead(project: string, head: ChainHead): Promise<unknown>;
  close(): void;
}

export async function historyTable(platform: Platform): Promise<HistoryTable> {
  const log = await readFile(`${platform.data}/logs/dynamodb.log`, 'utf8');
  // The database is started twice on a first start; the last address is the one that listens.
  const endpoint = log.match(/http:\/\/127\.0\.0\.1:\d+/g)?.at(-1);
  if (!endpoint) throw new Error(`The database's address is not in its log: ${log}`);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: 'local', credentials }));
  const TableName = 'History';
  return {
    get: async (chain, seq) =>
      ((await client.send(new GetCommand({ TableName, Key: { chain, seq } }))).Item ?? {}) as Stored,
    put: (Item) => client.send(new PutCommand({ TableName, Item })),
    remove: (chain, seq) => client.send(new DeleteCommand({ TableName, Key: { chain, seq } })),
    setHead: (project, head) =>
      client.send(
        new UpdateCommand({
          TableName: 'Projects',
          Key: { pk: `P#${project}`, sk: 'PROJECT' },
          UpdateExpression: 'SET #head = :head',
          ExpressionAttributeNames: { '#head': 'head' },
          ExpressionAttributeValues: { ':head': head },
        }),
      ),
    close: () => client.destroy(),
  };
}
