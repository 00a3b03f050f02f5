import { dynamodbCalls } from '../iam/calls/dynamodb.ts';
import type { Iam } from '../iam/iam.ts';
import type { Check } from './door.ts';
import type { Table } from './tables.ts';

/** Lets functions do with the tables what their roles may; the host itself goes straight to the database. */
export function checkTables(
  { account, admit }: Pick<Iam, 'account' | 'admit'>,
  tables: readonly Table[],
): Check {
  const keys = new Map(tables.map((table) => [table.name, table.keys[0]]));
  const callsOf = dynamodbCalls(account, (name) => keys.get(name));
  return ({ operation, authorization, body }) => {
    const calls = callsOf(operation, body);
    return calls === undefined
      ? { code: 'AccessDeniedException', message: `${operation} is not emulated for functions` }
      : admit(authorization, calls);
  };
}
