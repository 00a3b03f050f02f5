import * as z from 'zod';
import { canonical } from '../history/canonical.ts';
import type { Database, Item, Write } from '../store/database.ts';
import { requestKey, waitingKey } from './keys.ts';
import type { ProjectRecord, RequestRecord } from './records.ts';
import { storedRequest } from './stored.ts';
import { asks, type WaitingLine, waitingLine, waitingLineOf } from './waiting-line.ts';

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

/** An open request with the project that it stands in. */
interface Standing {
  readonly record: Pick<ProjectRecord, 'unit' | 'budgetYear' | 'findings' | 'flow'>;
  readonly request: RequestRecord;
}

/** The items under which it is found: whomever it asks reads the line of it there. */
function itemsOf({ record, request }: Standing): Map<string, Item> {
  const { projectId, revision, stage } = request;
  const lines = new Map(
    request.assignees
      .filter((one) => asks(request, one.id))
      .map((one) => [waitingFor.person(one.id), waitingLineOf(record, request, one)]),
  );
  return new Map(
    waitsUnder(request).map((waiting) => [
      waiting,
      {
        ...waitingKey(waiting, projectId, revision, stage),
        ...{ projectId, revision, stage },
        line: lines.get(waiting) ?? null,
      },
    ]),
  );
}

/** What a change of a request writes, so that it is found by whom it waits for then, as it is then. */
export function waitingWrites(database: Database, before: Standing | undefined, after: Standing): Write[] {
  const had = before?.request.listed ? itemsOf(before) : new Map<string, Item>();
  const has = itemsOf(after);
  const { projectId, revision, stage } = after.request;
  const gone = [...had.keys()].filter((waiting) => !has.has(waiting));
  const isOther = ([waiting, item]: [string, Item]): boolean => {
    const was = had.get(waiting);
    return was === undefined || canonical(was) !== canonical(item);
  };
  return [
    ...gone.map((waiting) => ({
      name: 'waiting',
      Delete: { TableName: database.projects, Key: waitingKey(waiting, projectId, revision, stage) },
    })),
    ...[...has]
      .filter(isOther)
      .map(([, item]) => ({ name: 'waiting', Put: { TableName: database.projects, Item: item } })),
  ];
}

const waitingItem = z.lazy(() =>
  z.object({
    sk: z.string(),
    projectId: z.string(),
    revision: z.int(),
    stage: z.string(),
    /** Null where it asks others: of a post's holder whom somebody stands in for. 0.1 wrote none. */
    line: waitingLine.nullable().optional(),
  }),
);

/** What stands under a key: the request, and the line of it as far as it was written. */
type Waiting = WaitingAt & { readonly line?: WaitingLine | null | undefined };

/** A page of what waits under a key, read strongly, in the order of the projects' ids. */
export async function waitingUnder(
  database: Database,
  waiting: string,
  after: string | undefined,
  limit: number,
): Promise<{ readonly found: readonly Waiting[]; readonly last: string | undefined }> {
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

/** So many reads at once keep the table calm. */
const AT_ONCE = 25;

/** The open requests that ask a person and still wait for them, read strongly, in the order of the projects' ids. */
export async function requestsAsking(database: Database, person: string): Promise<RequestRecord[]> {
  const asking: RequestRecord[] = [];
  let after: string | undefined;
  do {
    const { found, last } = await waitingUnder(database, waitingFor.person(person), after, AT_ONCE);
    const items = await Promise.all(
      found.map(({ projectId, revision, stage }) =>
        database.get(database.projects, requestKey(projectId, revision, stage)),
      ),
    );
    asking.push(...items.flatMap((item) => (item === undefined ? [] : [storedRequest(item)])));
    after = last;
  } while (after !== undefined);
  return asking.filter((request) => asks(request, person));
}
