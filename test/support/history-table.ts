/** The History table itself, as somebody reaches it who goes around the product. */
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { ChainHead } from '../../shared/history/chain.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { databaseOf } from './database-of.ts';
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

export async function historyTable(platform: Pick<Platform, 'data'>): Promise<HistoryTable> {
  const client = DynamoDBDocumentClient.from(await databaseOf(platform));
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
