import * as z from 'zod';
import type { Resource, Resources } from '../../assembly/resources.ts';
import { type DynamoDb, DynamoDbError } from './client.ts';

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const projection = z.object({
  ProjectionType: z.string().optional(),
  NonKeyAttributes: z.array(z.string()).optional(),
});
const index = z.object({ IndexName: z.string(), KeySchema: keySchema, Projection: projection });
const schema = z.object({
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z.array(index).optional(),
  LocalSecondaryIndexes: z.array(index).optional(),
  StreamSpecification: z.object({ StreamViewType: z.string() }).optional(),
  TimeToLiveSpecification: z
    .object({ AttributeName: z.string().optional(), Enabled: z.boolean() })
    .optional(),
});

/** A table of the template as the host needs it. */
export interface Table {
  readonly name: string;
  /** The partition key, then the sort key if there is one. */
  readonly keys: readonly string[];
  readonly ttlAttribute: string | undefined;
  readonly definition: z.infer<typeof schema>;
}

export function readTables(resources: Resources): readonly Table[] {
  return resources.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').map(readTable);
}

function readTable(resource: Resource): Table {
  const definition = resource.read(schema);
  const ttl = definition.TimeToLiveSpecification;
  return {
    name: resource.name,
    keys: definition.KeySchema.map((key) => key.AttributeName),
    ttlAttribute: ttl?.Enabled ? ttl.AttributeName : undefined,
    definition,
  };
}

const described = z.object({
  Table: z.object({
    GlobalSecondaryIndexes: z.array(z.object({ IndexName: z.string() })).default([]),
  }),
});

/** The names of a table's indexes; undefined where there is no such table. */
export type IndexesOf = (table: string) => Promise<readonly string[] | undefined>;

/** Creates the tables that are missing, and the indexes that existing ones lack. Returns whether any table was created. */
export async function createTables(
  dynamodb: DynamoDb,
  tables: readonly Table[],
  indexesOf: IndexesOf = describedBy(dynamodb),
): Promise<boolean> {
  const created = await Promise.all(
    tables.map(async (table) => createTable(dynamodb, table, await indexesOf(table.name))),
  );
  return created.includes(true);
}

async function createTable(
  dynamodb: DynamoDb,
  table: Table,
  indexes: readonly string[] | undefined,
): Promise<boolean> {
  if (indexes !== undefined) {
    await addMissingIndexes(dynamodb, table, indexes);
    return false;
  }
  const { StreamSpecification, TimeToLiveSpecification: _, ...definition } = table.definition;
  await dynamodb.call(
    'DynamoDB_20120810.CreateTable',
    {
      TableName: table.name,
      ...definition,
      BillingMode: 'PAY_PER_REQUEST',
      ...(StreamSpecification && { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } }),
    },
    z.unknown(),
  );
  return true;
}

const describedBy =
  (dynamodb: DynamoDb): IndexesOf =>
  async (name) => {
    try {
      const input = { TableName: name };
      const { Table } = await dynamodb.call('DynamoDB_20120810.DescribeTable', input, described);
      return Table.GlobalSecondaryIndexes.map(({ IndexName }) => IndexName);
    } catch (error) {
      if (error instanceof DynamoDbError && error.code === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  };

/** Data of an older template gets the indexes that this one has beside its own; what it holds is put into them. */
async function addMissingIndexes(
  dynamodb: DynamoDb,
  table: Table,
  indexes: readonly string[],
): Promise<void> {
  // One at a time, as the service takes them.
  for (const index of table.definition.GlobalSecondaryIndexes ?? [])
    if (!indexes.includes(index.IndexName))
      await dynamodb.call(
        'DynamoDB_20120810.UpdateTable',
        {
          TableName: table.name,
          AttributeDefinitions: table.definition.AttributeDefinitions,
          GlobalSecondaryIndexUpdates: [{ Create: index }],
        },
        z.unknown(),
      );
}
