import { inTurns } from '../runtime/in-turns.ts';
import type { Database, Item } from '../store/database.ts';
import { dueOf, isOfRequest } from './due.ts';
import { requestKey } from './keys.ts';
import type { RequestRecord } from './records.ts';
import { storedRequest } from './stored.ts';

/** So many reads at once keep the table calm. */
const AT_ONCE = 25;

export interface OpenPage {
  readonly requests: readonly RequestRecord[];
  /** Where the next page goes on; undefined where this was the last. */
  readonly next: Item | undefined;
}

/** Some of the requests that are open, read strongly, in the order in which they are due: all of them stand in that index. */
export async function openRequestsFrom(
  database: Database,
  start: Item | undefined,
  limit: number,
): Promise<OpenPage> {
  const { items, next } = await database.query({
    TableName: database.projects,
    IndexName: 'by-due',
    KeyConditionExpression: '#due = :due',
    ExpressionAttributeNames: { '#due': 'due' },
    ExpressionAttributeValues: { ':due': 'due' },
    ExclusiveStartKey: start,
    Limit: limit,
  });
  const due = items
    .map(dueOf)
    .filter(isOfRequest)
    .map(({ projectId, request }) => ({ projectId, ...request }));
  const read = await inTurns(due, AT_ONCE, ({ projectId, revision, stage }) =>
    database.get(database.projects, requestKey(projectId, revision, stage)),
  );
  const requests = read.flatMap((item) => (item === undefined ? [] : [storedRequest(item)]));
  return { requests: requests.filter(({ status }) => status === 'open'), next };
}
