import { setTimeout as pause } from 'node:timers/promises';
import {
  type AttributeValue,
  type ConsumedCapacity,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactionCanceledException,
  TransactionConflictException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { convertToNative, marshall } from '@aws-sdk/util-dynamodb';
import { recordCapacity } from '../runtime/meter.ts';
import { jsonService } from '../runtime/patience.ts';
import { StorageSilent, StorageUnavailable } from './errors.ts';

export type Item = Record<string, unknown>;

/** A part of a call of DynamoDB as the product has it: keys, items and values as JavaScript has them. */
type Plain<Call> = {
  [Name in keyof Call]: Name extends 'Key' | 'Item'
    ? Item
    : Name extends 'ExpressionAttributeValues' | 'ExclusiveStartKey'
      ? Item | undefined
      : Call[Name];
};

/** One write of a transaction. `name` is what a refused condition is reported under. */
export type Write = {
  readonly [Kind in 'Put' | 'Update' | 'Delete']?: Plain<NonNullable<TransactWriteItem[Kind]>>;
} & { readonly name?: string };

/** The condition of the named writes did not hold; nothing was written. */
export class ConditionRefused extends Error {
  override readonly name = 'ConditionRefused';
  readonly writes: readonly string[];
  constructor(writes: readonly string[]) {
    super(`A condition did not hold: ${writes.join(', ')}`);
    this.writes = writes;
  }
}

/** Another transaction had an item of this one in hand; nothing was written, and trying again is right. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

/**
 * So many items a page of a query or scan has at most, about a megabyte of them. DynamoDB ends a page there by itself; the
 * embedded database reads all that stands behind the start as well, for each page that has no limit.
 */
export const ITEMS_OF_A_PAGE = 1_000;

/**
 * DynamoDB behind the few operations that the stores need; every call reports what it consumed to the meter, and throws
 * StorageSilent where no answer came.
 */
export interface Database {
  readonly projects: string;
  readonly history: string;
  /** Reads strongly; `eventually` at half the price, for what never changes once it is there. */
  get(table: string, key: Item, eventually?: 'eventually'): Promise<Item | undefined>;
  /** A page of what is asked for: of `Limit` items, or of ITEMS_OF_A_PAGE. */
  query(
    input: Plain<Omit<QueryCommandInput, 'ReturnConsumedCapacity'>>,
  ): Promise<{ items: Item[]; next: Item | undefined }>;
  /** @throws ConditionRefused, StorageUnavailable */
  put(table: string, item: Item, condition?: string, values?: Item): Promise<void>;
  /** @throws ConditionRefused, StorageUnavailable */
  update(input: Plain<Omit<UpdateItemCommandInput, 'ReturnConsumedCapacity'>>): Promise<void>;
  /** @throws StorageUnavailable */
  delete(table: string, key: Item): Promise<void>;
  /** All or nothing. @throws ConditionRefused, Conflict, StorageUnavailable */
  transact(writes: readonly Write[]): Promise<void>;
}

/**
 * A record of the projects' table that never changes once it is there. The cheaper read may not see what was written a
 * moment ago; then the strong one does.
 */
export const getUnchanging = async (database: Database, key: Item): Promise<Item | undefined> =>
  (await database.get(database.projects, key, 'eventually')) ?? (await database.get(database.projects, key));

/** A part of a partition in the order of its sort keys, from one to another, both among them. */
interface Part {
  readonly from: string;
  readonly to: string;
}

/**
 * All items of a partition of the projects' table or of a part of it, page by page.
 * @param eventually at half the price; without, read strongly
 */
export async function readPartition(
  database: Database,
  pk: string,
  part?: Part,
  eventually?: 'eventually',
): Promise<Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await database.query({
      TableName: database.projects,
      ConsistentRead: eventually === undefined,
      KeyConditionExpression: part ? 'pk = :pk AND sk BETWEEN :from AND :to' : 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk, ...(part ? { ':from': part.from, ':to': part.to } : {}) },
      ExclusiveStartKey: start,
    });
    items.push(...page.items);
    start = page.next;
  } while (start);
  return items;
}

/** Waits for a write on a condition. @returns whether the condition held; otherwise nothing was written */
export async function onCondition(write: Promise<void>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionRefused) return false;
    throw error;
  }
}

const unitsOf = (capacity: ConsumedCapacity | ConsumedCapacity[] | undefined): number =>
  [capacity ?? []].flat().reduce((sum, one) => sum + (one.CapacityUnits ?? 0), 0);

const THROTTLED = new Set([
  'ThrottlingException',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
]);

/** What Node says of a connection that was not made, or broke. */
const UNCONNECTED = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND']);

/** What an error of the SDK or of Node may hold beside its name. */
interface SdkError {
  readonly code: unknown;
  readonly $metadata: { readonly httpStatusCode?: number } | undefined;
}

/** Whether the table did not answer, or only that it cannot now, though the client asked it several times. */
function isSilence(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, $metadata } = { code: undefined, $metadata: undefined, ...error } as SdkError;
  return (
    THROTTLED.has(error.name) ||
    UNCONNECTED.has(String(code)) ||
    error.name === 'TimeoutError' ||
    // Our own transaction, sent again while it is under way.
    error.name === 'TransactionInProgressException' ||
    ($metadata?.httpStatusCode ?? 0) >= 500
  );
}

/** SQLite's words, which the database of a platform on one machine passes on; DynamoDB itself has no such trouble. */
const DISK_WORDS = /disk is full|disk I\/O error|readonly database/;

