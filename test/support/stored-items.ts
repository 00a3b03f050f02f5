/** The tables of a platform that runs on this machine, read and written around the product: items as DynamoDB has them. */
import {
  type AttributeValue,
  DeleteItemCommand,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { canonical } from '../../shared/history/canonical.ts';
import { unpacked, unpackedRequest } from '../../shared/project/stored.ts';
import { databaseOf } from './database-of.ts';
import type { Platform } from './platform.ts';

export type StoredItem = Record<string, AttributeValue>;
export type TableName = 'Projects' | 'History';

export interface Storage {
  all(table: TableName): Promise<StoredItem[]>;
  /** Puts an item; with `ifAbsent` it leaves one that is there alone. */
  put(table: TableName, item: StoredItem, ifAbsent?: 'ifAbsent'): Promise<void>;
  remove(table: TableName, item: StoredItem): Promise<void>;
  close(): void;
}

export async function openStorage(platform: Platform): Promise<Storage> {
  const client = await databaseOf(platform);
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const nameOf = (table: TableName): string => {
    const name = TableNames.find((one) => one.includes(table));
    if (!name) throw new Error(`There is no table ${table} in ${TableNames.join(', ')}`);
    return name;
  };
  return {
    async all(table) {
      const items: StoredItem[] = [];
      let start: StoredItem | undefined;
      do {
        const page = await client.send(
          new ScanCommand({ TableName: nameOf(table), ConsistentRead: true, ExclusiveStartKey: start }),
        );
        items.push(...(page.Items ?? []));
        start = page.LastEvaluatedKey;
      } while (start);
      return items;
    },
    async put(table, item, ifAbsent) {
      const key = table === 'Projects' ? 'pk' : 'chain';
      try {
        await client.send(
          new PutItemCommand({
            TableName: nameOf(table),
            Item: item,
            ...(ifAbsent
              ? {
                  ConditionExpression: 'attribute_not_exists(#key)',
                  ExpressionAttributeNames: { '#key': key },
                }
              : {}),
          }),
        );
      } catch (error) {
        const isThere = error instanceof Error && error.name === 'ConditionalCheckFailedException';
        if (!isThere || !ifAbsent) throw error;
      }
    },
    async remove(table, item) {
      const names = table === 'Projects' ? ['pk', 'sk'] : ['chain', 'seq'];
      const Key = Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));
      await client.send(new DeleteItemCommand({ TableName: nameOf(table), Key }));
    },
    close: () => client.destroy(),
  };
}

/** Items of Projects with every member as an attribute, also of what is packed; a task token is its text. */
export const opened = (items: readonly StoredItem[]): StoredItem[] =>
  items.map((item) => {
    const open = item.sk?.S?.startsWith('REQUEST#') ? unpackedRequest : unpacked;
    return marshall(open(unmarshall(item)));
  });

const inBase64 = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(inBase64);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inBase64(inner)]));
};

/** Items as sorted lines of canonical JSON: the same items are the same text. Bytes stand in base64. */
export const linesOf = (items: readonly StoredItem[]): string =>
  items
    .map((item) => canonical(inBase64(item)))
    .sort()
    .map((line) => `${line}\n`)
    .join('');

export const itemsOf = (lines: string): StoredItem[] =>
  lines
    .trim()
    .split('\n')
    .map((line) => {
      const item = JSON.parse(line) as Record<string, { B?: string }>;
      return Object.fromEntries(
        Object.entries(item).map(([name, value]) => [
          name,
          value.B === undefined ? value : { B: Uint8Array.from(Buffer.from(value.B, 'base64')) },
        ]),
      ) as StoredItem;
    });
