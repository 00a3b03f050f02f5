/** The History table itself, as somebody reaches it who goes around the product. */
import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
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
  const client = await databaseOf(platform);
  const TableName = 'History';
  const keyOf = (chain: string, seq: number) => marshall({ chain, seq });
  return {
    async get(chain, seq) {
      const { Item = {} } = await client.send(new GetItemCommand({ TableName, Key: keyOf(chain, seq) }));
      return unmarshall(Item) as Stored;
    },
    put: (item) => client.send(new PutItemCommand({ TableName, Item: marshall(item) })),
    remove: (chain, seq) => client.send(new DeleteItemCommand({ TableName, Key: keyOf(chain, seq) })),
    setHead: (project, head) =>
      client.send(
        new UpdateItemCommand({
          TableName: 'Projects',
          Key: marshall({ pk: `P#${project}`, sk: 'PROJECT' }),
          UpdateExpression: 'SET #head = :head',
          ExpressionAttributeNames: { '#head': 'head' },
          ExpressionAttributeValues: marshall({ ':head': head }),
        }),
      ),
    close: () => client.destroy(),
  };
}
