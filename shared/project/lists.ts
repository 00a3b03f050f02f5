import * as z from 'zod';
import type { ProjectLine } from '../contract/views.ts';
import { isOver, type ProjectStateName, projectStates } from '../history/vocabulary.ts';
import type { Database, Item } from '../store/database.ts';
import { projectKey } from './keys.ts';

/**
 * Lists from the indexes: they lag a moment behind the record, and nothing about rights is decided
 * from them.
 */

const projectLine = z.lazy(() =>
  z.object({
    id: z.string(),
    title: z.string(),
    state: z.enum(projectStates),
    stage: z.string().optional(),
    revision: z.int(),
    budgetYear: z.int().nullable(),
    requestedFen: z.int().nullable(),
    approvedFen: z.int().optional(),
    createdAt: z.string(),
  }),
);

/** A desk shows the newest; whoever needs more searches. */
const MOST_LINES = 200;

interface Named {
  readonly id: string;
  readonly createdAt: string;
  readonly state: ProjectStateName;
}

/** A page of a unit's projects, in the order in which they were begun, from a place in the index on. */
export async function someProjectsOf(
  database: Database,
  unit: string,
  start: Item | undefined,
  limit = MOST_LINES,
): Promise<{ readonly projects: readonly Named[]; readonly next: Item | undefined }> {
  const { items, next } = await database.query({
    TableName: database.projects,
    IndexName: 'by-unit',
    KeyConditionExpression: '#key = :value',
    ExpressionAttributeNames: { '#key': 'unitId' },
    ExpressionAttributeValues: { ':value': unit },
    ExclusiveStartKey: start,
    Limit: limit,
  });
  return { projects: items.map((item) => projectLine.parse(item)), next };
}

/**
 * A page of a unit's projects behind a place: each with its own, and the last one where others follow. A place is where
 * a project stands, whether it still does or not.
 */
export async function projectsBehind(
  database: Database,
  unit: string,
  after: string | undefined,
  limit: number,
): Promise<{
  readonly projects: readonly (Named & { readonly place: string })[];
  readonly last: string | undefined;
}> {
  const [createdAt, id = ''] = after?.split(' ') ?? [];
  const start = after === undefined ? undefined : { ...projectKey(id), unitId: unit, createdAt };
  const { projects, next } = await someProjectsOf(database, unit, start, limit);
  const placed = projects.map((one) => ({ ...one, place: `${one.createdAt} ${one.id}` }));
  return { projects: placed, last: next && placed.at(-1)?.place };
}

/** All projects of a unit, page by page as they are asked for. */
export async function* everyProjectOf(database: Database, unit: string): AsyncGenerator<Named> {
  let start: Item | undefined;
  do {
    const { projects, next } = await someProjectsOf(database, unit, start);
    yield* projects;
    start = next;
  } while (start);
}

const lineOf = (item: Item): ProjectLine => {
  const { stage, approvedFen, ...line } = projectLine.parse(item);
  return { ...line, stage: stage ?? null, approvedFen: approvedFen ?? null };
};

/** Where a unit's ended projects go on. */
export const endedPlace = z.lazy(() => z.object({ id: z.string(), createdAt: z.string() }));
type EndedPlace = z.infer<typeof endedPlace>;

interface EndedPage {
  readonly lines: readonly ProjectLine[];
  /** Where the next page goes on; undefined where this was the last. */
  readonly next: EndedPlace | undefined;
}

/** So many lines of a unit are read at once, and at most so many for one page: it may then be short. */
const ENDED_AT_ONCE = 100;
const MOST_ENDED_READ = 500;

/** A page of a unit's projects that have ended, the newest first. @param isMeant which of them */
export async function endedOfUnit(
  database: Database,
  unit: string,
  { after, limit }: { readonly after?: EndedPlace | undefined; readonly limit: number },
  isMeant: (line: ProjectLine) => boolean,
): Promise<EndedPage> {
  const lines: ProjectLine[] = [];
  let next = after;
  for (let read = 0; lines.length < limit && read < MOST_ENDED_READ; read += ENDED_AT_ONCE) {
    const page = await database.query({
      TableName: database.projects,
      IndexName: 'by-unit',
      KeyConditionExpression: '#key = :unit',
      ExpressionAttributeNames: { '#key': 'unitId' },
      ExpressionAttributeValues: { ':unit': unit },
      ScanIndexForward: false,
      ExclusiveStartKey: next && { ...projectKey(next.id), unitId: unit, createdAt: next.createdAt },
      Limit: ENDED_AT_ONCE,
    });
    for (const line of page.items.map(lineOf)) {
      if (lines.length === limit) return { lines, next };
      next = { id: line.id, createdAt: line.createdAt };
      if (isOver(line.state) && isMeant(line)) lines.push(line);
    }
    if (!page.next) return { lines, next: undefined };
  }
  return { lines, next };
}
