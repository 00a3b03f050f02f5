import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Conditions } from 'aws-cdk-lib/aws-iam';
import { LIBRARY_PREFIX, LIMIT_PREFIX, SESSION_PREFIX } from '../../shared/store/keys.ts';
import type { Records } from './records.ts';
import type { ServiceFunction } from './service-function.ts';

/** What a function may do with the two tables, action by action. */
export interface RecordRights {
  readonly projects?: readonly (Reading | 'PutItem' | 'UpdateItem' | 'DeleteItem')[];
  /** Only to say in a session when its person was last there, where nothing else of the table is written. */
  readonly sessions?: true;
  /** Only to keep the rows of approved declarations. */
  readonly library?: true;
  /** Nothing here can change or remove an event: append only, by type. */
  readonly history?: readonly (Reading | 'PutItem')[];
}

/** `Query` is of the table itself; of its indexes one can only query, and few do. */
type Reading = 'GetItem' | 'Query' | 'QueryIndexes';

/** Allows by name: CDK's own `grantWriteData` would include update, delete and batch writes. */
export function allowRecords(fn: ServiceFunction, records: Records, rights: RecordRights): void {
  allowTable(fn, records.projects, rights.projects ?? []);
  allowTable(fn, records.history, rights.history ?? []);
  if (rights.sessions) fn.allow(['dynamodb:PutItem'], [records.projects.tableArn], keysLike(SESSION_PREFIX));
  if (rights.library) fn.allow(['dynamodb:PutItem'], [records.projects.tableArn], keysLike(LIBRARY_PREFIX));
}

/** Items whose key begins so, and no other. */
const keysLike = (prefix: string): Conditions => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${prefix}*`] },
  // For all of no keys would be true.
  Null: { 'dynamodb:LeadingKeys': 'false' },
});

function allowTable(fn: ServiceFunction, table: TableV2, actions: readonly string[]): void {
  const onTable = actions.filter((action) => action !== 'QueryIndexes');
  if (onTable.length > 0)
    fn.allow(
      onTable.map((action) => `dynamodb:${action}`),
      [table.tableArn],
    );
  if (actions.includes('QueryIndexes')) fn.allow(['dynamodb:Query'], [`${table.tableArn}/index/*`]);
}

/** Allows to count what is limited: to change items whose key begins like a counter's, and no other. */
export function allowCount(fn: ServiceFunction, { projects }: Records): void {
  fn.allow(['dynamodb:UpdateItem'], [projects.tableArn], keysLike(LIMIT_PREFIX));
}

/** Allows to read one secret. Its ARN ends with six characters that Secrets Manager chooses. */
export function allowSecret(fn: ServiceFunction, name: string): void {
  const secret = Stack.of(fn).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: `${name}-??????`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  fn.allow(['secretsmanager:GetSecretValue'], [secret]);
}