function refusalOf(error: unknown, names: readonly string[]): unknown {
  if (error instanceof TransactionCanceledException) {
    const reasons = error.CancellationReasons ?? [];
    const refused = reasons.flatMap((reason, index) =>
      reason.Code === 'ConditionalCheckFailed' ? [names[index] ?? 'unnamed'] : [],
    );
    if (refused.length > 0) return new ConditionRefused(refused);
    if (reasons.some(({ Code }) => Code === 'TransactionConflict'))
      return new Conflict('Another writer was here', { cause: error });
    if (reasons.some(({ Code }) => THROTTLED.has(Code ?? '')))
      return new StorageSilent('The table asks to try again', { cause: error });
    return error;
  }
  if (error instanceof TransactionConflictException)
    return new Conflict('Another writer was here', { cause: error });
  if (error instanceof Error && error.name === 'InternalServerError' && DISK_WORDS.test(error.message))
    return new StorageUnavailable('The disk takes nothing', { cause: error });
  if (isSilence(error)) return new StorageSilent('The table does not answer', { cause: error });
  const conditional = error instanceof Error && error.name === 'ConditionalCheckFailedException';
  return conditional ? new ConditionRefused(names) : error;
}

type Writing = () => Promise<{ ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] | undefined }>;

// A transaction has its items in hand for milliseconds.
const MOST_TRIES = 5;

/**
 * A write again, as long as a transaction has its item in hand: where what was read for it counts, its condition says so.
 * @throws StorageSilent where that does not end
 */
export async function outOfHand(write: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      if (tries === MOST_TRIES) throw new StorageSilent('The table asks to try again', { cause: error });
    }
    await pause(Math.random() * 20 * tries);
  }
}

const reading = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((error: unknown) => {
    throw refusalOf(error, []);
  });

/**
 * An item as JavaScript has it, its members in the order of their names: tables give them in any, and objects that had
 * their members in as many orders as there are items would each have a shape of their own, which makes all that is done
 * with them several times as slow.
 */
function plain(attributes: Readonly<Record<string, AttributeValue>>): Item {
  const item: Item = {};
  for (const name of Object.keys(attributes).sort()) {
    const attribute = attributes[name];
    // Most are texts, which need no converting.
    if (attribute) item[name] = attribute.S ?? convertToNative(attribute);
  }
  return item;
}

const marshalled = (item: Item): Record<string, AttributeValue> =>
  marshall(item, { removeUndefinedValues: true });

interface WithValues {
  readonly ExpressionAttributeValues?: Item | undefined;
}
const valuesOf = ({ ExpressionAttributeValues: values }: WithValues) => ({
  ExpressionAttributeValues: values && marshalled(values),
});

const itemOfTransaction = ({ Put, Update, Delete }: Write): TransactWriteItem => ({
  Put: Put && { ...Put, Item: marshalled(Put.Item), ...valuesOf(Put) },
  Update: Update && { ...Update, Key: marshalled(Update.Key), ...valuesOf(Update) },
  Delete: Delete && { ...Delete, Key: marshalled(Delete.Key), ...valuesOf(Delete) },
});

export function openDatabase(tables: { PROJECTS_TABLE: string; HISTORY_TABLE?: string }): Database {
  const client = new DynamoDBClient(jsonService);
  const writing = async (names: readonly string[], write: Writing): Promise<void> => {
    try {
      recordCapacity({ writeUnits: unitsOf((await write()).ConsumedCapacity) });
    } catch (error) {
      throw refusalOf(error, names);
    }
  };
  const writingOne = (name: string, write: Writing): Promise<void> => outOfHand(() => writing([name], write));
  return {
    projects: tables.PROJECTS_TABLE,
    history: tables.HISTORY_TABLE ?? '',
    async get(table, key, eventually) {
      const answer = await reading(
        client.send(
          new GetItemCommand({
            TableName: table,
            Key: marshalled(key),
            ConsistentRead: eventually === undefined,
            ReturnConsumedCapacity: 'TOTAL',
          }),
        ),
      );
      recordCapacity({ readUnits: unitsOf(answer.ConsumedCapacity) });
      return answer.Item && plain(answer.Item);
    },
    async query(input) {
      const { ExclusiveStartKey: start } = input;
      const answer = await reading(
        client.send(
          new QueryCommand({
            Limit: ITEMS_OF_A_PAGE,
            ...input,
            ...valuesOf(input),
            ExclusiveStartKey: start && marshalled(start),
            ReturnConsumedCapacity: 'TOTAL',
          }),
        ),
      );
      recordCapacity({ readUnits: unitsOf(answer.ConsumedCapacity) });
      return {
        items: (answer.Items ?? []).map(plain),
        next: answer.LastEvaluatedKey && plain(answer.LastEvaluatedKey),
      };
    },
    put: (table, item, condition, values) =>
      writingOne('put', () =>
        client.send(
          new PutItemCommand({
            TableName: table,
            Item: marshalled(item),
            ConditionExpression: condition,
            ...valuesOf({ ExpressionAttributeValues: values }),
            ReturnConsumedCapacity: 'TOTAL',
          }),
        ),
      ),
    update: (input) =>
      writingOne('update', () =>
        client.send(
          new UpdateItemCommand({
            ...input,
            Key: marshalled(input.Key),
            ...valuesOf(input),
            ReturnConsumedCapacity: 'TOTAL',
          }),
        ),
      ),
    delete: (table, key) =>
      writingOne('delete', () =>
        client.send(
          new DeleteItemCommand({ TableName: table, Key: marshalled(key), ReturnConsumedCapacity: 'TOTAL' }),
        ),
      ),
    transact: (writes) =>
      writing(
        writes.map((write) => write.name ?? 'unnamed'),
        () =>
          client.send(
            new TransactWriteItemsCommand({
              TransactItems: writes.map(itemOfTransaction),
              ReturnConsumedCapacity: 'TOTAL',
            }),
          ),
      ),
  };
}
