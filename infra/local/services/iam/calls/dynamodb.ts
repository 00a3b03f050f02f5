import * as z from 'zod';
import { type Account, arnOf, type Call, type Context } from '../call.ts';

const item = z.record(z.string(), z.unknown());
const table = z.object({ TableName: z.string() });
const query = table.extend({ IndexName: z.string().optional() });
const withItem = table.extend({ Item: item });
const withKey = table.extend({ Key: item });
const transacted = z.object({
  TransactItems: z.array(
    z.strictObject({
      Put: withItem.optional(),
      Update: withKey.optional(),
      Delete: withKey.optional(),
      ConditionCheck: withKey.optional(),
      Get: withKey.optional(),
    }),
  ),
});

/** The parts of a transaction beside `Put`, by the member that holds them, with the action that each is. */
const parts: Readonly<Record<string, string>> = {
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/**
 * What a call of DynamoDB asks to do; undefined for one that is malformed or of which nobody has said it: it may not pass. A transaction needs the
 * right to each of its parts, and none of its own.
 * @param partitionKeyOf the attribute's name, of a table
 */
export function dynamodbCalls(
  account: Account,
  partitionKeyOf: (table: string) => string | undefined,
): (operation: string, body: unknown) => readonly Call[] | undefined {
  const call = (action: string, name: string, context: Context = {}, rest = ''): Call => {
    // A table may be named by its ARN.
    const arn = name.startsWith('arn:') ? name : arnOf(account, 'dynamodb', `table/${name}`);
    return { action: `dynamodb:${action}`, resource: `${arn}${rest}`, context };
  };
  const onItem = (action: string, name: string, attributes: z.infer<typeof item>): Call => {
    const key = partitionKeyOf(name.slice(name.lastIndexOf('/') + 1));
    const value = key === undefined ? undefined : leadingKey(attributes[key]);
    return call(action, name, value === undefined ? {} : { 'dynamodb:leadingkeys': [value] });
  };

  const onTable =
    (operation: string) =>
    ({ TableName, IndexName }: z.infer<typeof query>) => [
      call(operation, TableName, {}, IndexName === undefined ? '' : `/index/${IndexName}`),
    ];
  const onKey =
    (operation: string) =>
    ({ TableName, Key }: z.infer<typeof withKey>) => [onItem(operation, TableName, Key)];
  const onParts = ({ TransactItems }: z.infer<typeof transacted>) =>
    TransactItems.flatMap(({ Put, ...keyed }) => [
      ...(Put ? [onItem('PutItem', Put.TableName, Put.Item)] : []),
      ...Object.entries(keyed).flatMap(([member, part]) =>
        part ? onKey(parts[member] ?? member)(part) : [],
      ),
    ]);

  return (operation, body) => {
    switch (operation) {
      case 'Query':
      case 'Scan':
        return read(query, body, onTable(operation));
      case 'PutItem':
        return read(withItem, body, ({ TableName, Item }) => [onItem(operation, TableName, Item)]);
      case 'GetItem':
      case 'UpdateItem':
      case 'DeleteItem':
        return read(withKey, body, onKey(operation));
      case 'TransactGetItems':
      case 'TransactWriteItems':
        return read(transacted, body, onParts);
      default:
        return undefined;
    }
  };
}

function read<T>(schema: z.ZodType<T>, body: unknown, calls: (input: T) => readonly Call[]) {
  const parsed = schema.safeParse(body);
  return parsed.success ? calls(parsed.data) : undefined;
}

const typed = z.union([z.strictObject({ S: z.string() }), z.strictObject({ N: z.string() })]);

/** The text or number of a key's value, in DynamoDB's own JSON. */
function leadingKey(value: unknown): string | undefined {
  const { data } = typed.safeParse(value);
  return data && ('S' in data ? data.S : data.N);
}
