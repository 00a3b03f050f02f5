import {
  type ConsumedCapacity,
  DynamoDBClient,
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { recordCapacity } from '../runtime/meter.ts';
import { StorageUnavailable } from './errors.ts';

/** One write of a transaction. `name` is what a refused condition is reported under. */
export type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number] & {
  readonly name?: string;
};

export type Item = Record<string, unknown>;

/** The condition of the named writes did not hold; nothing was written. */
export class ConditionRefused extends Error {
  override readonly name = 'ConditionRefused';
  readonly writes: readonly string[];
  constructor(writes: readonly string[]) {
    super(`A condition did not hold: ${writes.join(', ')}`);
    this.writes = writes;
  }
}

/** Another transaction had an item in hand; nothing was written, and trying again is right. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

/** DynamoDB behind the few operations that the stores need; every call reports what it consumed to the meter. */
export interface Database {
  readonly projects: string;
  readonly history: string;
  /** Reads strongly; `eventually` at half the price, for what never changes once it is there. */
  get(table: string, key: Item, eventually?: 'eventually'): Promise<Item | undefined>;
  query(
    input: Omit<QueryCommandInput, 'ReturnConsumedCapacity'>,
  ): Promise<{ items: Item[]; next: Item | undefined }>;
  /** @throws ConditionRefused, StorageUnavailable */
  put(table: string, item: Item, condition?: string, values?: Item): Promise<void>;
  /** @throws ConditionRefused, StorageUnavailable */
  update(input: Omit<UpdateCommandInput, 'ReturnConsumedCapacity'>): Promise<void>;
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

const unitsOf = (capacity: ConsumedCapacity | ConsumedCapacity[] | undefined): number =>
  [capacity ?? []].flat().reduce((sum, one) => sum + (one.CapacityUnits ?? 0), 0);

const isPassing = (code: string | undefined): boolean =>
  code === 'TransactionConflict' || code === 'ThrottlingError' || code === 'ProvisionedThroughputExceeded';

/** SQLite's words, which the database of a platform on one machine passes on; DynamoDB itself has no such trouble. */
const DISK_WORDS = /disk is full|disk I\/O error|readonly database/;

function refusalOf(error: unknown, names: readonly string[]): unknown {
  if (error instanceof TransactionCanceledException) {
    const reasons = error.CancellationReasons ?? [];
    const refused = reasons.flatMap((reason, index) =>
      reason.Code === 'ConditionalCheckFailed' ? [names[index] ?? 'unnamed'] : [],
    );
    if (refused.length > 0) return new ConditionRefused(refused);
    if (reasons.some((reason) => isPassing(reason.Code)))
      return new Conflict('Another writer was here', { cause: error });
    return error;
  }
  const passing =
    error instanceof TransactionConflictException ||
    error instanceof ThrottlingException ||
    error instanceof ProvisionedThroughputExceededException ||
    error instanceof RequestLimitExceeded;
  if (passing) return new Conflict('The table asks to try again', { cause: error });
  if (error instanceof Error && error.name === 'InternalServerError' && DISK_WORDS.test(error.message))
    return new StorageUnavailable('The disk takes nothing', { cause: error });
  const conditional = error instanceof Error && error.name === 'ConditionalCheckFailedException';
  return conditional ? new ConditionRefused(names) : error;
}

export function openDatabase(tables: { PROJECTS_TABLE: string; HISTORY_TABLE?: string }): Database {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const writing = async (
    names: readonly string[],
    write: () => Promise<{ ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] | undefined }>,
  ) => {
    try {
      recordCapacity({ writeUnits: unitsOf((await write()).ConsumedCapacity) });
    } catch (error) {
      throw refusalOf(error, names);
    }
  };
  return {
    projects: tables.PROJECTS_TABLE,
    history: tables.HISTORY_TABLE ?? '',
    async get(table, key, eventually) {
      const answer = await client.send(
        new GetCommand({
          TableName: table,
          Key: key,
          ConsistentRead: eventually === undefined,
          ReturnConsumedCapacity: 'TOTAL',
        }),
      );
      recordCapacity({ readUnits: unitsOf(answer.ConsumedCapacity) });
      return answer.Item;
    },
    async query(input) {
      const answer = await client.send(new QueryCommand({ ...input, ReturnConsumedCapacity: 'TOTAL' }));
      recordCapacity({ readUnits: unitsOf(answer.ConsumedCapacity) });
      return { items: answer.Items ?? [], next: answer.LastEvaluatedKey };
    },
    put: (table, item, condition, values) =>
      writing(['put'], () =>
        client.send(
          new PutCommand({
            TableName: table,
            Item: item,
            ConditionExpression: condition,
            ExpressionAttributeValues: values,
            ReturnConsumedCapacity: 'TOTAL',
          }),
        ),
      ),
    update: (input) =>
      writing(['update'], () =>
        client.send(new UpdateCommand({ ...input, ReturnConsumedCapacity: 'TOTAL' })),
      ),
    delete: (table, key) =>
      writing(['delete'], () =>
        client.send(new DeleteCommand({ TableName: table, Key: key, ReturnConsumedCapacity: 'TOTAL' })),
      ),
    transact: (writes) =>
      writing(
        writes.map((write) => write.name ?? 'unnamed'),
        () =>
          client.send(
            new TransactWriteCommand({
              TransactItems: writes.map(({ name: _, ...write }) => write),
              ReturnConsumedCapacity: 'TOTAL',
            }),
          ),
      ),
  };
}
