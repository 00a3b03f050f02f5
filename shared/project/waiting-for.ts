import * as z from 'zod';
import type { Database, Item, Write } from '../store/database.ts';
import { waitingKey } from './keys.ts';
import type { RequestRecord } from './records.ts';

/** The open requests by whom they wait for: items beside the records, written in the same transactions. */

/** An open request, by what names it. */
export interface WaitingAt {
  readonly projectId: string;
  readonly revision: number;
  readonly stage: string;
}

/**
 * What an open request is found by beside its project: the people it waits for, or, where it waits for nobody, the
 * unit whose post is asked.
 */
export const waitingFor = {
  person: (id: string) => `W#P#${id}`,
  nobodyOf: (unit: string) => `W#U#${unit}`,
} as const;
/**
 * By what an open request is found: whom it asks, who holds the posts that are asked, or that it asks nobody.
 * @internal
 */
export function waitsUnder({ status, assignees, holders = [], askedUnit }: RequestRecord): string[] {
  if (status !== 'open') return [];
  const ids = assignees.flatMap(({ id, onBehalfOfId }) => [id, onBehalfOfId ?? []].flat());
  const people = [...new Set([...ids, ...holders])].map(waitingFor.person);
  const isNobodys = ids.length === 0 && askedUnit !== undefined;
  return isNobodys ? [...people, waitingFor.nobodyOf(askedUnit)] : people;
}

/** What a change of a request writes, so that it is found by whom it waits for then. */
export function waitingWrites(
  database: Database,
  before: RequestRecord | undefined,
  after: RequestRecord,
): Write[] {
  const { projectId, revision, stage } = after;
  const had = before?.listed ? waitsUnder(before) : [];
  const has = waitsUnder(after);
  const keyOf = (waiting: string): Item => waitingKey(waiting, projectId, revision, stage);
  const gone = had.filter((one) => !has.includes(one));
  const come = has.filter((one) => !had.includes(one));
  return [
    ...gone.map((one) => ({ name: 'waiting', Delete: { TableName: database.projects, Key: keyOf(one) } })),
    ...come.map((one) => ({
      name: 'waiting',
      Put: { TableName: database.projects, Item: { ...keyOf(one), projectId, revision, stage } },
    })),
  ];
}

const waitingItem = z.object({
  sk: z.string(),
  projectId: z.string(),
  revision: z.int(),
  stage: z.string(),
});

/** A page of what waits under a key, read strongly, in the order of the projects' ids. */
export async function waitingUnder(
  database: Database,
  waiting: string,
  after: string | undefined,
  limit: number,
): Promise<{ readonly found: readonly WaitingAt[]; readonly last: string | undefined }> {
  const { items, next } = await database.query({
    TableName: database.projects,
    ConsistentRead: true,
    KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
    ExpressionAttributeValues: { ':pk': waiting, ...(after === undefined ? {} : { ':after': after }) },
    Limit: limit,
  });
  const found = items.map((item) => waitingItem.parse(item));
  return { found, last: next && found.at(-1)?.sk };
}
