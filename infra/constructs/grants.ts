import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { ServiceFunction } from './service-function.ts';

/** What a function may do with projects. */
export type ProjectsAction = 'GetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

/** Nothing here can change or remove an event: append only, by type. */
export type HistoryAction = 'GetItem' | 'Query' | 'PutItem';

/**
 * Allows a function these actions on one table, by name. CDK's own `grantWriteData` would include update, delete
 * and batch writes.
 */
export function allowProjects(
  fn: ServiceFunction,
  projects: TableV2,
  actions: readonly ProjectsAction[],
): void {
  allowTable(fn, projects, actions);
}

export function allowHistory(fn: ServiceFunction, history: TableV2, actions: readonly HistoryAction[]): void {
  allowTable(fn, history, actions);
}

function allowTable(fn: ServiceFunction, table: TableV2, actions: readonly string[]): void {
  fn.allow(
    actions.map((action) => `dynamodb:${action}`),
    [table.tableArn],
  );
  // Of an index one can only query.
  if (actions.includes('Query')) fn.allow(['dynamodb:Query'], [`${table.tableArn}/index/*`]);
}
