import { isDeepStrictEqual } from 'node:util';
import {
  type AttributeValue,
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { inTurns } from '../../shared/runtime/in-turns.ts';
import { ITEMS_OF_A_PAGE } from '../../shared/store/database.ts';
import { LIMIT_PREFIX, SESSION_PREFIX } from '../../shared/store/keys.ts';
import type { TableNames } from './tables.ts';

/**
 * Moves what the tables of one server hold into those of a deployment: Projects first and whole, so that whoever reads
 * the events after that finds the record, the marks of mails that were sent, and the requests; then History, each chain
 * in its order. Single puts, for its policy refuses any other write, and each on condition that nothing is there: a
 * move that was stopped goes on where it ended.
 */

/** The tables on one side. */
export interface Side extends TableNames {
  readonly client: DynamoDBClient;
}

/** How many items of a table went over, and how many an earlier run had moved. */
export interface Moved {
  readonly written: number;
  readonly there: number;
}

type Item = Record<string, AttributeValue>;

/** Side by side: what one connection pool of the SDK (50) carries with room to spare. */
const AT_ONCE = 16;

/** The table into which it is moved is in use: something else stands where an item belongs. */
export class InUse extends Error {
  override readonly name = 'InUse';
}

const keyOf = (item: Item, names: readonly string[]): Item =>
  Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));

/** What stands in an item, but when the sweep looks at it: that is set to at once where a move has come to its end. */
function standing(item: Item = {}): Item {
  const { due: _, dueAt: __, ...rest } = item;
  return rest;
}

/** Puts an item where there is none. @returns whether it was written @throws InUse where another one stands there */
async function put(
  { client }: Side,
  TableName: string,
  Item: Item,
  names: readonly [string, string],
): Promise<boolean> {
  try {
    await client.send(
      new PutItemCommand({
        TableName,
        Item,
        ConditionExpression: 'attribute_not_exists(#key)',
        ExpressionAttributeNames: { '#key': names[0] },
      }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
  }
  const Key = keyOf(Item, names);
  const { Item: there } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  if (isDeepStrictEqual(standing(there), standing(Item))) return false;
  throw new InUse(JSON.stringify(Key));
}

const sum = (written: readonly boolean[]): Moved => {
  const count = written.filter((one) => one).length;
  return { written: count, there: written.length - count };
};
const both = (a: Moved, b: Moved): Moved => ({ written: a.written + b.written, there: a.there + b.there });
const none: Moved = { written: 0, there: 0 };

/** Sessions are of another issuer's sign-ins, and counters of the hour: people sign in anew. */
const isLeftBehind = ({ pk }: Item): boolean =>
  [SESSION_PREFIX, LIMIT_PREFIX].some((prefix) => pk?.S?.startsWith(prefix));

/** @throws InUse */
export async function moveProjects(from: Side, to: Side): Promise<Moved> {
  let moved = none;
  const pages = paginateScan(
    { client: from.client, pageSize: ITEMS_OF_A_PAGE },
    { TableName: from.PROJECTS_TABLE, ConsistentRead: true },
  );
  for await (const { Items = [] } of pages) {
    const items = Items.filter((item) => !isLeftBehind(item));
    const written = await inTurns(items, AT_ONCE, (item) => put(to, to.PROJECTS_TABLE, item, ['pk', 'sk']));
    moved = both(moved, sum(written));
  }
  return moved;
}

/** All chains, checkpoints among them. */
async function chainsIn({ client, HISTORY_TABLE }: Side): Promise<string[]> {
  const chains = new Set<string>();
  const pages = paginateScan(
    { client, pageSize: ITEMS_OF_A_PAGE },
    {
      TableName: HISTORY_TABLE,
      ConsistentRead: true,
      ProjectionExpression: '#chain',
      ExpressionAttributeNames: { '#chain': 'chain' },
    },
  );
  for await (const { Items = [] } of pages) for (const { chain } of Items) if (chain?.S) chains.add(chain.S);
  return [...chains];
}

/** One after the other: whoever follows the stream has them in the order of the chain. */
async function moveChain(from: Side, to: Side, chain: string): Promise<Moved> {
  const written: boolean[] = [];
  const pages = paginateQuery(
    { client: from.client, pageSize: ITEMS_OF_A_PAGE },
    {
      TableName: from.HISTORY_TABLE,
      ConsistentRead: true,
      KeyConditionExpression: '#chain = :chain',
      ExpressionAttributeNames: { '#chain': 'chain' },
      ExpressionAttributeValues: { ':chain': { S: chain } },
    },
  );
  for await (const { Items = [] } of pages)
    for (const item of Items) written.push(await put(to, to.HISTORY_TABLE, item, ['chain', 'seq']));
  return sum(written);
}

/** @throws InUse */
export async function moveHistory(from: Side, to: Side): Promise<Moved> {
  const moved = await inTurns(await chainsIn(from), AT_ONCE, (chain) => moveChain(from, to, chain));
  return moved.reduce(both, none);
}

/** How many items a table holds; of Projects, of those that are moved. */
export async function counted({ client }: Side, TableName: string): Promise<number> {
  let count = 0;
  const pages = paginateScan(
    { client, pageSize: ITEMS_OF_A_PAGE },
    {
      TableName,
      ConsistentRead: true,
      ProjectionExpression: '#key',
      ExpressionAttributeNames: { '#key': 'pk' },
    },
  );
  for await (const { Items = [] } of pages) count += Items.filter((item) => !isLeftBehind(item)).length;
  return count;
}

/** @throws InUse where the first event of all is another one: the deployment has begun a history of its own */
export async function demandUnused(from: Side, to: Side): Promise<void> {
  const first = async ({ client, HISTORY_TABLE }: Side) =>
    (
      await client.send(
        new GetItemCommand({
          TableName: HISTORY_TABLE,
          Key: { chain: { S: 'rules' }, seq: { N: '1' } },
          ConsistentRead: true,
        }),
      )
    ).Item;
  const [own, there] = await Promise.all([first(from), first(to)]);
  if (there !== undefined && !isDeepStrictEqual(own, there)) throw new InUse('rules 1');
}

/** Makes tables like those of one side on another, for a trial: keys and indexes, without streams. */
export async function makeAlike(from: Side, client: DynamoDBClient): Promise<Side> {
  for (const TableName of [from.PROJECTS_TABLE, from.HISTORY_TABLE]) {
    const { Table } = await from.client.send(new DescribeTableCommand({ TableName }));
    const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes = [] } = Table ?? {};
    await client.send(
      new CreateTableCommand({
        TableName,
        KeySchema,
        AttributeDefinitions,
        BillingMode: 'PAY_PER_REQUEST',
        GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({
          ...{ IndexName, KeySchema, Projection },
        })),
      }),
    );
  }
  return { ...from, client };
}
